import NetworkState

extension ClaimReader {
  private static let tables = ["filter", "nat", "mangle", "raw", "security"]
  /// What `iptables` does to a rule; a claim does nothing.
  private static let actions: Set<String> = [
    "-I", "-D", "-C", "-R", "-F", "-X", "-Z", "-E", "-L", "-S", "--append", "--insert", "--delete",
    "--check", "--replace", "--flush", "--list", "--list-rules", "--new-chain", "--policy",
  ]

  /// `iptables [-t TABLE] …` and `ip6tables [-t TABLE] …`.
  mutating func iptables(_ family: AddressFamily) -> Assertion? {
    var table = FirewallTable(family: family, name: "filter")
    if let word = next, word.isWord("-t") || word.isWord("--table") {
      _ = take()
      guard let name = choice(of: word, from: Self.tables) else {
        stop()
        return nil
      }
      table.name = name
    }
    guard let word = take() else {
      fail(keyword, "`\(keyword.text)` wants a rule, `chain NAME` or `-P CHAIN POLICY`")
      return nil
    }
    switch word.text {
    case "chain":
      guard let name = value(of: word, "a chain's name").flatMap({ chain($0) }) else { return nil }
      finish()
      return .iptables(table, .chain(name))
    case "-P":
      guard let name = value(of: word, "a chain's name").flatMap({ chain($0) }),
        let policy = choice(of: word, from: ["ACCEPT", "DROP"])
      else {
        stop()
        return nil
      }
      finish()
      return .iptables(table, .policy(chain: name, policy))
    case "-A":
      return value(of: word, "a chain's name").flatMap { rule(inChain: $0, of: table) }
    case "-N":
      fail(word, "`-N` makes a chain; write `chain NAME` for one that is there")
    case _ where Self.actions.contains(word.text):
      fail(word, "`\(word.text)` does not belong into a claim; write the rule behind `-A CHAIN`")
    default:
      return rule(inChain: word, of: table)
    }
    stop()
    return nil
  }

  private mutating func chain(_ word: ClaimWord) -> String? {
    guard (1...28).contains(word.text.utf8.count), word.text.utf8.first != UInt8(ascii: "-"),
      word.text.utf8.first != UInt8(ascii: "!")
    else {
      fail(word, "`\(word.text)` is not a chain's name; write it before the rule's matches")
      stop()
      return nil
    }
    return word.text
  }

  private mutating func rule(inChain word: ClaimWord, of table: FirewallTable) -> Assertion? {
    guard let chain = chain(word) else { return nil }
    guard next != nil else {
      fail(
        word, "a rule of `\(chain)` wants matches or a target; write `chain \(chain)` for a chain")
      return nil
    }
    var rule: [String] = []
    while let word = take() {
      checkOperand(word, behind: rule.last, table.family)
      if word.isWord("-t") || word.isWord("--table") {
        fail(word, "`\(word.text)` belongs before the chain: `\(keyword.text) -t TABLE \(chain) …`")
        stop()
      }
      // `iptables -S` escapes single quotes too, and lines are pasted from there.
      rule.append(word.isQuoted ? word.text.replacing("\\'", with: "'") : word.text)
    }
    return .iptables(table, .rule(chain: chain, words: rule))
  }

  /// Looks at addresses and ports, since a slip there would make a rule that is never found.
  private mutating func checkOperand(
    _ word: ClaimWord, behind option: String?, _ family: AddressFamily
  ) {
    let parts = word.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    switch option {
    case "-s", "-d", "--source", "--destination", "--src", "--dst":
      for part in parts {
        let address = part.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        // A mask may be written out: `10.0.0.0/255.0.0.0`.
        let hasMask =
          IPAddress(address) != nil && IPAddress(String(part.dropFirst(address.count + 1))) != nil
        guard let found = IPPrefix(destination: part)?.family ?? (hasMask ? .inet : nil) else {
          fail(word, "`\(part)` is not an address or prefix; write one such as `172.18.0.0/16`")
          continue
        }
        if found != family {
          fail(
            word,
            "`\(part)` is \(found == .inet ? "IPv4" : "IPv6"); write "
              + "`\(found == .inet ? "iptables" : "ip6tables")`")
        }
      }
    case "--dport", "--sport", "--destination-port", "--source-port", "--dports", "--sports":
      for number in word.text.split(whereSeparator: { $0 == "," || $0 == ":" }) {
        guard number.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false else { continue }
        if Int(digits: String(number)).map({ $0 > 65535 }) ?? true {
          fail(word, "`\(number)` is not a port; write a number from 0 to 65535")
        }
      }
    default: break
    }
  }

  /// `nft RULE`, kept as written.
  mutating func nft() -> Assertion? {
    guard let first = words.first, let last = words.last else {
      fail(keyword, "`nft` wants a rule as `nft list ruleset` prints it")
      return nil
    }
    stop()
    return .nft(
      String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self))
  }
}
