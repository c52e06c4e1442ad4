import CLinux
import Diagnosis
import Glibc
import NetworkState

/// Has the kernel tell what its packet filter does with a probe's packets in one place.
///
/// A table of its own marks the packets before any other chain sees them; ``end()`` takes it away.
struct FilterTrace: Sendable {
  private let namespaces: Namespaces
  private let identity: ChildIdentity
  private let socket: Descriptor
  private static let table = "netlab-why"

  /// Starts to listen and puts the table in.
  ///
  /// - Parameter matches: What of `nft` matches the probe's packets.
  static func start(_ matches: [String], in namespaces: Namespaces, as identity: ChildIdentity)
    async
    -> FilterTrace?
  {
    // NETLINK_NETFILTER
    guard
      let socket = try? Netlink.openSocket(
        in: namespaces, as: identity, AF_NETLINK, CInt(SOCK_RAW.rawValue), 12),
      clinux_join_group(socket.number, 9) == 0  // NFNLGRP_NFTRACE
    else { return nil }
    socket.setNonBlocking()
    let trace = FilterTrace(namespaces: namespaces, identity: identity, socket: socket)
    let chains = ["prerouting", "output"].map { hook in
      "chain \(hook) { type filter hook \(hook) priority -350; policy accept;"
        + matches.map { " \($0) meta nftrace set 1;" }.joined() + " }"
    }
    let script = "table inet \(table) {\n" + chains.joined(separator: "\n") + "\n}\n"
    let result = try? await Tool.run(
      "nft", ["-f", "-"], input: Array(script.utf8), in: namespaces, as: identity,
      timeout: .seconds(2))
    guard result?.succeeded == true else {
      await trace.end()
      return nil
    }
    return trace
  }

  /// Takes the table away; also when the caller has been cancelled.
  func end() async {
    let (namespaces, identity) = (namespaces, identity)
    await Task {
      _ = try? await Tool.run(
        "nft", ["delete", "table", "inet", Self.table], in: namespaces, as: identity,
        timeout: .seconds(2))
    }.value
  }

  /// The rules of the place, by which the kernel's words are understood.
  func rules() async -> RuleBook {
    let result = try? await Tool.run(
      "nft", ["-a", "list", "ruleset"], in: namespaces, as: identity, timeout: .seconds(2))
    return RuleBook(result?.outputText ?? "")
  }

  /// What has been told so far.
  func verdicts(_ book: RuleBook) -> [FilterVerdict] {
    var reader = TraceReader(book: book, ownTable: Self.table)
    var buffer = [UInt8](repeating: 0, count: 65536)
    for _ in 0..<2000 {
      let count = recv(socket.number, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      reader.read(buffer[..<count])
    }
    return reader.verdicts
  }
}

/// The rules of a place by their handles, and the hooks of its chains.
struct RuleBook: Sendable {
  struct Chain: Hashable, Sendable {
    var family: String
    var table: String
    var name: String
  }

  private(set) var hooks: [Chain: String] = [:]
  private(set) var rules: [Chain: [UInt64: String]] = [:]

  /// From `nft -a list ruleset`.
  init(_ listing: String) {
    var table: (family: String, name: String)?
    var chain: Chain?
    for line in listing.split(separator: "\n") {
      let (text, handle) = Self.split(line)
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first else { continue }
      if first == "table", words.count > 2 {
        table = (words[1], words[2])
        chain = nil
      } else if first == "chain", words.count > 1, let table {
        chain = Chain(family: table.family, table: table.name, name: words[1])
      } else if first == "}" {
        chain = nil
      } else if let chain {
        if first == "type", let at = words.firstIndex(of: "hook"), at + 1 < words.count {
          hooks[chain] = words[at + 1]
        } else if let handle {
          rules[chain, default: [:]][handle] = Self.withoutCounter(words)
        }
      }
    }
  }

  private static func split(_ line: Substring) -> (String, UInt64?) {
    guard let mark = line.ranges(of: " # handle ").last else { return (String(line), nil) }
    return (String(line[..<mark.lowerBound]), UInt64(line[mark.upperBound...]))
  }

  private static func withoutCounter(_ words: [String]) -> String {
    var rest = words
    // `counter packets 3 bytes 252`
    if let at = rest.firstIndex(of: "counter"), at + 4 < rest.count, rest[at + 1] == "packets" {
      rest.removeSubrange(at...(at + 4))
    }
    return rest.joined(separator: " ")
  }
}
