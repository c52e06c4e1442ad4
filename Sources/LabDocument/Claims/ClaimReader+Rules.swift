import NetworkState

extension ClaimReader {
  private static let ruleAttributes: [ClaimAttribute] =
    ClaimAttribute.value(
      "from", "to", "fwmark", "iif", "oif", "tos", "ipproto", "sport", "dport", "uidrange",
      "lookup", "goto", "tun_id", "suppress_prefixlength", "suppress_ifgroup", "proto", "priority")
    + ClaimAttribute.flag("not", "l3mdev")
    + ClaimAttribute.flag("blackhole", "unreachable", "prohibit", "nop", group: "action")

  /// Other words that `ip rule add` takes for what `ip rule` prints.
  private static let ruleAliases = [
    "table": "lookup", "pref": "priority", "preference": "priority", "order": "priority",
    "dev": "iif", "dsfield": "tos", "protocol": "proto",
  ]

  /// `rule [N:] [not] [from P] … lookup T`, as `ip rule` prints it.
  mutating func rule() -> Assertion? {
    var pattern = RulePattern(family: .inet, attributes: [])
    if let word = next, word.text.utf8.last == UInt8(ascii: ":") {
      _ = take()
      pattern.priority = priority(String(word.text.dropLast()), word)
    }
    guard let first = next else {
      fail(keyword, "`rule` wants what `ip rule` prints, such as `from 10.0.0.0/8 lookup 100`")
      return nil
    }
    let aliases = Self.ruleAliases
    words = ArraySlice(
      words.map { word in
        guard !word.isQuoted, let name = aliases[word.text] else { return word }
        return ClaimWord(text: name, range: word.range)
      })
    var attributes: [RuleAttribute] = []
    self.attributes(Self.ruleAttributes) { reader, attribute in
      guard Self.ruleAttributes.contains(where: { $0.word == attribute.text && $0.hasValue })
      else {
        attributes.append(RuleAttribute(key: attribute.text))
        return
      }
      guard let word = reader.value(of: attribute, "a value") else { return }
      if attribute.text == "priority" {
        pattern.priority = reader.priority(word.text, word)
      } else if let value = reader.ruleValue(attribute.text, word) {
        attributes.append(RuleAttribute(key: attribute.text, value: value))
      }
    }
    if attributes.isEmpty, problems.isEmpty {
      fail(first, "a rule wants more than its priority, such as `lookup 100`")
    }
    pattern.attributes = attributes
    pattern.family = family ?? .inet
    return .rule(pattern)
  }

  private mutating func priority(_ text: String, _ word: ClaimWord) -> Int? {
    guard let number = Int(digits: text), number <= Int(UInt32.max) else {
      fail(word, "`\(text)` is not a priority; write a number from 0 to \(UInt32.max)")
      return nil
    }
    return number
  }

  /// The value as `ip rule` prints it.
  private mutating func ruleValue(_ key: String, _ word: ClaimWord) -> String? {
    switch key {
    case "from", "to":
      if word.isWord("all") { return "all" }
      switch destination(word) {
      case nil: return nil
      case .default: return "all"
      case .prefix(let prefix): return prefix.destinationText
      }
    case "iif", "oif": return device(word)
    case "fwmark":
      guard let mark = Self.mark(word.text) else {
        fail(word, "`\(word.text)` is not a mark; write `0x10` or `0x10/0xff`")
        return nil
      }
      return mark
    default: return word.text
    }
  }

  /// Marks in hexadecimal; a mask of all bits goes without saying.
  private static func mark(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    var numbers: [UInt32] = []
    for part in parts {
      let number =
        part.hasPrefix("0x") ? UInt32(part.dropFirst(2), radix: 16) : UInt32(part, radix: 10)
      guard let number else { return nil }
      numbers.append(number)
    }
    if numbers.count == 2, numbers[1] == .max { numbers.removeLast() }
    return numbers.map { "0x" + String($0, radix: 16) }.joined(separator: "/")
  }
}
