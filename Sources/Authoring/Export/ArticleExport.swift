import LabDocument

/// A lab's article with the values of its variables, for one learner.
public enum ArticleExport {
  /// The lab's file with its variables filled in and without what instructors read; all else is as it
  /// was, byte for byte.
  ///
  /// The front matter gets `seed`, and loses `variables`, of which nothing is left in the article.
  ///
  /// - Parameters:
  ///   - original: The file.
  ///   - lab: What was read from it.
  ///   - read: Reads the new file; it must be the same lab.
  public static func bytes(
    of original: [UInt8], _ lab: Lab, read: ([UInt8]) -> Lab?
  ) throws(ExportProblem) -> [UInt8] {
    let file = FileLines(original)
    let values = VariableValues(lab.variables, seed: lab.seed)
    if let number = file.frontMatter.first(where: { file[$0]?.text.first == UInt8(ascii: "{") }) {
      throw ExportProblem(
        description:
          "\(lab.file):\(number): write the front matter with a line for each key, without "
          + "`{` around them")
    }
    let matter = frontMatter(of: file, lab)
    var lines = matter + article(of: file, lab)
    for index in lines.indices { lines[index].text = values.filled(lines[index].text) }
    let bytes = FileLines.bytes(file.mark, lines)
    guard let again = read(bytes) else {
      throw ExportProblem(
        description: "\(lab.file): with its variables filled in it is no lab any more; "
          + "run `netlab check` with the values in their places")
    }
    try compare(lab, again)
    return bytes
  }

  private static func compare(_ lab: Lab, _ again: Lab) throws(ExportProblem) {
    for (old, new) in zip(lab.steps, again.steps) where old.id != new.id {
      throw ExportProblem(
        description: "\(lab.file):\(old.line): the step's id would change with the variable in its "
          + "heading; write `<!-- netlab: id=\(new.id) -->` under it")
    }
    guard LabOutline(lab) == LabOutline(again) else {
      throw ExportProblem(
        description: "\(lab.file): with its variables filled in it would run something else; "
          + "do without `{{NAME}}` in values and in the front matter")
    }
  }

  /// The front matter with the seed and without the variables.
  private static func frontMatter(of file: FileLines, _ lab: Lab) -> [FileLines.Line] {
    var lines: [FileLines.Line] = []
    var isDropped = false
    for number in file.frontMatter {
      guard let line = file[number] else { continue }
      let isEdge =
        number == file.frontMatter.lowerBound || number == file.frontMatter.upperBound - 1
      if isEdge {
        isDropped = false
      } else if isTopLevel(line.text) {
        let key = key(of: line.text)
        isDropped = key == "variables" || key == "seed" && lab.seed != nil
      }
      if !isDropped { lines.append(line) }
    }
    guard let seed = lab.seed, !lines.isEmpty else { return lines }
    let line = FileLines.Line(text: Array("seed: \(quoted(seed))".utf8), end: lines[0].end)
    lines.insert(line, at: lines.endIndex - 1)
    return lines
  }

  /// Whether a key of the front matter begins on the line; the others belong to the one above.
  private static func isTopLevel(_ line: [UInt8]) -> Bool {
    guard let first = line.first else { return false }
    return first > 0x20 && !"#}]-".utf8.contains(first)
  }

  private static func key(of line: [UInt8]) -> String {
    let text = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    return String(text.filter { $0 != "\"" && $0 != "'" && $0 != " " })
  }

  /// A text in YAML that nothing can be mistaken in.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
      case "\u{A1}"..."\u{D7FF}" where scalar.properties.isAlphabetic:
        result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return result + "\""
  }

  /// The article without the folds for instructors, and without the blank lines that set them off.
  private static func article(of file: FileLines, _ lab: Lab) -> [FileLines.Line] {
    var lines: [FileLines.Line] = []
    var number = file.frontMatter.upperBound
    func isBlank(_ line: FileLines.Line?) -> Bool {
      line?.text.allSatisfy { $0 == 0x20 || $0 == 0x09 } ?? true
    }
    while let line = file[number] {
      if let fold = lab.instructorLines.first(where: { $0.contains(number) }) {
        number = fold.upperBound + 1
        if isBlank(lines.last), isBlank(file[number]) {
          if file[number] == nil, lines.last.map(isBlank) == true { lines.removeLast() }
          number += 1
        }
        continue
      }
      lines.append(line)
      number += 1
    }
    return lines
  }
}
