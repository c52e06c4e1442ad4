import NetworkState

extension ClaimReader {
  static let probeWords = ["ping", "tcp", "udp", "http", "dns"]

  /// A probe and how it must end; `keyword` is its first word.
  mutating func probe() -> (Probe, ProbeEnd)? {
    switch keyword.text {
    case "ping": ping()
    case "http": http()
    case "dns": dns()
    default: connect(keyword.text == "tcp" ? .tcp : .udp)
    }
  }

  /// `ping ADDR [from SRC] [size N] [df] [ttl N] [answered by PLACE] [fails …]`.
  private mutating func ping() -> (Probe, ProbeEnd)? {
    guard let target = probeAddress() else { return nil }
    var probe = PingProbe(address: target)
    var end = ProbeEnd.succeeds
    /// The last word that asks something of the answer.
    var answerWord: ClaimWord?
    attributes(
      ClaimAttribute.value("from", "size", "ttl", "answered") + ClaimAttribute.flag("df", "fails")
    ) { reader, attribute in
      switch attribute.text {
      case "from": probe.source = reader.address(of: attribute)
      case "size": probe.size = reader.number(of: attribute, in: 0...65507)
      case "df": probe.dontFragment = true
      case "ttl":
        probe.ttl = reader.number(of: attribute, in: 1...255)
        answerWord = attribute
      case "answered":
        probe.answeredBy = reader.placeBehindBy(attribute)
        answerWord = attribute
      default: end = reader.failure()
      }
    }
    if let answerWord, end != .succeeds {
      fail(
        answerWord, "a probe that fails has no answer; leave out `\(answerWord.text)` or `fails`")
    }
    return (.ping(probe), end)
  }

  /// The address behind `ping`, where a name is a common slip.
  private mutating func probeAddress() -> IPAddress? {
    guard let word = value(of: keyword, "an address") else { return nil }
    if let address = address(word) { return address }
    if !word.text.utf8.contains(UInt8(ascii: ".")), !word.text.utf8.contains(UInt8(ascii: ":")) {
      stop()
    }
    return nil
  }

  /// `tcp ADDR:PORT [served by PLACE] [fails …]`, `udp` likewise.
  private mutating func connect(_ proto: TransportProtocol) -> (Probe, ProbeEnd)? {
    guard let word = value(of: keyword, "`ADDRESS:PORT`") else { return nil }
    let endpoint = endpoint(word)
    var server: Place?
    var end = ProbeEnd.succeeds
    attributes(ClaimAttribute.value("served") + ClaimAttribute.flag("fails")) {
      reader, attribute in
      if attribute.text == "served" {
        server = reader.placeBehindBy(attribute)
      } else {
        end = reader.failure()
      }
    }
    guard let endpoint, let address = endpoint.address else { return nil }
    return (.connect(proto, address, port: endpoint.port, servedBy: server), end)
  }

  /// `dns NAME = ADDR`.
  private mutating func dns() -> (Probe, ProbeEnd)? {
    guard let word = value(of: keyword, "`NAME = ADDRESS`") else { return nil }
    if IPAddress(word.text) != nil {
      fail(word, "`\(word.text)` is an address already; write `dns NAME = ADDRESS`")
    } else if !Self.isHostName(word.text) {
      fail(word, "`\(word.text)` is not a name; write `dns NAME = ADDRESS`")
    }
    guard take("=") else {
      fail(next ?? word, "`=` belongs behind the name; write `dns NAME = ADDRESS`")
      stop()
      return nil
    }
    guard let target = value(of: keyword, "an address behind `=`") else { return nil }
    let address = address(target)
    finish()
    return address.map { (.dns(name: word.text, address: $0), .succeeds) }
  }

  private static func isHostName(_ text: String) -> Bool {
    (1...254).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
          || $0 >= 0x80 || ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }

  /// `answered by PLACE`, `served by PLACE`.
  mutating func placeBehindBy(_ attribute: ClaimWord) -> Place? {
    guard take("by") else {
      // The word in its stead is most likely the place.
      fail(
        take() ?? attribute,
        "`by` belongs behind `\(attribute.text)`: `\(attribute.text) by PLACE`")
      return nil
    }
    return place(of: attribute)
  }

  /// What may stand behind `fails`: `with "TEXT"`, `silently`, or nothing.
  mutating func failure() -> ProbeEnd {
    if take("silently") { return .failsSilently }
    guard let word = next, word.isWord("with") else { return .fails }
    _ = take()
    guard let text = quoted(of: word) else { return .fails }
    if text.isEmpty { fail(word, "`with` wants a text that is not empty") }
    return .failsSaying(text)
  }
}
