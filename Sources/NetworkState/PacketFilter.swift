/// The tables of nftables, as `nft -s list ruleset` prints them.
public struct PacketFilter: Hashable, Sendable, Codable {
  /// A table, and what is needed to make one like it without its rules.
  public struct Table: Hashable, Sendable, Codable {
    /// `ip`, `ip6`, `inet`, `bridge`, `arp` or `netdev`.
    public var family: String
    public var name: String
    /// Sets, maps, counters and the like, each on a line of its own.
    public var declarations: [String] = []
    public var chains: [Chain] = []

    public init(family: String, name: String) {
      self.family = family
      self.name = name
    }
  }

  public struct Chain: Hashable, Sendable, Codable {
    public var name: String
    /// `type filter hook input priority filter; policy accept;`; `nil` for a chain to jump to.
    public var hook: String?
    public var rules: [Rule] = []

    public init(name: String) {
      self.name = name
    }
  }

  /// A rule's words; what stands in quotes is one word with them.
  public struct Rule: Hashable, Sendable, Codable {
    public var words: [String]

    public init(words: [String]) {
      self.words = words
    }

    /// What makes two rules the same: neither counters nor a comment.
    public var canonical: [String] {
      var rest: [String] = []
      var index = 0
      while index < words.count {
        let next = index + 1 < words.count ? words[index + 1] : ""
        if words[index] == "comment", next.first == "\"" {
          index += 2
        } else if words[index] == "counter", next != "name" {
          // Of a rule that was pasted with its numbers: `counter packets 3 bytes 252`.
          index += next == "packets" ? 5 : 1
        } else {
          rest.append(words[index])
          index += 1
        }
      }
      return rest
    }
  }

  public var tables: [Table]

  public init(tables: [Table] = []) {
    self.tables = tables
  }
}

extension PacketFilter.Rule: CustomStringConvertible {
  /// The rule on one line.
  public var description: String {
    words.joined(separator: " ").split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
