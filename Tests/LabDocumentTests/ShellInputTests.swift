import Foundation
import Testing

@testable import LabDocument

/// The lexer agrees with `bash -n` on what a command still wants.
struct ShellInputTests {
  static let complete = [
    "true", "", "# only a comment", "echo one; echo two", "sleep 1 &", "echo 'a b'",
    "echo \"a $b\"",
    "echo \\'", "echo a\\ b", "echo \"it's\"", "echo 'a \" b'", "echo $'it\\'s'", "echo $\"x\"",
    "echo ${x}", "echo ${x:-}", "echo ${x:-'}'}", "echo \"${x:-a b}\"", "echo ${#x}",
    "echo ${x#\\}}", "echo ${x/\"}\"/y}", "echo \"${x:-${y:-z}}\"", "echo $x#y", "echo a#b",
    "echo a # ' \" ( { `", "echo $(true)", "echo $(echo \")\")", "echo $(echo ')')",
    "echo \"$(echo \"a\")\"", "echo `true`", "echo \"`echo a`\"", "echo `echo \\`true\\``",
    "echo `a 'b`",
    "echo $((1 + 2))", "echo $(( (1 + 2) * 3 ))", "echo \"$((1 + 2))\"", "((x = 1))",
    "(( x > 1 )) && true",
    "echo $( (true) )", "echo $((true); true)", "((true); true)", "x=1", "x=(1 2)", "x+=(1 2)",
    "x=([a]=1 [b]=2)",
    "x=(1 # )\n)", "{ true; }", "{ true; } > file", "( true )", "(true) && (false)", "(true)",
    "((1)) || { true; }",
    "if true; then false; fi", "if true; then false; else true; fi",
    "if true; then a; elif b; then c; else d; fi", "if true\nthen\n  false\nfi",
    "if (true) then echo; fi", "while true; do break; done", "until false; do break; done",
    "for i in 0 1; do echo $i; done", "for i in 0 1\ndo\n  echo $i\ndone", "for i; do echo; done",
    "for i do echo; done", "for ((i = 0; i < 3; i++)); do echo $i; done",
    "for ((i=0;i<3;i++)) { echo; }", "for i in 0 1; { echo; }", "for i\nin 0 1; do echo; done",
    "for i in do done; do echo; done", "select x in a b; do break; done",
    "case x in esac", "case x in a) true;; esac", "case x in (a|b) true;; *) false;; esac",
    "case $x in\n  a) echo ;;\n  b) echo ;&\n  *) echo\nesac", "case x in a) echo 'esac';; esac",
    "case x in if) echo;; esac", "case x in a) case y in b) ;; esac;; esac",
    "echo $(case x in a) echo;; esac)",
    "case \"$x\" in \"a b\") true;; esac", "case x\nin\na) ;;\nesac",
    "f() { true; }", "f () { true; }", "f()\n{\n  true\n}", "function f { true; }",
    "function f() { true; }",
    "f() ( true )", "f() if true; then a; fi", "[[ a == b ]]", "[[ a && b ]] || true",
    "[[ a =~ ^(a|b)$ ]]", "[[ $x == \"]]\" ]]", "[[ a\n&& b ]]", "[ a = b ]",
    "if [[ a ]]; then b; fi",
    "! true", "time true", "! { true; }", "echo if then else fi", "echo } {", "echo do done",
    "echo !",
    "a=if b", "\"if\" x", "\\if x", "echo for", "true | cat", "true |& cat", "true |\ncat",
    "true &&\n\ntrue",
    "true ||\ntrue", "true && # wait\ntrue", "echo a\\\nb", "echo 'a\nb'", "echo \"a\\\nb\"",
    "ec\\\nho a",
    "i\\\nf true; then a; fi", "cat < file", "cat <<< word", "cat <<< \"a b\"", "cat > file 2>&1",
    "cat &> file", "cat &>> file",
    "cat >| file", "cat <> file", "cat 2>&-", "cat <(true)", "diff <(a) <(b)", "a > >(cat)",
    "> file", ">file if",
    "cat <<END\nbody\nEND", "cat <<'END'\n$(\nEND", "cat <<\"END\"\n`\nEND", "cat <<\\END\n'\nEND",
    "cat <<-END\n\tbody\n\tEND", "cat <<END | cat\nbody\nEND", "cat <<A <<B\na\nA\nb\nB",
    "cat <<END > file\nEND",
    "cat <<END && true\nbody\nEND", "cat <<END\n'\"({`\nEND", "cat << END\nx\nEND",
    "echo $(cat <<END\nx\nEND\n)",
    "while read x; do echo $x; done <<END\na\nEND", "cat <<END; echo \"a\nb\"\nbody\nEND",
    "cat <<E\"N\"D\nx\nEND",
    "if true; then cat <<END\nx\nEND\nfi", "echo ${x}}", "a | b | c && d || e; f & g",
    "{ a; } && { b; }",
    "if a; then { b; } fi", "while a; do while b; do c; done done", "if a; then (b) fi",
    "echo a;# comment",
    "sed -n '/^a$/,/^b$/p' file | awk '{ print $1 }'",
    "for f in a b; do [ -e $f ] && echo $f; done; true",
    "printf '#!/bin/sh\\necho \"[]\"\\nexit 0\\n' > /tmp/fake && chmod +x /tmp/fake",
    "(sleep 1; exec python3 -m http.server) >/dev/null 2>&1 &",
    "ip netns exec red sh -c 'echo \"$1\"' _ a",
    "echo $[1 + 2]", "echo {a,b}", "{ echo a; echo b; } | cat", "coproc cat", "let x=1",
    "x=$(echo a) y=$(echo b) env",
    "trap 'echo \"bye\"' EXIT", "a() { b; }; c", "echo \"a # b\"", "echo \"\\\"\"", "echo \"$\"",
    "echo $", "echo '$('",
    "echo \"\\`\"", "test -n \"$(ip -br link | awk '$1 == \"eth0\"')\"", "exec 3>&1 4<&0",
    "exec {fd}>file",
  ]

