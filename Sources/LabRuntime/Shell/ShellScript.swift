/// What netlab writes to the shells inside: their beginning, and each command.
///
/// Standard error of the shell's process is the status channel: it moves to descriptor 9, which no
/// command inherits, and the commands' own standard error joins their output.
///
/// `set -x` and `set -v` of the lab's are off while a line of netlab's own is read and run, so that
/// they show the lab's commands alone; what they would still show goes to the status channel.
enum ShellScript {
  /// Comes before the first command; the shell has the namespaces on `inherited` descriptors from 3 on.
  static func preamble(inherited: Int) -> String {
    let closing = (3..<3 + inherited).map { "\($0)>&-" }.joined(separator: " ")
    return """
      exec \(closing) 9>&2 2>&1
      \(sudo)
      __netlab_trace=
      __netlab_status() { builtin return "$1"; }
      __netlab_end() {
        case $- in
        (*x*v*|*v*x*) __netlab_trace=xv;; (*x*) __netlab_trace=x;; (*v*) __netlab_trace=v;;
        (*) __netlab_trace=;;
        esac
        builtin set +xv
        case $__netlab_trace in
        (?*) __netlab_trace="{ builtin set -$__netlab_trace; __netlab_status $2; } 2>/dev/null
      ";;
        esac
        builtin printf '\\nend %s %s\\n' "$1" "$2" >&9
        builtin return "$2"
      }
      builtin printf 'ready\\n' >&9

      """
  }

  /// `sudo` does nothing more: the lab is root already, with or without such a program.
  static let sudo = """
    sudo() { while case ${1-} in (-[EHnSk]|--) ;; (*) false;; esac; do shift; done; \
    if [ $# -gt 0 ]; then case $1 in (*=*) command env "$@";; (*) "$@";; esac; fi; }
    export -f sudo

    """

  /// One command; its end is reported with its number.
  static func command(_ text: String, number: Int) -> String {
    "eval \"${__netlab_trace-}\"\(quoted(text)) </dev/null 9>&-; "
      + "{ __netlab_end \(number) \"$?\"; } 2>&9\n"
  }

  /// Writes a file of the lab; by builtins where that is possible, since a process costs.
  static func writing(
    _ contents: String, to path: String, in folder: String, isExecutable: Bool
  ) -> String {
    let target = quoted("\(folder)/\(path)")
    var script = ""
    if let slash = path.lastIndex(of: "/") {
      let folder = quoted("\(folder)/\(path[..<slash])")
      script += "command mkdir -p -- \(folder) && "
    }
    script += "builtin printf %s \(quoted(contents)) >|\(target)"
    if isExecutable { script += " && command chmod +x -- \(target)" }
    return script
  }

  /// The text as one word of the shell.
  static func quoted(_ text: String) -> String {
    var result = "'"
    result.reserveCapacity(text.utf8.count + 2)
    for scalar in text.unicodeScalars {
      if scalar == "'" {
        result += "'\\''"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
