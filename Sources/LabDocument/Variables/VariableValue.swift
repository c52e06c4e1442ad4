extension Variable {
  /// The value that a seed chooses: the same on every machine and in every version of the program.
  ///
  /// The choice is number `h mod n` of `n` choices, where `h` is FNV-1a (64 bits) of the UTF-8 bytes
  /// of `SEED/NAME`, stirred by the finaliser of splitmix64. Without a seed it is the first.
  public func value(seed: String?) -> String {
    guard let seed else { return value(at: 0) }
    let hash = Self.hash("\(seed)/\(name)")
    let count = choiceCount
    // A range over all of `Int` has 2^64 choices, which is 0 in 64 bits.
    return value(at: count == 0 ? hash : hash % count)
  }

  private var choiceCount: UInt64 {
    switch choices {
    case .pick(let values):
      UInt64(max(values.count, 1))
    case .range(let range):
      UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
    }
  }

  private func value(at index: UInt64) -> String {
    switch choices {
    case .pick(let values):
      values.isEmpty ? "" : values[Int(index)]
    case .range(let range):
      String(range.lowerBound &+ Int(truncatingIfNeeded: index))
    }
  }

  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
