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
}
