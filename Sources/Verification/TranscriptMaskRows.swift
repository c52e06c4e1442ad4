extension TranscriptMask {
  /// Whether `ip -s link` prints counters under the line.
  static func isCounterHeading(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 }
    return ["RX:", "TX:", "RX errors:", "TX errors:"].contains { text.starts(with: $0.utf8) }
  }

  /// The masked form of a row of nothing but numbers; `nil` for any other line.
  static func counterRow(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    let words = line.split(separator: 0x20)
    guard !words.isEmpty, words.allSatisfy(isCount) else { return nil }
    return [UInt8](repeating: TranscriptMark.number, count: words.count)
  }

  /// A number such as `1176`, `1.18k` or `840K`, or a placeholder for one.
  private static func isCount(_ word: ArraySlice<UInt8>) -> Bool {
    if word.elementsEqual("<n>".utf8) { return true }
    guard let first = word.first, TranscriptShape.isDigit(first) else { return false }
    let unit = word.drop { TranscriptShape.isDigit($0) || $0 == UInt8(ascii: ".") }
    return unit.isEmpty || (unit.count == 1 && "kKMGT".utf8.contains(unit[unit.startIndex]))
  }

  /// Masks lines whose kind says what varies in them.
  mutating func maskWholeLine() -> Bool {
    maskPingSummary() || maskARPReply() || maskPipe() || maskJobNumber() || maskFirewallRow()
      || maskInterfaceCounters()
  }

  /// `rtt min/avg/max/mdev = …`, and the `pipe` behind it, which is there or not by chance.
  private mutating func maskPingSummary() -> Bool {
    guard starts(with: "rtt ") || starts(with: "round-trip "),
      let equals = line.firstIndex(of: UInt8(ascii: "="))
    else { return false }
    output.append(contentsOf: line[...equals])
    index = equals + 1
    while index < line.count {
      if starts(with: ", pipe "), let end = numberEnd(at: index + 7) {
        index = end
      } else if !maskNumber(as: TranscriptMark.time) {
        output.append(line[index])
        index += 1
      }
    }
    return true
  }

  /// `Unicast reply from 10.0.0.1 [02:…]  0.581ms` of arping.
  private mutating func maskARPReply() -> Bool {
    guard starts(with: "Unicast reply from ") || starts(with: "Broadcast reply from ") else {
      return false
    }
    while index < line.count {
      if let end = TranscriptShape.macEnd(line, at: index) {
        output.append(TranscriptMark.mac)
        index = end
      } else if index > 0, line[index - 1] == 0x20, let end = numberEnd(at: index),
        line[end...].elementsEqual("ms".utf8)
      {
        output.append(TranscriptMark.time)
        index = end
      } else {
        copyByte()
      }
    }
    return true
  }

  /// `pipe 3` alone: how many pings were on their way at once.
  private mutating func maskPipe() -> Bool {
    guard starts(with: "pipe "), let end = numberEnd(at: 5), end == line.count else {
      return false
    }
    return true
  }

  /// `[1] 1234`, what a shell says of a job that it starts.
  private mutating func maskJobNumber() -> Bool {
    guard line.first == UInt8(ascii: "["), let end = numberEnd(at: 1),
      line[end...].starts(with: "] ".utf8), numberEnd(at: end + 2) == line.count
    else { return false }
    output = Array(line[..<(end + 2)]) + [TranscriptMark.number]
    return true
  }

  /// A rule of `iptables -v -L`, known by its `--`: `12   840 DROP  all  --  eth0 …`.
  private mutating func maskFirewallRow() -> Bool {
    let words = line.split(separator: 0x20)
    guard let options = words.prefix(6).firstIndex(where: { $0.elementsEqual("--".utf8) }),
      options >= 3
    else { return false }
    // In front of `--` stand: the rule's number if asked for, packets, bytes, target, protocol.
    var counts = Array(words[..<(options - 1)])
    if let target = counts.last, !Self.isCount(target) { counts.removeLast() }
    guard counts.count == 2 || counts.count == 3, counts.allSatisfy(Self.isCount)
    else { return false }
    if counts.count == 3 { output.append(contentsOf: Array(counts[0]) + [0x20]) }
    output.append(contentsOf: [TranscriptMark.number, 0x20, TranscriptMark.number, 0x20])
    index = counts[counts.count - 1].endIndex
    while line[safe: index] == 0x20 { index += 1 }
    output.append(contentsOf: line[index...])
    return true
  }

  /// `RX packets 10  bytes 1234 (1.2 KiB)` and `TX errors 0 …` of ifconfig.
  private mutating func maskInterfaceCounters() -> Bool {
    let text = line.drop { $0 == 0x20 }
    guard
      ["RX packets ", "TX packets ", "RX errors ", "TX errors "]
        .contains(where: { text.starts(with: $0.utf8) })
    else { return false }
    for word in line.split(separator: 0x20, omittingEmptySubsequences: false) {
      if word.first == UInt8(ascii: "(") { break }
      if Self.isCount(word) { output.append(TranscriptMark.number) } else { output += word }
      output.append(0x20)
    }
    while output.last == 0x20 { output.removeLast() }
    return true
  }

  /// Masks what may stand at a line's beginning alone.
  mutating func maskStart() {
    if starts(with: "bash: line "), let end = numberEnd(at: 11), line[safe: end] == 0x3A {
      // A shell at a terminal does not count its lines.
      _ = skip("bash")
      index = end
    } else if line.first == UInt8(ascii: "[") {
      // iptables-save -c: `[12:840] -A INPUT …`.
      maskCounterPair()
    } else if line.first == UInt8(ascii: ":") {
      // iptables-save: `:INPUT ACCEPT [12:840]`.
      while index < line.count, line[index] != UInt8(ascii: "[") { copyByte() }
      maskCounterPair()
    } else {
      _ = skip("Deleted ")
      maskInterfaceIndex()
    }
  }

  /// `[12:840]`, packets and bytes.
  private mutating func maskCounterPair() {
    guard line[safe: index] == UInt8(ascii: "["), let packets = numberEnd(at: index + 1),
      line[safe: packets] == 0x3A, let bytes = numberEnd(at: packets + 1),
      line[safe: bytes] == UInt8(ascii: "]")
    else { return }
    output.append(TranscriptMark.number)
    index = bytes + 1
  }

  /// `5: veth0@if6: <…`, `5: veth0: …` and, from `ip -o`, `5: veth0    inet …`.
  private mutating func maskInterfaceIndex() {
    guard let number = numberEnd(at: index), line[number...].starts(with: ": ".utf8) else { return }
    let name = line[(number + 2)...].prefix { $0 != 0x20 }
    let rest = line[name.endIndex...].drop { $0 == 0x20 }
    guard name.count > 1,
      name.last == 0x3A
        || ["inet", "link/", "state "].contains(where: { rest.starts(with: $0.utf8) })
    else { return }
    output.append(TranscriptMark.number)
    index = number
  }

  /// Counters that their words tell: nft, conntrack, iptables' policies and `-c`, `pid=`.
  mutating func maskCounterWords() -> Bool {
    guard isAtWord else { return false }
    if skipThenNumber("packets=") || skipThenNumber("peer_ifindex:") { return true }
    if index > 0, ",(".utf8.contains(line[index - 1]), skipThenNumber("pid=") { return true }
    if starts(with: "packets "), hasJustCopied("counter ") {
      _ = skipThenNumber("packets ")
      if starts(with: " bytes ") { _ = skipThenNumber(" bytes ") }
      return true
    }
    return false
  }

  /// `bytes=252` of conntrack.
  mutating func maskByteCount() -> Bool {
    isAtWord && skipThenNumber("bytes=")
  }

  /// `(policy ACCEPT 12 packets, 840 bytes)` of `iptables -v -L`.
  mutating func maskPolicyCounters() -> Bool {
    guard starts(with: "(policy ") else { return false }
    _ = skip("(policy ")
    while index < line.count, line[index] != 0x20 { copyByte() }
    _ = skipThenNumber(" ")
    if starts(with: " packets, ") { _ = skipThenNumber(" packets, ") }
    return true
  }

  /// `-c 12 840` of `iptables -v -S`.
  mutating func maskRuleCounters() -> Bool {
    guard starts(with: "-c "), index > 0, "-:".utf8.contains(line[0]) else { return false }
    guard let packets = numberEnd(at: index + 3), line[safe: packets] == 0x20,
      let bytes = numberEnd(at: packets + 1)
    else { return false }
    _ = skip("-c ")
    output.append(TranscriptMark.number)
    index = bytes
    return true
  }

  func hasJustCopied(_ text: String) -> Bool {
    output.suffix(text.utf8.count).elementsEqual(text.utf8)
  }

  mutating func copyByte() {
    output.append(line[index])
    index += 1
  }
}

