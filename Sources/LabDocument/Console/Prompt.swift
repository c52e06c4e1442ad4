import NetworkState

/// The prompt that a line of a transcript begins with.
struct Prompt {
  /// `$ ` or `root@PLACE# `, as written.
  var text: String
  /// `nil` for `$ `, which stands where the lines before have led.
  var place: Substring?
  /// What follows the prompt and its blanks.
  var command: ArraySlice<UInt8>

  /// `nil` if the line begins with no prompt.
  init?(_ line: ArraySlice<UInt8>) {
    let promptEnd: Int
    if line.first == ASCII.dollar {
      promptEnd = line.startIndex + 1
    } else if line.hasPrefix("root@"), let hash = line.firstIndex(of: ASCII.hash),
      !line[..<hash].contains(where: ASCII.isBlank)
    {
      promptEnd = hash + 1
      place = String(bytes: line[..<hash])[...].dropFirst("root@".count)
    } else {
      return nil
    }
    guard promptEnd == line.endIndex || ASCII.isBlank(line[promptEnd]) else { return nil }
    text = String(bytes: line[..<promptEnd]) + " "
    command = line[promptEnd...].drop(while: ASCII.isBlank)
  }
}
