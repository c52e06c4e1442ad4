/// What a YAML text may not hold although YAML has it: a lab needs none of it, and it could make a
/// small file cost any amount of memory or stack.
enum YAMLGuard {
  static let maximumSize = 256 << 10
  static let maximumDepth = 30

  struct Problem {
    /// Counted in bytes from the text's first.
    var offset: Int
    var message: String
  }

  static func problem(in yaml: ArraySlice<UInt8>) -> Problem? {
    guard yaml.count <= maximumSize else {
      return Problem(
        offset: 0,
        message: "the front matter has more than \(maximumSize >> 10) KB; move text to the article")
    }
    var scan = Scan()
    let bytes = Array(yaml)
    for index in bytes.indices {
      let next = index + 1 < bytes.count ? bytes[index + 1] : ASCII.newline
      scan.step(bytes[index], next: next, index)
      if let offset = scan.deepOffset {
        return Problem(offset: offset, message: "the front matter is nested too deeply to be one")
      }
    }
    // An alias costs nothing where nothing is named.
    if scan.hasAnchor, let offset = scan.aliasOffset {
      return Problem(
        offset: offset,
        message: "a lab's front matter has no aliases such as `*NAME`; write the value out")
    }
    return nil
  }

  /// A walk over the bytes that takes quoted text for YAML too: that errs on the safe side.
  private struct Scan {
    var hasAnchor = false
    var aliasOffset: Int?
    var deepOffset: Int?
    private var depth = 0
    private var column = 0
    /// Only what stands before a value has been seen, so that one may begin here.
    private var isAtValue = true

    mutating func step(_ byte: UInt8, next: UInt8, _ index: Int) {
      column += 1
      let isBlankNext = ASCII.isBlank(next) || next == ASCII.newline
      switch byte {
      case ASCII.newline:
        column = 0
        isAtValue = true
      case ASCII.space, ASCII.tab:
        break
      case UInt8(ascii: "["), ASCII.openBrace:
        depth += 1
        isAtValue = true
        if depth > maximumDepth { deepOffset = index }
      case UInt8(ascii: "]"), ASCII.closeBrace:
        depth = max(0, depth - 1)
        isAtValue = false
      case UInt8(ascii: "-"), UInt8(ascii: "?"):
        // Every level of a block list or mapping stands further to the right.
        if isAtValue, isBlankNext, column > 4 * maximumDepth { deepOffset = index }
        isAtValue = isAtValue && isBlankNext
      case UInt8(ascii: ":") where isBlankNext:
        isAtValue = true
      case UInt8(ascii: ",") where depth > 0:
        isAtValue = true
      case UInt8(ascii: "&"):
        hasAnchor = hasAnchor || isAtValue && !isBlankNext
        isAtValue = false
      case UInt8(ascii: "*"):
        if isAtValue, !isBlankNext, aliasOffset == nil { aliasOffset = index }
        isAtValue = false
      default:
        isAtValue = false
      }
    }
  }
}
