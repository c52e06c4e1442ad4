import NetworkState

extension ClaimReader {
  /// `http URL [status N] [body "TEXT"] [seen from ADDR] [fails …]`.
  mutating func http() -> (Probe, ProbeEnd)? {
    guard let word = value(of: keyword, "an address such as `http://10.0.2.15:8080/`") else {
      return nil
    }
    let target = httpTarget(word)
    var probe = HTTPProbe(
      url: word.text, address: target?.address ?? IPAddress(family: .inet, value: 0),
      port: target?.port ?? 80)
    var end = ProbeEnd.succeeds
    var answerWord: ClaimWord?
    attributes(
      ClaimAttribute.value("status", "body", "seen") + ClaimAttribute.flag("fails")
    ) { reader, attribute in
      if attribute.text != "fails" { answerWord = attribute }
      switch attribute.text {
      case "status": probe.status = reader.number(of: attribute, in: 100...599)
      case "body": probe.body = reader.quoted(of: attribute)
      case "seen":
        guard reader.take("from") else {
          let word = reader.take() ?? attribute
          reader.fail(word, "`from` belongs behind `seen`: `seen from ADDRESS`")
          return
        }
        probe.seenFrom = reader.address(of: attribute)
      default: end = reader.failure()
      }
    }
    if let answerWord, end != .succeeds {
      fail(
        answerWord, "a probe that fails has no answer; leave out `\(answerWord.text)` or `fails`")
    }
    return target == nil ? nil : (.http(probe), end)
  }

  /// The address and port of `http://ADDRESS[:PORT][/PATH]`.
  private mutating func httpTarget(_ word: ClaimWord) -> (address: IPAddress, port: UInt16)? {
    let url = word.text
    if url.hasPrefix("https://") {
      fail(word, "`https` is not supported; write `http://`, or `tcp ADDRESS:443` for the port")
      return nil
    }
    guard url.hasPrefix("http://") else {
      fail(word, "`\(url)` is not a URL; write one such as `http://10.0.2.15:8080/`")
      return nil
    }
    let authority = url.utf8.dropFirst("http://".utf8.count).prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    let isBracketed = authority.first == UInt8(ascii: "[")
    var host: Substring.UTF8View
    var rest: Substring.UTF8View
    if isBracketed {
      host = authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
      rest = authority.dropFirst(host.count + 1)
      guard rest.popFirst() != nil else {
        fail(word, "`\(url)` wants `]` behind the address")
        return nil
      }
    } else {
      host = authority.prefix { $0 != UInt8(ascii: ":") }
      rest = authority.dropFirst(host.count)
    }
    guard let address = hostAddress(String(Substring(host)), isBracketed, word) else { return nil }
    guard !rest.isEmpty else { return (address, 80) }
    guard rest.popFirst() == UInt8(ascii: ":") else {
      fail(word, "`\(Substring(authority))` is not an address and port")
      return nil
    }
    return port(Substring(rest), word).map { (address, $0) }
  }

  private mutating func hostAddress(
    _ host: String, _ isBracketed: Bool, _ word: ClaimWord
  ) -> IPAddress? {
    if let address = IPAddress(host), isBracketed == (address.family == .inet6) {
      note(address.family, of: word)
      return address
    }
    let looksLikeAddress = host.utf8.allSatisfy {
      $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    if host.isEmpty || isBracketed || looksLikeAddress {
      failAddress(word, host)
    } else {
      fail(word, "`\(host)` is a name; write the address; names are checked by `dns`")
    }
    return nil
  }
}
