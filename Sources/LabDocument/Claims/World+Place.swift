import NetworkState

extension World {
  /// The place that a prompt or a claim means by a name, or `nil` if no place can have it.
  ///
  /// `host` is the first host; the name of a host comes before that of a namespace.
  func place(named text: String) -> Place? {
    if text == "internet" { return .internet }
    if text == Place.defaultHostName { return .host(hosts[0].name) }
    if hosts.contains(where: { $0.name == text }) { return .host(text) }
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      return Self.isNamespaceName(text) ? .namespace(text, host: hosts[0].name) : nil
    }
    let host = text[..<slash]
    let name = String(text[text.utf8.index(after: slash)...])
    guard Self.isNamespaceName(name), let owner = hosts.first(where: { $0.name == host }) else {
      return nil
    }
    return .namespace(name, host: owner.name)
  }

  /// Whether `ip netns add` takes the name, and a prompt can show it.
  static func isNamespaceName(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".." && text.utf8.count <= 255
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"),
          UInt8(ascii: "+"):
          true
        default:
          false
        }
      }
  }
}
