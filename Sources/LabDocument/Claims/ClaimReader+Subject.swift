import NetworkState

extension ClaimReader {
  /// The place that the claim is about, read off its first words; what follows is the claim.
  ///
  /// `namespaces` alone is about the first host.
  mutating func subject() -> (place: Place, text: String)? {
    guard let first = words.first else { return nil }
    let second = words.dropFirst().first
    if first.isWord("namespaces") || (first.isWord("no") && second?.isWord("namespaces") ?? false) {
      return (.host(world.hosts[0].name), "")
    }
    if !first.isQuoted, first.text.utf8.last == UInt8(ascii: ":") {
      words.removeFirst()
      let text = String(first.text.dropLast())
      let place = place(text, first)
      guard let claim = words.first else {
        fail(first, "a claim belongs behind `\(first.text)`")
        return nil
      }
      if words.count == 1, claim.isWord("exists") || claim.isWord("absent") {
        fail(claim, "write `\(text) \(claim.text)`, without the colon")
        return nil
      }
      return place.map { ($0, text) }
    }
    if let second, second.isWord("exists") || second.isWord("absent") {
      words.removeFirst()
      return place(first.text, first).map { ($0, first.text) }
    }
    failSubject(first, second)
    return nil
  }

  /// Says what the beginning of a claim lacks.
  private mutating func failSubject(_ first: ClaimWord, _ second: ClaimWord?) {
    if first.isWord("no"), let place = second, let verb = words.dropFirst(2).first,
      verb.isWord("exists") || verb.isWord("absent")
    {
      let opposite = verb.text == "exists" ? "absent" : "exists"
      fail(first, "`no` does not go with `\(verb.text)`; write `\(place.text) \(opposite)`")
      return
    }
    if !first.isQuoted, let colon = first.text.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let place = first.text[..<colon]
      if world.place(named: String(place)) != nil {
        fail(first, "a blank belongs behind `\(place):`")
        return
      }
    }
    if let second, second.isWord(":") {
      fail(second, "the colon belongs directly behind the place: `\(first.text):`")
      return
    }
    let isClaimWord = Self.claimWords.contains(first.text) || first.isWord("no")
    if let second, words.count == 2, !isClaimWord,
      let verb = nearest(to: second.text, in: ["exists", "absent"])
    {
      fail(second, "`\(second.text)` is not known here; did you mean `\(first.text) \(verb)`?")
      return
    }
    if let second, !isClaimWord, Self.claimWords.contains(second.text),
      world.place(named: first.text) != nil
    {
      fail(first, "a colon belongs behind the place: `\(first.text): \(second.text) …`")
      return
    }
    fail(
      first,
      isClaimWord
        ? "a claim begins with its place: `\(Place.defaultHostName): \(first.text) …`"
        : "a claim begins with its place; write `PLACE: CLAIM`, `PLACE exists` or `PLACE absent`")
  }
}
