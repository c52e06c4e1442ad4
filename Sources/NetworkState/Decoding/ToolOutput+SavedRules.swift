extension ToolOutput {
  /// The rules of all tables by their names, as `iptables-save` or `ip6tables-save` prints them.
  public static func savedRules(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> [String: RuleListing] {
    var tables: [String: RuleListing] = [:]
    var open: (name: String, listing: RuleListing)?
    for words in try lines(Array(bytes)) {
      switch (words[0].first, words.count) {
      case ("*", 1) where open == nil:
        open = (String(words[0].dropFirst()), RuleListing())
      case (":", 2...) where open != nil:
        let chain = String(words[0].dropFirst())
        open?.listing.chains.append(chain)
        // A chain of the user's own has no policy.
        if words[1] != "-" { open?.listing.policies[chain] = words[1] }
      case ("-", 2...) where words[0] == "-A" && open != nil:
        open?.listing.rules[words[1], default: []].append(Array(words[2...]))
      case ("C", 1) where words[0] == "COMMIT" && open != nil:
        if let (name, listing) = open { tables[name] = listing }
        open = nil
      default:
        throw DecodingProblem(
          "`iptables-save` printed what cannot be understood: "
            + printable(words.joined(separator: " ")))
      }
    }
    guard open == nil else {
      throw DecodingProblem("`iptables-save` printed a table without an end")
    }
    return tables
  }
}
