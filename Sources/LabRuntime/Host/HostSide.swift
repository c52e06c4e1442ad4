import Glibc

/// What a lab on the machine itself has in place of a sandbox.
struct HostSide: Sendable {
  /// The lab's directory, absolute.
  var directory: String
  /// The folder of stand-ins for tools, which comes first in the shells' path.
  var shims: String
  /// What every process of the lab has in its environment, and nobody else.
  var token: String
  /// The owner of the namespaces that `ip netns` makes here.
  var userNamespace: FileIdentity?
  let journal: Journal
  let watch: HostWatch
  let scope: HostScope

  /// The variable that holds the token.
  static let tokenName = "NETLAB_ON_HOST"

  /// A shell's environment: tools are found as stand-ins first, and nothing is written at home.
  func environment(_ base: [String]) -> [String] {
    base.filter { !$0.hasPrefix("PATH=") && !$0.hasPrefix("HOME=") } + [
      "PATH=\(shims):\(ProcessStart.searchPath)", "HOME=\(directory)", "HISTFILE=/dev/null",
      "\(Self.tokenName)=\(token)",
    ]
  }

  /// Records a shell's session, before a command is given to it.
  func note(_ shell: ChildProcess) throws(SystemProblem) {
    guard let start = HostProcess.start(of: shell.id) else { return }
    do {
      try journal.append([.session(process: Int(shell.id), start: start)])
    } catch {
      shell.signal(SIGKILL)
      _ = shell.reap()
      throw error
    }
  }
}
