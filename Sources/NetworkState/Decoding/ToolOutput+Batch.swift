extension ToolOutput {
  /// The documents of one `ip -j -d -force -batch -` run, in the order of the lines asked for.
  ///
  /// A line that failed prints nothing, so that only their number tells whether each document is
  /// the answer to its line; `count` is how many were asked for.
  public static func documents(
    _ bytes: some Sequence<UInt8>, count: Int
  ) throws(DecodingProblem) -> [[UInt8]] {
    // `ip` escapes line ends inside of strings.
    let documents = Array(bytes).split(separator: UInt8(ascii: "\n"))
      .filter { $0.contains { $0 > UInt8(ascii: " ") } }
      .map(Array.init)
    guard documents.count == count else {
      throw DecodingProblem(
        "`ip -batch` gave \(documents.count) of \(count) answers, so none can be told apart")
    }
    return documents
  }

  /// What a batch run says of the lines that failed: the line's number, from 1, and the words.
  ///
  /// With it the documents that are there can be told apart: they answer the other lines.
  public static func batchFailures(_ standardError: some Sequence<UInt8>) -> [Int: String] {
    var failures: [Int: String] = [:]
    var words: [String] = []
    for bytes in Array(standardError).split(separator: UInt8(ascii: "\n")) {
      let line = printable(String(decoding: bytes, as: UTF8.self))
      guard line.hasPrefix("Command failed "), let colon = line.lastIndex(of: ":"),
        let number = Int(line[line.index(after: colon)...])
      else {
        words.append(line)
        continue
      }
      failures[number] = words.joined(separator: "; ")
      words = []
    }
    return failures
  }
}
