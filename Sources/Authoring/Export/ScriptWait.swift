import LabDocument
import NetworkState

/// Waits of a script for what a job in the background makes: in the lab, claims are waited for.
enum ScriptWait {
  /// The line that waits until a claim holds; `nil` for claims that jobs do not make true.
  static func line(for claim: Claim) -> String? {
    guard !claim.isNegated else { return nil }
    switch (claim.assertion, claim.place) {
    case (.exists, .namespace(let name, _)):
      return wait("[ -e /run/netns/\(ScriptCommand.quoted(name)) ]", for: claim, behind: "")
    case (.listen(let pattern), .host):
      return wait(condition(pattern), for: claim, behind: "")
    case (.listen(let pattern), .namespace(let name, _)):
      let enter = "nsenter --net=/run/netns/\(ScriptCommand.quoted(name)) "
      return wait(condition(pattern), for: claim, behind: enter)
    default:
      return nil
    }
  }

  /// Whether `ss` lists the socket, at the address or at all of them.
  private static func condition(_ pattern: ListenPattern) -> String {
    let sockets = "ss -Hln\(pattern.proto == .tcp ? "t" : "u") sport = :\(pattern.port)"
    guard let address = pattern.address else { return "\(sockets) | grep -q ." }
    let own = address.family == .inet6 ? "[\(address)]" : "\(address)"
    let all = address.family == .inet6 ? "[::]" : "0.0.0.0"
    let places = [own, all, "*"].map { "-e \"\($0):\(pattern.port) \"" }.joined(separator: " ")
    return "\(sockets) | grep -qF \(places)"
  }

  private static func wait(_ condition: String, for claim: Claim, behind enter: String) -> String {
    let limit = max(1, (claim.within ?? .seconds(3)).components.seconds)
    return "\(enter)timeout \(limit) sh -c 'until \(condition); do sleep 0.05; done'"
  }
}
