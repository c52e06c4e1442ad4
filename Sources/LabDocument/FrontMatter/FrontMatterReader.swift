import Yams

/// Reads the keys of the front matter.
struct FrontMatterReader {
  private static let keys = [
    "netlab", "title", "summary", "needs", "after", "minutes", "limit", "world", "variables",
    "seed", "locale",
  ]

  private let yaml: YAMLReading

  /// What the front matter says; what is wrong keeps its default.
  static func read(
    _ extent: FrontMatter.Extent, in source: SourceText, log: DiagnosticLog
  ) -> FrontMatter {
    guard let text = extent.yaml else { return FrontMatter() }
    let reading = YAMLReading(source: source, lineOffset: extent.firstLine - 1, log: log)
    if let problem = YAMLGuard.problem(in: text) {
      log.error(source.position(of: text.startIndex + problem.offset), problem.message)
      return FrontMatter()
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: String(bytes: text))
    } catch {
      YAMLProblem.report(error, text: text, reading)
      return FrontMatter()
    }
    return FrontMatterReader(yaml: reading).read(root)
  }

  private func read(_ root: Node?) -> FrontMatter {
    var matter = FrontMatter()
    guard let root, !yaml.isNull(root) else {
      yaml.log.error(Position(1), "the front matter is empty; write `netlab: 1` in it")
      return matter
    }
    guard let entries = yaml.mapping(root, "the front matter", example: "netlab: 1") else {
      return matter
    }
    if !entries.contains(where: { $0.key == "netlab" }) {
      yaml.log.error(
        Position(1), "the front matter does not say the format's version; write `netlab: 1` in it")
    }
    for (key, keyNode, value) in entries {
      read(key, keyNode, value, into: &matter)
    }
    return matter
  }

  private func read(_ key: String, _ keyNode: Node, _ value: Node, into matter: inout FrontMatter) {
    switch key {
    case "netlab": checkVersion(value)
    case "title": matter.title = oneLine(value, key, example: "title: A cable between two rooms")
    case "summary":
      matter.summary = oneLine(value, key, example: "summary: Join a namespace to its host.")
    case "needs": matter.needs = needs(value)
    case "after": matter.after = after(value)
    case "minutes":
      guard let minutes = yaml.integer(value, key, example: "minutes: 20") else { return }
      if (1...100_000).contains(minutes) {
        matter.minutes = minutes
      } else {
        yaml.error(value, "`minutes` is \(minutes); write how long a learner needs: `minutes: 20`")
      }
    case "limit":
      guard let text = yaml.text(value, key, example: "limit: 60s") else { return }
      if let limit = DurationText.duration(text) {
        matter.limit = limit
      } else {
        yaml.error(value, DurationText.message("limit", text, example: "limit: 60s"))
      }
    case "world":
      matter.world = WorldReader(yaml: yaml).read(value)
      if let start = value["start"] { matter.startPosition = yaml.position(of: start) }
    case "variables": matter.variables = VariablesReader(yaml: yaml).read(value)
    case "seed": matter.seed = seed(value)
    case "locale":
      guard let text = yaml.text(value, key, example: "locale: en") else { return }
      if isLanguageTag(text) {
        matter.locale = text
      } else {
        yaml.error(
          value, "`\(yaml.shortened(text))` is no language tag; write one such as `locale: de`")
      }
    default:
      yaml.unknown(key, keyNode, of: "the front matter", known: Self.keys)
    }
  }

  private func checkVersion(_ node: Node) {
    if case .scalar(let scalar) = node, scalar.style == .plain,
      !scalar.string.isEmpty, scalar.string.utf8.allSatisfy(ASCII.isDigit)
    {
      let version = Int(scalar.string)
      if version == FrontMatter.version { return }
      if version == 0 {
        yaml.error(node, "the format has no version 0; write `netlab: 1`")
      } else {
        yaml.error(
          node,
          "the lab is written in version \(yaml.shortened(scalar.string)) of the format, and this "
            + "netlab reads version 1; get a newer netlab, or write `netlab: 1`")
      }
      return
    }
    yaml.error(node, "`netlab` is \(yaml.words(for: node)), no version; write `netlab: 1`")
  }

  private func oneLine(_ node: Node, _ key: String, example: String) -> String? {
    guard let text = yaml.text(node, key, example: example)?.trimmed else { return nil }
    guard !text.utf8.contains(where: ASCII.isControl) else {
      yaml.error(node, "`\(key)` has more than one line; write one: `\(example)`")
      return nil
    }
    return text
  }

  /// Any text, of which an exported lab is told to keep what it was made with.
  private func seed(_ node: Node) -> String? {
    if case .scalar(let scalar) = node, !yaml.isNull(node) { return scalar.string }
    yaml.error(node, "`seed` is \(yaml.words(for: node)); write a text: `seed: \"s1234567\"`")
    return nil
  }

  private func needs(_ node: Node) -> [Requirement] {
    let example = "needs: [ip, ping, kernel:macvlan]"
    return yaml.texts(node, "needs", example: example).compactMap { text, item in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      let isName = parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { $0 > ASCII.space && $0 != 0x7F && $0 != 0x2F }
      }
      switch parts.count {
      case 1 where isName: return .tool(text)
      case 2 where isName && parts[0] == "kernel": return .kernel(String(parts[1]))
      default:
        yaml.error(
          item,
          "`\(yaml.shortened(text))` is neither a tool's name nor `kernel:FEATURE`; write "
            + "`\(example)`")
        return nil
      }
    }
  }

  private func after(_ node: Node) -> [String] {
    yaml.texts(node, "after", example: "after: [01-veth]").compactMap { text, item in
      if let problem = LabID.problem(text) {
        yaml.error(item, "`\(yaml.shortened(text))` is no lab's id; \(problem)")
        return nil
      }
      return text
    }
  }

  private func isLanguageTag(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let language = parts.first, (2...8).contains(language.count),
      language.allSatisfy(ASCII.isLetter)
    else { return false }
    return parts.dropFirst().allSatisfy { part in
      (1...8).contains(part.count)
        && part.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
    }
  }
}

/// A lab's id: its file's name without `.md`.
enum LabID {
  /// What to write instead of a text that is none.
  static func problem(_ text: String) -> String? {
    if text.hasSuffix(".md") { return "write it without `.md`: `\(text.dropLast(3))`" }
    if text.isEmpty || text.hasPrefix(".")
      || text.utf8.contains(where: { ASCII.isControl($0) || $0 == UInt8(ascii: "/") })
    {
      return "write the name of its file without `.md`"
    }
    return nil
  }

  /// The id of the lab in a file.
  static func id(ofFile file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }
}
