/// Finds the claims that a hint's summary means.
enum ClaimReference {
  /// The lines of the claims that begin with the words.
  static func lines(of words: String, in claims: [Claim]) -> [Int] {
    let wanted = normalized(words)
    return claims.filter { claim in
      spellings(of: claim).contains { text in
        let text = normalized(text)
        guard text.hasPrefix(wanted) else { return false }
        let next = text.dropFirst(wanted.count).first
        return next == nil || next == " " || next == ","
      }
    }.map(\.line)
  }

  /// The claim that was probably meant, as long as the words.
  static func nearest(to words: String, in claims: [Claim]) -> String? {
    let wanted = normalized(words)
    var best: (distance: Int, text: String)?
    for claim in claims.prefix(200) {
      for spelling in spellings(of: claim) {
        let text = normalized(spelling)
        let beginning = text.words.prefix(wanted.words.count).joined(separator: " ")
        let distance = Suggestion.distance(wanted, beginning)
        if distance < best?.distance ?? .max { best = (distance, beginning) }
      }
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
