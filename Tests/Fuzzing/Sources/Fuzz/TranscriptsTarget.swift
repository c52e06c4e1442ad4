@testable import LabDocument
@testable import Verification

/// An output agrees with the transcript that shows it, a difference says where it is, and a transcript
/// brought up to date agrees.
///
/// A zero byte divides the input into transcript and output; without one it is both.
enum TranscriptsTarget {
  static func run(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let transcript = String(decoding: parts[0], as: UTF8.self)
    let output = String(decoding: parts[parts.count - 1], as: UTF8.self)
    for text in Set([transcript, output]) {
      let difference = TranscriptComparison.difference(
        expected: lines(text, withGaps: false), actual: text)
      require(difference == nil, "an output agrees with itself: \(difference ?? "")")
      let gaps = TranscriptComparison.difference(expected: lines(text), actual: text)
      require(gaps == nil, "an output agrees with itself and `...`: \(gaps ?? "")")
    }
    let expected = lines(transcript)
    let difference = TranscriptComparison.difference(expected: expected, actual: output)
    require(
      difference == TranscriptComparison.difference(expected: expected, actual: output),
      "the same difference each time")
    requireRewriting(expected, output)
    guard let difference else { return }
    require(
      difference.utf8.split(separator: UInt8(ascii: "\n")).contains {
        $0.starts(with: "+ ".utf8) || $0.starts(with: "- ".utf8)
      },
      "a difference shows a line that differs: \(difference)")
  }

  private static func requireRewriting(_ expected: [ConsoleCommand.OutputLine], _ output: String) {
    guard let new = TranscriptRewriting.lines(expected: expected, actual: output) else { return }
    let result = new.map { line -> ConsoleCommand.OutputLine in
      switch line {
      case .kept(let index): return expected[index]
      case .anyLines: return .anyLines
      case .written(let text, _):
        require(TranscriptLine.isOutput(text), "a new line reads as output: \(text)")
        return .text(text)
      }
    }
    let difference = TranscriptComparison.difference(expected: result, actual: output)
    require(difference == nil, "a new transcript agrees: \(difference ?? "")")
  }

  private static func lines(
    _ text: String, withGaps: Bool = true
  ) -> [ConsoleCommand.OutputLine] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      let line = String(decoding: $0, as: UTF8.self)
      return withGaps && line == "..." ? .anyLines : .text(line)
    }
  }
}