  static let incomplete = [
    "echo 'a", "echo \"a", "echo $'a\\'", "echo \"a $(true\"", "echo \"$(echo \"a\"", "echo $(true",
    "echo `true", "echo \"`true\"",
    "echo ${x", "echo ${x:-\"}", "echo ${x:-'}", "echo \"${x:-a", "echo $((1 + 2)", "echo $((1",
    "((x",
    "x=(1 2", "x=(1 # )", "{ true;", "{ true; # }", "{ true", "( true", "(true) && (false",
    "echo $( (true)",
    "if true", "if true; then", "if true; then false", "if true; then false; else",
    "if true; then false; else true;",
    "if true; then a; elif b", "if true; then if a; then b; fi", "while true", "while true; do",
    "while true; do break",
    "until false; do", "for i", "for i in", "for i in 0 1", "for i in 0 1;", "for i in 0 1; do",
    "for i in 0 1; do echo $i",
    "for i in 0 1; do\n  echo $i", "for ((i = 0; i < 3; i++))", "for ((i = 0; i < 3",
    "for ((i=0;i<3;i++)); do echo",
    "case x", "case x in", "case x in a)", "case x in a) true", "case x in a) true;;",
    "case x in a) echo esac;;", "case x in a) ;; b) echo", "f()", "f() {", "f() {\n  true", "f ()",
    "function f", "function f {", "function f()", "[[ a &&", "true |", "true |&", "true &&",
    "true ||",
    "true | # wait", "true && \n", "a | b |", "if true; then a && b ||", "(true |", "(a) |",
    "cat <<END", "cat <<END\nbody", "cat <<'END'\nEND ", "cat <<END\n END", "cat <<-END\n END",
    "cat <<A <<B\na\nA\nb",
    "cat <<END |\nbody\nEND", "cat <<END && \nbody\nEND", "echo $(cat <<END\nx\nEND",
    "cat <<END\nx\\\nEND",
    "(cat <<END\nx\nEND", "while read x; do echo $x; done <<END", "echo \"a\nb", "echo 'a\nb\nc",
    "diff <(a", "a > >(cat",
    "select x in a b; do", "echo $(case x in a) echo;;", "{ a; } && {", "time {", "! (", "coproc {",
    "if a; then { b; }",
    "echo \"${x:-$(true}\"", "a() { b() { c; }", "sed 's/a/b/", "awk '{ print $1 }", "for i in 'a",
    "x=\"a", "x=$(a",
    "echo \"it's", "while a; do while b; do c; done",
  ]

  @Test(arguments: complete)
  func isComplete(_ command: String) { #expect(!Self.isIncomplete(command)) }

  @Test(arguments: incomplete)
  func isIncomplete(_ command: String) { #expect(Self.isIncomplete(command)) }

  @Test(arguments: ["echo a\\", "true && \\", "echo 'a' \\", "cat <<END \\", "# no \\\necho \\"])
  func backslashAtTheEnd(_ command: String) { #expect(Self.isIncomplete(command)) }

  @Test(arguments: ["echo a\\\\", "# a comment \\", "echo a # \\"])
  func noBackslashAtTheEnd(_ command: String) { #expect(!Self.isIncomplete(command)) }

  @Test(arguments: [
    "fi", ")", "}", "esac", "if true; fi", "a;;", "cat <", "f( {", "echo )", "(a))", "case x in a",
    "case x in a|", "for", "case",
  ])
  func whatBashRefusesIsNotWaitedFor(_ command: String) { #expect(!Self.isIncomplete(command)) }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
  func agreesWithBash() throws {
    for command in Self.complete {
      #expect(try BashSyntax.isIncomplete(command) == false, "\(command)")
    }
    for command in Self.incomplete {
      #expect(try BashSyntax.isIncomplete(command) == true, "\(command)")
    }
  }

  /// What a lab's author pastes grows line by line; only the last line completes it.
  @Test func growsLineByLine() {
    var input = ShellInput()
    for line in ["for i in 0 1; do", "  cat <<END", "done", "END", "  echo \"a", "b\" |", "cat"] {
      input.append(Array(line.utf8)[...])
      #expect(input.isIncomplete, "\(line)")
    }
    input.append(Array("done".utf8)[...])
    #expect(!input.isIncomplete)
  }

  static func isIncomplete(_ command: String) -> Bool {
    var input = ShellInput()
    for line in Array(command.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
      input.append(line)
    }
    return input.isIncomplete
  }
}

/// What bash says of a command that it does not run.
enum BashSyntax {
  /// `nil` if it refuses the command.
  static func isIncomplete(_ command: String) throws -> Bool? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-n", "-c", command]
    process.environment = ["LC_ALL": "C"]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let ends = [
      "unexpected end of file", "unexpected EOF", "delimited by end-of-file", "token `EOF'",
    ]
    if ends.contains(where: words.contains) { return true }
    return process.terminationStatus == 0 ? false : nil
  }
}
