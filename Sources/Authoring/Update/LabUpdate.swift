import LabDocument
import LabResults
import Verification

/// A lab's file with the outputs of a run: only what no longer agrees is written anew.
public struct LabUpdate: Sendable {
  /// The new file, line by line.
  public let edits: [LineEdit]
  /// The new file.
  public let bytes: [UInt8]
  /// The lines of the commands whose outputs are new.
  public let commands: [Int]

  /// Why the new file could not be made; the old one is as it was.
  public struct Problem: Error, CustomStringConvertible {
    public let description: String
  }

  /// The file with the outputs of a run of it; `nil` if all of them agree.
  ///
  /// - Parameters:
  ///   - original: The file as it was read for the run.
  ///   - read: Reads the new file as the old one was read; what comes of it is compared.
  public static func make(
    of original: [UInt8], _ lab: Lab, _ result: LabResult, read: ([UInt8]) -> Lab?
  ) throws(Problem) -> LabUpdate? {
    let maker = Maker(original, lab, result)
    guard !maker.outputs.isEmpty else { return nil }
    let outline = LabOutline(lab)
    // From the most that could be wanted to the least that always works.
    for caution in Caution.allCases {
      let update = maker.update(caution)
      guard let again = read(update.bytes), LabOutline(again) == outline else { continue }
      if maker.isRight(again) { return update }
    }
    throw Problem(
      description: "\(lab.file): the new outputs would have changed more than outputs; "
        + "the file stays as it was")
  }

  enum Caution: CaseIterable {
    /// Values of variables become `{{NAME}}` again.
    case variables
    case plain
    /// No output at all but `...`.
    case gaps
  }
}

/// Makes the new file.
private struct Maker {
  let file: FileLines
  let values: VariableValues
  let blocks: [ConsoleBlock]
  /// What was printed, by the lines of the commands whose transcripts no longer agree.
  let outputs: [Int: String]

  init(_ original: [UInt8], _ lab: Lab, _ result: LabResult) {
    file = FileLines(original)
    values = VariableValues(lab.variables, seed: lab.seed)
    blocks = lab.transcripts
    let results = result.steps.flatMap(\.commands)
    // A command that did not end as announced printed what its author does not mean.
    let printed = Dictionary(
      results.filter { $0.outcome == .passed }.map { ($0.line, $0.output) },
      uniquingKeysWith: { first, _ in first })
    var outputs: [Int: String] = [:]
    for command in blocks.flatMap(\.commands) {
      if let output = printed[command.line],
        TranscriptComparison.difference(expected: command.expectedOutput, actual: output) != nil
      {
        outputs[command.line] = output
      }
    }
    self.outputs = outputs
  }

  func update(_ caution: LabUpdate.Caution) -> LabUpdate {
    var changes = LineChanges()
    var commands: [Int] = []
    for block in blocks {
      let margin = margin(ofFenceAt: block.line)
      for command in block.commands {
        guard let output = outputs[command.line] else { continue }
        commands.append(command.line)
        change(command, output, ownMargin(command, margin), caution, &changes)
      }
    }
    let edits = changes.applied(to: file)
    return LabUpdate(
      edits: edits, bytes: FileLines.bytes(file.mark, edits.compactMap(\.result)),
      commands: commands)
  }

  private func change(
    _ command: ConsoleCommand, _ output: String, _ margin: [UInt8], _ caution: LabUpdate.Caution,
    _ changes: inout LineChanges
  ) {
    let lines =
      caution == .gaps
      ? [.anyLines]
      : TranscriptRewriting.lines(expected: command.expectedOutput, actual: output) ?? []
    let numbers = command.outputLines
    var last = command.line + command.source.utf8.count { $0 == UInt8(ascii: "\n") }
    let end = file[last].map(\.end) ?? []
    func line(_ text: String) -> FileLines.Line {
      var bytes = margin + Array((caution == .variables ? values.written(text) : text).utf8)
      while let blank = bytes.last, blank == 0x20 || blank == 0x09 { bytes.removeLast() }
      return FileLines.Line(text: bytes, end: end.isEmpty ? [UInt8(ascii: "\n")] : end)
    }
    var unused = Set(numbers)
    for new in lines {
      switch new {
      case .kept(let index):
        last = numbers[index]
        unused.remove(last)
      case .written(let text, let index?):
        last = numbers[index]
        unused.remove(last)
        changes.replace(last, by: line(text))
      case .written(let text, nil):
        changes.insert(line(text), after: last)
      case .anyLines:
        changes.insert(line("..."), after: last)
      }
    }
    for number in unused { changes.remove(number) }
  }

  /// What stands in front of the lines of a fence in a list or a quote.
  private func margin(ofFenceAt number: Int) -> [UInt8] {
    let text = file[number]?.text ?? []
    var margin: [UInt8] = []
    for byte in text {
      switch byte {
      case UInt8(ascii: "`"), UInt8(ascii: "~"): return margin
      case UInt8(ascii: ">"), UInt8(ascii: "\t"): margin.append(byte)
      // The mark of a list's item stands in its first line alone.
      default: margin.append(UInt8(ascii: " "))
      }
    }
    return []
  }

  /// The margin as the command's own line has it, where that is as wide.
  private func ownMargin(_ command: ConsoleCommand, _ margin: [UInt8]) -> [UInt8] {
    let own = Array((file[command.line]?.text ?? []).prefix { " \t>".utf8.contains($0) })
    return Self.width(own) == Self.width(margin) ? own : margin
  }

  private static func width(_ margin: [UInt8]) -> Int {
    margin.reduce(0) { $1 == UInt8(ascii: "\t") ? ($0 / 4 + 1) * 4 : $0 + 1 }
  }

  /// Whether the new file's transcripts agree with what was printed, and the others are the old ones.
  func isRight(_ again: Lab) -> Bool {
    let old = blocks.flatMap(\.commands)
    let new = again.transcripts.flatMap(\.commands)
    guard old.count == new.count else { return false }
    return zip(old, new).allSatisfy { old, new in
      guard let output = outputs[old.line] else { return old.expectedOutput == new.expectedOutput }
      return TranscriptComparison.difference(expected: new.expectedOutput, actual: output) == nil
    }
  }
}
