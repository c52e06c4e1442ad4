import NetworkState

extension ClaimReader {
  private static let packetProtocols = [
    "icmp", "icmp6", "tcp", "udp", "arp", "ip", "ip6", "igmp", "sctp", "esp", "ah", "vrrp",
  ]

  /// `sees PROTO [src A] [dst B] [dport N] on DEV when PLACE: PROBE`.
  mutating func sees() -> Assertion? {
    guard let proto = choice(of: keyword, from: Self.packetProtocols) else {
      stop()
      return nil
    }
    guard let when = words.firstIndex(where: { $0.isWord("when") }) else {
      fail(keyword, "`sees` wants what makes the packet: `on DEV when PLACE: PROBE`")
      stop()
      return nil
    }
    let probeWords = words[(when + 1)...]
    let whenWord = words[when]
    words = words[..<when]
    var packet = PacketPattern(proto: proto)
    var name: String?
    attributes(ClaimAttribute.value("src", "dst", "dport", "on")) { reader, attribute in
      switch attribute.text {
      case "src": packet.source = reader.address(of: attribute)
      case "dst": packet.destination = reader.address(of: attribute)
      case "dport":
        if !["tcp", "udp", "sctp"].contains(proto) {
          reader.fail(attribute, "`\(proto)` has no ports; leave out `dport`")
        }
        packet.destinationPort = reader.value(of: attribute, "a port")
          .flatMap { reader.port($0.text, $0) }
      default: name = reader.device(of: attribute)
      }
    }
    if name == nil, problems.isEmpty {
      fail(keyword, "`sees` wants the device where the packet passes: `on DEV`")
    }
    words = probeWords
    guard let (place, text, probe) = triggeringProbe(whenWord), let name else { return nil }
    return .sees(packet, device: name, when: place, whenText: text, probe: probe)
  }

  /// `PLACE: PROBE` behind `when`.
  private mutating func triggeringProbe(_ when: ClaimWord) -> (Place, String, Probe)? {
    guard let word = value(of: when, "`PLACE: PROBE`") else { return nil }
    guard !word.isQuoted, word.text.utf8.last == UInt8(ascii: ":") else {
      fail(word, "a place with a colon belongs behind `when`: `when PLACE: ping ADDRESS`")
      stop()
      return nil
    }
    let text = String(word.text.dropLast())
    let place = place(text, word)
    guard let probeWord = take(), !probeWord.isQuoted, Self.probeWords.contains(probeWord.text)
    else {
      fail(word, "a probe belongs behind `\(word.text)`: ping, tcp, udp, http or dns")
      stop()
      return nil
    }
    // The probe may be of another family than the packet, as behind a tunnel.
    var reader = ClaimReader(world: world, bytes: bytes, column: column, words: words)
    reader.keyword = probeWord
    let probe = reader.probe()
    problems += reader.problems
    stop()
    if let probe, probe.1 != .succeeds {
      fail(probeWord, "`sees` does not ask how the probe ends; leave out `fails`")
    }
    guard let place, let probe else { return nil }
    return (place, text, probe.0)
  }
}
