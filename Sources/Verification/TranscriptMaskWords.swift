extension TranscriptMask {
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
    } else if line.first == UInt8(ascii: "+") {
      maskTraceDepth()
    } else {
      _ = skip("Deleted ")
      maskInterfaceIndex()
    }
  }

  /// `++ ip link` of `set -x`: how deep a shell is depends on who gives it its commands.
  private mutating func maskTraceDepth() {
    let end = line.firstIndex { $0 != UInt8(ascii: "+") } ?? line.count
    if line[safe: end] == 0x20 { index = end - 1 }
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

  /// `hello_timer    0.86`, what `ip -d` says of a bridge's clocks.
  mutating func maskTimer() -> Bool {
    skipThenNumber("_timer ")
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
