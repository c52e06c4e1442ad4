import NetworkState

extension ClaimReader {
  /// All words that a claim can begin with behind its place.
  static let claimWords = [
    "link", "addr", "route", "rule", "neigh", "fdb", "links", "routes", "addrs", "namespaces",
    "ping", "tcp", "udp", "http", "dns", "listen", "sysctl", "iptables", "ip6tables", "nft",
    "sees", "run",
  ]
  /// The claims that `-6` means something to.
  private static let familyWords: Set<String> = [
    "link", "links", "addr", "addrs", "route", "routes", "rule", "neigh",
  ]

  /// Reads `[-6] [no] CLAIM` and all that belongs to it.
  mutating func assertion(about place: Place) -> Assertion? {
    var noWord: ClaimWord?
    var sixWord: ClaimWord?
    while let word = next {
      if word.isWord("no") {
        if noWord != nil { fail(word, "`no` stands here twice") }
        noWord = word
      } else if word.isWord("-6") {
        if sixWord != nil { fail(word, "`-6` stands here twice") }
        sixWord = word
      } else if word.isWord("-4") {
        fail(word, "IPv4 is meant where nothing is said; leave out `-4`")
      } else {
        break
      }
      _ = take()
    }
    guard let word = take() else {
      fail(noWord ?? sixWord ?? keyword, "a claim belongs here, such as `link eth0 up`")
      return nil
    }
    keyword = word
    isNegated = noWord != nil
    if let sixWord {
      if Self.familyWords.contains(word.text) {
        askForIPv6(sixWord)
      } else if Self.claimWords.contains(word.text) {
        let instead =
          word.text == "iptables" ? "write `ip6tables`" : "leave it out, the address tells"
        fail(sixWord, "`-6` means nothing to `\(word.text)`; \(instead)")
      }
    }
    if let noWord { checkNegation(noWord) }
    if word.isWord("namespaces"), !place.isHost {
      fail(word, "only a host lists namespaces; write `namespaces …` or `HOST: namespaces …`")
    }
    return assertionOfKeyword()
  }

  private mutating func assertionOfKeyword() -> Assertion? {
    guard !keyword.isQuoted else { return unknownClaim() }
    switch keyword.text {
    case "link": return link()
    case "addr": return addr()
    case "route": return route()
    case "rule": return rule()
    case "neigh": return neigh()
    case "fdb": return fdb()
    case "links": return links()
    case "routes": return routes()
    case "addrs":
      let assertion = addrs()
      finish()
      return assertion
    case "namespaces": return namespaces()
    case "listen": return listen()
    case "sysctl": return sysctl()
    case "iptables": return iptables(.inet)
    case "ip6tables": return iptables(.inet6)
    case "nft": return nft()
    case "sees": return sees()
    case "run": return run()
    case "exists", "absent":
      let assertion: Assertion = keyword.text == "exists" ? .exists : .absent
      finish()
      return assertion
    case let text where Self.probeWords.contains(text):
      return probe().map { .probe($0.0, $0.1) }
    default: return unknownClaim()
    }
  }

  private mutating func unknownClaim() -> Assertion? {
    if let nearest = nearest(to: keyword.text, in: Self.claimWords) {
      fail(keyword, "there is no claim `\(keyword.text)`; did you mean `\(nearest)`?")
    } else {
      let words = Self.claimWords.joined(separator: ", ")
      fail(keyword, "there is no claim `\(keyword.text)`; write one of \(words)")
    }
    stop()
    return nil
  }

  /// Only claims about state can be turned round.
  private mutating func checkNegation(_ no: ClaimWord) {
    switch keyword.text {
    case let text where Self.probeWords.contains(text):
      let probe = next.map { "\(text) \($0.text)" } ?? text
      fail(no, "`no` does not go with a probe; write `\(probe) fails`")
    case "exists": fail(no, "`no` does not go with `exists`; write `PLACE absent`")
    case "absent": fail(no, "`no` does not go with `absent`; write `PLACE exists`")
    case "sees": fail(no, "`no` does not go with `sees`; write what passes instead")
    case "run": fail(no, "`no` does not go with `run`; write the status it `exits` with")
    default: break
    }
  }
}

extension Place {
  fileprivate var isHost: Bool {
    if case .host = self { true } else { false }
  }
}
