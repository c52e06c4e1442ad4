@testable import LabDocument

/// A text in which `1️⃣`, `2️⃣`, … stand before the bytes that a test speaks of.
struct MarkedText {
  /// Without the marks.
  var text = ""
  /// By the mark's number.
  var positions: [Int: Position] = [:]

  init(_ marked: String) {
    var (line, column) = (1, 1)
    for character in marked {
      if let number = Self.number(of: character) {
        positions[number] = Position(line, column)
        continue
      }
      text.append(character)
      if character == "\n" || character == "\r\n" {
        (line, column) = (line + 1, 1)
      } else {
        column += String(character).utf8.count
      }
    }
  }

  private static func number(of character: Character) -> Int? {
    let scalars = Array(character.unicodeScalars)
    guard scalars.count == 3, scalars[1].value == 0xFE0F, scalars[2].value == 0x20E3 else {
      return nil
    }
    return character.unicodeScalars.first.flatMap { Int(String($0)) }
  }
}
