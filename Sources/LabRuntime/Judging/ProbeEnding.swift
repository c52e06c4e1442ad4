import LabDocument
import NetworkState

/// Turns what came of a probe into a verdict, with a sentence that says which address was tried.
struct ProbeEnding {
  /// `a ping to 10.0.0.1`.
  var what: String
  var from: Place

  func verdict(_ answer: ProbeAnswer, must end: ProbeEnd) -> Verdict {
    switch (answer, end) {
    case (.impossible(let reason), _):
      .undecided("\(what) from \(from) could not be tried: \(reason)")
    case (.answered, .succeeds):
      .holds
    case (.noAnswer(let words), .succeeds):
      .fails("\(what) from \(from) got no answer: \(words.isEmpty ? "silence" : words)")
    case (.answered(let words), _):
      .fails("\(what) from \(from) got an answer: \(words)")
    case (.noAnswer, .fails):
      .holds
    case (.noAnswer(let words), .failsSaying(let text)):
      words.contains(text)
        ? .holds
        : .fails(
          "\(what) from \(from) got no answer, "
            + (words.isEmpty ? "but silence" : "but the words were \(Self.quoted(words))")
            + ", not \"\(text)\"")
    case (.noAnswer(let words), .failsSilently):
      words.isEmpty
        ? .holds
        : .fails("\(what) from \(from) got no answer, but not in silence: \(words)")
    }
  }

  /// Words for a message: one line, not too long.
  static func quoted(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    return line.count > 200 ? "\"\(line.prefix(200))…\"" : "\"\(line)\""
  }
}