extension TranscriptMask {
  /// The end of a bridge's id made from a MAC address, `8000.0242d0f1a2b3`, that begins here.
  func bridgeIDEnd() -> Int? {
    let start = index + 5
    guard start < line.count, line[start - 1] == UInt8(ascii: "."),
      line[index..<(start - 1)].allSatisfy(TranscriptShape.isHexDigit)
    else { return nil }
    var end = start
    while end < line.count, TranscriptShape.isHexDigit(line[end]) || line[end] == 0x3A { end += 1 }
    let groups = line[start..<end].split(separator: 0x3A, omittingEmptySubsequences: false)
    let isPlain = groups.count == 1 && groups[0].count == 12
    let isGrouped = groups.count == 6 && groups.allSatisfy { (1...2).contains($0.count) }
    guard isPlain || isGrouped, !(line[safe: end].map(TranscriptShape.isWord) ?? false)
    else { return nil }
    return end
  }

  /// The end of an IPv6 link-local address made from a MAC address that begins here.
  func linkLocalEnd() -> Int? {
    guard starts(with: "fe80::") else { return nil }
    var end = index + 6
    while end < line.count, TranscriptShape.isHexDigit(line[end]) || line[end] == 0x3A { end += 1 }
    var groups: [UInt32] = []
    for group in line[(index + 6)..<end].split(separator: 0x3A, omittingEmptySubsequences: false) {
      guard (1...4).contains(group.count),
        let value = UInt32(String(decoding: group, as: UTF8.self), radix: 16)
      else { return nil }
      groups.append(value)
    }
    // Zeros in front may be in the `::`. The middle of the MAC address is filled with `ff:fe`.
    guard groups.count == 3 || groups.count == 4 else { return nil }
    guard groups[groups.count - 3] & 0xFF == 0xFF, groups[groups.count - 2] >> 8 == 0xFE
    else { return nil }
    return end
  }
}
