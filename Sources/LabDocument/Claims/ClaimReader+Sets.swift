import NetworkState

extension ClaimReader {
  /// `links NAME…`, `no links`: exactly these devices.
  mutating func links() -> Assertion? {
    names { $0.device($1) }.map { .links($0) }
  }

  /// `namespaces NAME…`, `no namespaces`: exactly these of one host.
  mutating func namespaces() -> Assertion? {
    names { reader, word in
      if World.isNamespaceName(word.text) { return word.text }
      let slash = word.text.utf8.lastIndex(of: UInt8(ascii: "/"))
      reader.fail(
        word,
        slash == nil
          ? "`\(word.text)` is not a namespace's name"
          : "`\(word.text)` names a host; write `HOST: namespaces NAME` for each host")
      return nil
    }.map { .namespaces($0) }
  }

  /// `routes DST…`, `no routes`: exactly these destinations of table `main`.
  mutating func routes() -> Assertion? {
    let isIPv6 = isFamilyAsked
    return names { reader, word in
      if !isIPv6, IPPrefix(destination: word.text)?.family == .inet6 {
        reader.fail(word, "`\(word.text)` is IPv6; write `-6 routes` and the IPv6 ones alone")
        return nil
      }
      return reader.destination(word)
    }.map { .routes($0, family: isIPv6 ? .inet6 : .inet) }
  }

  /// `no addrs`.
  mutating func addrs() -> Assertion? {
    guard isNegated else {
      fail(keyword, "`addrs` stands only in `no addrs`; write `addr ADDRESS/LENGTH dev NAME`")
      stop()
      return nil
    }
    isNegated = false
    return .noAddresses(family: isFamilyAsked ? .inet6 : .inet)
  }

  /// The names of an exact set, or none behind `no`.
  private mutating func names<Name: Hashable>(
    _ read: (inout ClaimReader, ClaimWord) -> Name?
  ) -> [Name]? {
    if isNegated {
      isNegated = false
      if let word = next {
        fail(
          word,
          "`no \(keyword.text)` stands alone; write `\(keyword.text)` and what is there instead")
        stop()
      }
      return []
    }
    guard next != nil else {
      fail(keyword, "`\(keyword.text)` wants names; write `no \(keyword.text)` for none")
      return nil
    }
    var names: [Name] = []
    var seen: Set<Name> = []
    while let word = take() {
      guard let name = read(&self, word) else { continue }
      if !seen.insert(name).inserted { fail(word, "`\(word.text)` stands here twice") }
      names.append(name)
    }
    return names
  }
}
