import NetworkState

/// Reads the words of one claim from left to right and collects what is wrong with them.
struct ClaimReader {
  let world: World
  /// The bytes of the line, for claims that keep their text as written.
  let bytes: [UInt8]
  /// The column of the line's first byte.
  let column: Int
  var words: ArraySlice<ClaimWord>
  var problems: [ClaimParser.Problem] = []
  /// The word that the claim is named for.
  var keyword: ClaimWord
  var isNegated = false
  /// What `-6` or the claim's first address says.
  private(set) var family: AddressFamily?
  /// The word that `family` is from.
  private var familyWord: ClaimWord?

  init(world: World, bytes: [UInt8], column: Int, words: ArraySlice<ClaimWord>) {
    self.world = world
    self.bytes = bytes
    self.column = column
    self.words = words
    keyword = words.first ?? ClaimWord(text: "", range: 0..<0)
  }

  var next: ClaimWord? { words.first }

  mutating func take() -> ClaimWord? { words.popFirst() }

  /// Takes the next word if it is this one.
  mutating func take(_ word: String) -> Bool {
    guard let first = words.first, first.isWord(word) else { return false }
    words.removeFirst()
    return true
  }

  /// Gives up on the rest of the claim.
  mutating func stop() { words = [] }

  mutating func fail(_ word: ClaimWord, _ message: String) {
    problems.append(.init(column: column + word.range.lowerBound, message: message))
    // More would not help, and a long line of nonsense would take long.
    if problems.count >= 8 { stop() }
  }

  /// What an author probably meant; long words are no slips, and slow to compare.
  func nearest(to word: String, in known: [String]) -> String? {
    word.utf8.count > 40 ? nil : Suggestion.nearest(to: word, in: known)
  }

  /// Complains about what is left when a claim has all that it can have.
  mutating func finish() {
    guard let word = words.first else { return }
    fail(word, "`\(keyword.text)` is complete before `\(word.text)`; leave it out")
    stop()
  }

  /// The `-6` before a claim.
  mutating func askForIPv6(_ word: ClaimWord) {
    family = .inet6
    familyWord = word
  }

  var isFamilyAsked: Bool { familyWord?.isWord("-6") ?? false }

  /// Notes that a word is of a family; the claim's other words must be of the same.
  mutating func note(_ newFamily: AddressFamily, of word: ClaimWord) {
    guard let family, let familyWord else {
      family = newFamily
      familyWord = word
      return
    }
    guard family != newFamily else { return }
    if familyWord.isWord("-6") {
      fail(word, "`-6` asks for IPv6, but `\(word.text)` is IPv4; leave out `-6`")
    } else {
      let names = newFamily == .inet6 ? ("IPv6", "IPv4") : ("IPv4", "IPv6")
      fail(word, "`\(word.text)` is \(names.0), but `\(familyWord.text)` is \(names.1)")
    }
  }
}
