/// What a line of a transcript is, by its look alone.
public enum TranscriptLine {
  enum Kind {
    case prompt, comment, status, anyLines, output

    init(_ line: ArraySlice<UInt8>) {
      let text = line.trimmed
      // Only what begins at the first byte is more than output.
      let isAtStart = text.first == line.first
      if Prompt(line) != nil {
        self = .prompt
      } else if isAtStart, text.first == ASCII.hash,
        text.count == 1 || ASCII.isBlank(text[text.startIndex + 1])
      {
        self = .comment
      } else if isAtStart, text.hasPrefix("[exit"), text.last == UInt8(ascii: "]") {
        self = .status
      } else if isAtStart, text.elementsEqual("...".utf8) {
        self = .anyLines
      } else {
        self = .output
      }
    }
  }

  /// Whether a line that a command printed can stand in a transcript as it is.
  ///
  /// Another one, which would be taken for a prompt, a comment, a status, `...` or the fence's end, is
  /// written with `<any>` in front.
  public static func isOutput(_ line: String) -> Bool {
    let bytes = Array(line.utf8)[...]
    let text = bytes.trimmed
    return Kind(bytes) == .output && !text.hasPrefix("```") && !text.hasPrefix("~~~")
  }
}
