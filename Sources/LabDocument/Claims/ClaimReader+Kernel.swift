import NetworkState

extension ClaimReader {
  /// `listen tcp|udp [ADDR:]PORT`.
  mutating func listen() -> Assertion? {
    guard let name = choice(of: keyword, from: ["tcp", "udp"]),
      let proto = TransportProtocol(rawValue: name)
    else {
      stop()
      return nil
    }
    guard let word = value(of: keyword, "a port, or `ADDRESS:PORT`") else { return nil }
    let endpoint = endpoint(word, isAddressOptional: true)
    finish()
    return endpoint.map {
      .listen(ListenPattern(proto: proto, address: $0.address, port: $0.port))
    }
  }

  /// `sysctl KEY = VALUE`.
  mutating func sysctl() -> Assertion? {
    guard let word = value(of: keyword, "`KEY = VALUE`") else { return nil }
    guard !word.text.utf8.contains(UInt8(ascii: "=")) else {
      fail(word, "blanks belong around `=`; write `KEY = VALUE`")
      stop()
      return nil
    }
    let isKey = isKernelParameter(word)
    guard take("=") else {
      fail(next ?? word, "`=` belongs behind the key; write `sysctl \(word.text) = VALUE`")
      stop()
      return nil
    }
    var values: [String] = []
    while let value = take() { values.append(value.text) }
    guard !values.isEmpty else {
      fail(word, "`sysctl \(word.text) =` wants a value")
      return nil
    }
    return isKey ? .sysctl(key: word.text, value: values.joined(separator: " ")) : nil
  }

  /// Whether the key is one of a network's own, and its path stays under `/proc/sys/net`.
  private mutating func isKernelParameter(_ word: ClaimWord) -> Bool {
    guard word.text.hasPrefix("net.") else {
      fail(
        word,
        "`\(word.text)` is not a network's own; only keys that begin with `net.` can be claimed")
      return false
    }
    guard KernelParameter.path(of: word.text) != nil else {
      fail(word, "`\(word.text)` is not a key; write one such as `net.ipv4.ip_forward`")
      return false
    }
    return true
  }

  /// `run "COMMAND" [exits N] [prints "TEXT"]`.
  mutating func run() -> Assertion? {
    guard let command = quoted(of: keyword) else {
      stop()
      return nil
    }
    if command.allSatisfy(\.isWhitespace) { fail(keyword, "`run` wants a command") }
    var status: Int?
    var prints: String?
    attributes(ClaimAttribute.value("exits", "prints")) { reader, attribute in
      if attribute.text == "exits" {
        status = reader.number(of: attribute, in: 0...255)
      } else {
        prints = reader.quoted(of: attribute)
      }
    }
    return .run(command: command, status: status, prints: prints)
  }
}
