/// Finds the claims of a step that a hint's summary means.
struct ClaimReference {
  /// What the claims may be called, and their lines.
  private let spellings: [(text: String, line: Int)]

  init(_ claims: [Claim]) {
    spellings = claims.flatMap { claim in
      Self.spellings(of: claim).map { (Self.normalized($0), claim.line) }
    }
  }

  /// The lines of the claims that begin with the words.
  func lines(of words: String) -> [Int] {
    let wanted = Array(Self.normalized(words).utf8)
    var lines: [Int] = []
    for (text, line) in spellings where text.utf8.starts(with: wanted) {
      let next = text.utf8.dropFirst(wanted.count).first
      guard next == nil || next == ASCII.space || next == UInt8(ascii: ",") else { continue }
      if lines.last != line { lines.append(line) }
    }
    return lines
  }

  /// The claim that was probably meant, as long as the words.
  func nearest(to words: String) -> String? {
    let wanted = Self.normalized(words)
    // Long words are no slips, and slow to compare.
    guard wanted.utf8.count <= 200 else { return nil }
    let count = wanted.words.count
    var best: (distance: Int, text: String)?
    for spelling in spellings.prefix(400) {
      let beginning = spelling.text.words.prefix(count).joined(separator: " ")
      guard beginning.utf8.count <= 200 else { continue }
      let distance = Suggestion.distance(wanted, beginning)
      if distance < best?.distance ?? .max { best = (distance, beginning) }
    }
    return best?.text
  }

  /// A claim may be told without its place, with it, and as `PLACE exists`.
  private static func spellings(of claim: Claim) -> [String] {
    let place = claim.placeText
    guard !place.isEmpty else { return [claim.text] }
    switch claim.assertion {
    case .exists, .absent: return [claim.text, "\(place) \(claim.text)"]
    default: return [claim.text, "\(place): \(claim.text)"]
    }
  }

  private static func normalized(_ text: String) -> String {
    text.words.joined(separator: " ")
  }
}
