/// A line of a fence, with its variables replaced, that knows where it stands in the file.
struct BlockLine {
  var text: ArraySlice<UInt8>
  var line: Int
  /// Where the line of the block begins in the line of the file.
  var column: Int
  var edits: [Substitution.Edit] = []

  /// The position in the file of a byte of the text, counted from 0.
  func position(at offset: Int) -> Position {
    var column = column + offset
    for edit in edits {
      if offset >= edit.result.upperBound {
        column += edit.source.count - edit.result.count
      } else if offset > edit.result.lowerBound {
        column -= offset - edit.result.lowerBound
      }
    }
    return Position(line, column)
  }

  var position: Position { position(at: 0) }

  /// The position of a byte of a slice of the text.
  func position(of index: ArraySlice<UInt8>.Index) -> Position {
    position(at: index - text.startIndex)
  }
}
