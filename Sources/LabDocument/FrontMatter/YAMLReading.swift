import Yams

/// Asks the nodes of a YAML text for what a lab may say, and reports the rest in an author's words.
struct YAMLReading {
  let source: SourceText
  /// The line of the file before the YAML's first one.
  let lineOffset: Int
  let log: DiagnosticLog

  /// Where a node begins; libyaml counts columns in characters, the file in bytes.
  func position(of node: Node) -> Position {
    position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  func position(line: Int, column: Int) -> Position {
    let line = min(max(line, 1) + lineOffset, source.lineCount)
    let text = String(bytes: source.line(line))
    let before = text.unicodeScalars.prefix(max(column - 1, 0))
    return Position(line, String(before).utf8.count + 1)
  }

  func error(_ node: Node, _ message: String) {
    log.error(position(of: node), message)
  }

  /// What a node is, in the user's words.
  func words(for node: Node) -> String {
    switch node {
    case .scalar(let scalar) where isNull(scalar): "empty"
    case .scalar(let scalar): "`\(shortened(scalar.string))`"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  func shortened(_ text: String) -> String {
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    return line.count > 40 || line.count < text.count ? "\(line.prefix(40))…" : text
  }

  func isNull(_ node: Node) -> Bool {
    if case .scalar(let scalar) = node { isNull(scalar) } else { false }
  }

  private func isNull(_ scalar: Node.Scalar) -> Bool {
    scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// A text that is not empty; numbers are taken as they are written.
  func text(_ node: Node, _ name: String, example: String) -> String? {
    if case .scalar(let scalar) = node, !isNull(scalar), !scalar.string.trimmed.isEmpty {
      return scalar.string
    }
    error(node, "`\(name)` is \(words(for: node)); write a text: `\(example)`")
    return nil
  }

  /// A whole number that is not quoted.
  func integer(_ node: Node, _ name: String, example: String) -> Int? {
    if case .scalar(let scalar) = node, scalar.style == .plain, let value = Int(scalar.string) {
      return value
    }
    error(node, "`\(name)` is \(words(for: node)); write a whole number: `\(example)`")
    return nil
  }

  /// The nodes of a list.
  func list(_ node: Node, _ name: String, example: String) -> [Node]? {
    if case .sequence(let sequence) = node { return Array(sequence) }
    error(node, "`\(name)` is \(words(for: node)); write a list: `\(example)`")
    return nil
  }

  /// The texts of a list, with their nodes.
  func texts(_ node: Node, _ name: String, example: String) -> [(text: String, node: Node)] {
    (list(node, name, example: example) ?? []).compactMap { item in
      guard case .scalar(let scalar) = item, !isNull(scalar), !scalar.string.isEmpty else {
        error(item, "`\(name)` holds \(words(for: item)); write texts: `\(example)`")
        return nil
      }
      return (scalar.string, item)
    }
  }

  /// The texts of a list, or of one that stands for itself.
  func oneOrMore(_ node: Node, _ name: String, example: String) -> [(text: String, node: Node)] {
    if case .scalar(let scalar) = node, !isNull(scalar), !scalar.string.isEmpty {
      return [(scalar.string, node)]
    }
    return texts(node, name, example: example)
  }

  /// The entries of a mapping whose keys are texts.
  func mapping(
    _ node: Node, _ name: String, example: String
  ) -> [(key: String, keyNode: Node, value: Node)]? {
    guard case .mapping(let mapping) = node else {
      error(node, "\(name) is \(words(for: node)); write a mapping: `\(example)`")
      return nil
    }
    return mapping.compactMap { key, value in
      guard case .scalar(let scalar) = key else {
        error(key, "\(name) has \(words(for: key)) as a key; write a name: `\(example)`")
        return nil
      }
      return (scalar.string, key, value)
    }
  }

  /// Says that a key means nothing where it stands.
  func unknown(_ key: String, _ node: Node, of what: String, known: [String]) {
    if let near = Suggestion.nearest(to: key, in: known) {
      error(node, "`\(shortened(key))` is no key of \(what); write `\(near)`")
    } else {
      let all = known.map { "`\($0)`" }.joined(separator: ", ")
      error(node, "`\(shortened(key))` is no key of \(what); its keys are \(all)")
    }
  }
}
