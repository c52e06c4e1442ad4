import NetworkState

extension ClaimReader {
  /// An address; a wrong one is quoted in the problem.
  mutating func address(of attribute: ClaimWord) -> IPAddress? {
    guard let word = value(of: attribute, "an address") else { return nil }
    return address(word)
  }

  mutating func address(_ word: ClaimWord) -> IPAddress? {
    guard let address = IPAddress(word.text) else {
      failAddress(word, word.text)
      return nil
    }
    note(address.family, of: word)
    return address
  }

  /// Says why a text is no address, with a prefix length or without.
  mutating func failAddress(_ word: ClaimWord, _ text: String) {
    if IPPrefix(text) != nil {
      fail(word, "`\(text)` has a prefix length; write the address alone")
    } else if text.utf8.contains(UInt8(ascii: "%")) {
      fail(word, "`\(text)` names a device behind `%`; write the address alone")
    } else if text.utf8.contains(UInt8(ascii: ".")) || text.utf8.contains(UInt8(ascii: ":")) {
      fail(
        word,
        "`\(text)` is not a valid address; write one such as `10.0.2.15` or `fd00::1`")
    } else {
      fail(word, "`\(text)` is not an address; write one such as `10.0.2.15` or `fd00::1`")
    }
  }

  /// `ADDRESS/LENGTH`.
  mutating func prefix(_ word: ClaimWord) -> IPPrefix? {
    guard let prefix = IPPrefix(word.text) else {
      failPrefix(word)
      return nil
    }
    note(prefix.family, of: word)
    return prefix
  }

  mutating func failPrefix(_ word: ClaimWord) {
    let parts = word.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      if let address = IPAddress(word.text) {
        let width = address.family.bitWidth
        fail(word, "`\(word.text)` has no prefix length; write it, such as `\(word.text)/\(width)`")
      } else {
        failAddress(word, word.text)
      }
      return
    }
    guard let address = IPAddress(String(parts[0])) else {
      fail(
        word, "`\(parts[0])` is not a valid address; write one such as `10.0.2.15` or `fd00::1`")
      return
    }
    fail(
      word,
      "`\(parts[1])` is not a prefix length of `\(parts[0])`; write a number from 0 to "
        + "\(address.family.bitWidth)")
  }

  /// `default`, a prefix without host bits, or an address alone.
  mutating func destination(_ word: ClaimWord) -> RouteDestination? {
    if word.isWord("default") { return .default }
    if let address = IPAddress(word.text) {
      note(address.family, of: word)
      return .prefix(IPPrefix(host: address))
    }
    guard let prefix = prefix(word) else { return nil }
    guard prefix.masked == prefix else {
      fail(
        word,
        "`\(word.text)` has bits behind its prefix; write the destination `\(prefix.masked)`")
      return nil
    }
    // `ip` prints the prefix of everything so.
    return prefix.length == 0 ? .default : .prefix(prefix)
  }

  mutating func mac(_ word: ClaimWord) -> MACAddress? {
    guard let mac = MACAddress(word.text) else {
      fail(word, "`\(word.text)` is not a MAC address; write one such as `02:42:ac:11:00:02`")
      return nil
    }
    return mac
  }

  /// A device's name as the kernel takes it.
  mutating func device(of attribute: ClaimWord) -> String? {
    guard let word = value(of: attribute, "a device's name") else { return nil }
    return device(word)
  }

  mutating func device(_ word: ClaimWord) -> String? {
    let text = word.text
    if text == "<any>" {
      fail(word, "`<any>` stands only for the name behind `link`; leave this attribute out")
      return nil
    }
    if text.utf8.last == UInt8(ascii: ",") {
      fail(word, "`\(text)` is not a device's name; names stand without commas")
      return nil
    }
    if let at = text.utf8.firstIndex(of: UInt8(ascii: "@")), !text[..<at].isEmpty {
      fail(word, "`\(text)` names two devices; write `\(text[..<at])`")
      return nil
    }
    guard Self.isDeviceName(text) else {
      fail(
        word,
        "`\(text)` is not a device's name; it has at most 15 bytes, no `/`, no `:` and no blank")
      return nil
    }
    return text
  }

  static func isDeviceName(_ text: String) -> Bool {
    (1...15).contains(text.utf8.count) && text != "." && text != ".."
      && text.utf8.allSatisfy {
        $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":")
      }
  }

  mutating func place(of attribute: ClaimWord) -> Place? {
    guard let word = value(of: attribute, "a place") else { return nil }
    return place(word.text, word)
  }

  /// The place that a text in a word names.
  mutating func place(_ text: String, _ word: ClaimWord) -> Place? {
    guard let place = world.place(named: text) else {
      fail(word, Self.problem(withPlace: text, in: world))
      return nil
    }
    if place == .internet, world.internet == nil, world.start == nil {
      fail(word, "this lab's world has no `internet`; give it one in the front matter")
      return nil
    }
    return place
  }

  private static func problem(withPlace text: String, in world: World) -> String {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, World.isNamespaceName(parts[1]) else {
      return "`\(text)` is not a place; write a host, a namespace, `internet` or `HOST/NAME`"
    }
    let hosts = world.hosts.map(\.name)
    if let meant = Suggestion.nearest(to: parts[0], in: hosts) {
      return "there is no host `\(parts[0])`; did you mean `\(meant)/\(parts[1])`?"
    }
    return "there is no host `\(parts[0])`; this lab's hosts: \(hosts.joined(separator: ", "))"
  }

  mutating func port(_ text: some StringProtocol, _ word: ClaimWord) -> UInt16? {
    guard let number = Int(digits: String(text)), (1...65535).contains(number) else {
      fail(word, "`\(text)` is not a port; write a number from 1 to 65535")
      return nil
    }
    return UInt16(number)
  }

  /// `ADDR:PORT`, an IPv6 address in brackets; `isAddressOptional` accepts `PORT` alone.
  mutating func endpoint(
    _ word: ClaimWord, isAddressOptional: Bool = false
  ) -> (address: IPAddress?, port: UInt16)? {
    let text = word.text
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else {
      if isAddressOptional { return port(text, word).map { (nil, $0) } }
      fail(word, "`\(text)` has no port; write `ADDRESS:PORT`")
      return nil
    }
    var host = text[..<colon]
    let isBracketed = host.first == "[" && host.last == "]"
    if isBracketed {
      host = host.dropFirst().dropLast()
    } else if host.utf8.contains(UInt8(ascii: ":")) {
      fail(word, "`\(text)` is ambiguous; write an IPv6 address in brackets: `[fd00::1]:80`")
      return nil
    }
    guard let address = IPAddress(String(host)), isBracketed == (address.family == .inet6) else {
      failAddress(word, String(host))
      return nil
    }
    note(address.family, of: word)
    return port(text[text.utf8.index(after: colon)...], word).map { (address, $0) }
  }
}
