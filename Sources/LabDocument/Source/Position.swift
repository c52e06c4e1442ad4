/// A place in the file: a line, and a column in UTF-8 bytes, both counted from 1.
struct Position: Hashable, Sendable {
  var line: Int
  var column: Int

  init(_ line: Int, _ column: Int = 1) {
    self.line = line
    self.column = column
  }
}
