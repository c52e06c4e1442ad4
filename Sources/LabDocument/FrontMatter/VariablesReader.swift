import Yams

/// Reads `variables`.
struct VariablesReader {
  private static let example = "subnet: {pick: [\"172.18\", \"172.19\"]}"

  private static let maximumCount = 50

  let yaml: YAMLReading

  func read(_ node: Node) -> [Variable] {
    let entries = yaml.mapping(node, "`variables`", example: Self.example) ?? []
    if entries.count > Self.maximumCount {
      yaml.error(node, "a lab has at most \(Self.maximumCount) variables; leave some out")
    }
    return entries.prefix(Self.maximumCount).compactMap { name, keyNode, value in
      guard isName(name) else {
        yaml.error(
          keyNode,
          "`\(yaml.shortened(name))` is no variable's name; write letters, digits, `_` and `-`, "
            + "a letter first")
        return nil
      }
      return choices(value, of: name).map { Variable(name: name, choices: $0) }
    }
  }

  private func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, ASCII.isLetter(first), name.utf8.count <= 40 else {
      return false
    }
    return name.utf8.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
    }
  }

  private func choices(_ node: Node, of name: String) -> Variable.Choices? {
    guard case .mapping = node else {
      yaml.error(
        node,
        "the variable `\(name)` is \(yaml.words(for: node)); write `{pick: [A, B]}` or "
          + "`{range: [FIRST, LAST]}`")
      return nil
    }
    let entries = yaml.mapping(node, "`\(name)`", example: Self.example) ?? []
    guard let (key, keyNode, value) = entries.first, entries.count == 1 else {
      yaml.error(
        node,
        "the variable `\(name)` wants one of `pick` and `range`; write `{pick: [A, B]}` or "
          + "`{range: [FIRST, LAST]}`")
      return nil
    }
    switch key {
    case "pick": return pick(value)
    case "range": return range(value)
    default:
      yaml.unknown(key, keyNode, of: "a variable", known: ["pick", "range"])
      return nil
    }
  }

  private func pick(_ node: Node) -> Variable.Choices? {
    let example = "pick: [\"172.18\", \"172.19\"]"
    let texts = yaml.texts(node, "pick", example: example)
    if case .sequence(let sequence) = node, sequence.isEmpty {
      yaml.error(node, "`pick` has nothing to pick from; write `\(example)`")
    }
    for (text, item) in texts where text.utf8.contains(where: ASCII.isControl) {
      yaml.error(
        item, "`pick` has a value with a line break or a control character; write one line")
    }
    return texts.isEmpty ? nil : .pick(texts.map(\.text))
  }

  private func range(_ node: Node) -> Variable.Choices? {
    let example = "range: [8000, 8999]"
    guard let items = yaml.list(node, "range", example: example) else { return nil }
    guard items.count == 2 else {
      yaml.error(node, "`range` wants two numbers, the first and the last; write `\(example)`")
      return nil
    }
    guard let first = yaml.integer(items[0], "range", example: example),
      let last = yaml.integer(items[1], "range", example: example)
    else { return nil }
    guard first <= last else {
      yaml.error(
        items[1], "`range` ends at \(last), before it begins; write `range: [\(last), \(first)]`")
      return nil
    }
    return .range(first...last)
  }
}
