/// Finds what an author probably meant.
enum Suggestion {
  /// The candidate nearest to a word by edit distance, or `nil` if none is near enough to be meant.
  static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(3, word.count / 2))
    return candidates.filter { isNear(word, $0, within: limit) }
      .map { (distance(word, $0), $0) }
      .min { $0 < $1 }?.1
  }

  /// Whether one word becomes the other by so few edits; words of unlike length are not compared.
  static func isNear(_ word: String, _ other: String, within limit: Int) -> Bool {
    abs(word.utf8.count - other.utf8.count) <= limit && distance(word, other) <= limit
  }

  /// The number of letters to insert, drop, change, or swap with their neighbour (optimal string alignment).
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.utf8), Array(second.utf8))
    guard !a.isEmpty else { return b.count }
    guard !b.isEmpty else { return a.count }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        current[j] = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforePrevious[j - 2] + 1)
        }
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
