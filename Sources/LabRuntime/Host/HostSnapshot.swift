import Glibc
import NetworkState

/// What a machine's own network is like, in lines that can be compared.
struct HostSnapshot: Sendable {
  /// One thing of the machine's.
  struct Item: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable, CaseIterable {
      case namespace, device, address, route
      case rule = "policy rule"
      case firewall, table, parameter
    }

    var kind: Kind
    /// As reports name it.
    var text: String
    /// The device that it is, or is on.
    var device: String?
  }

  private(set) var items: [Item: Int] = [:]
  private(set) var links: [Link] = []
  private(set) var routes: [Route] = []
  private(set) var parameters: [String: String] = [:]

  /// Reads the network that the caller is in; blocks.
  ///
  /// - Parameter earlier: What it is to be compared with: only its parameters are read then.
  static func read(like earlier: HostSnapshot? = nil) throws -> HostSnapshot {
    var snapshot = HostSnapshot()
    for name in Folder.names(in: "/run/netns") { snapshot.add(.namespace, name) }
    snapshot.links = try ToolOutput.links(try output("ip", ["-j", "-d", "address", "show"]))
    for link in snapshot.links { snapshot.add(link) }
    for family in ["-4", "-6"] {
      let result = try HostTool.run("ip", ["-j", "-d", family, "route", "show", "table", "all"])
      // A kernel may be without IPv6.
      guard result.succeeded || family == "-6" else {
        throw RuntimeProblem.nonsense(tool: "ip", result.errorText)
      }
      snapshot.routes += result.output.isEmpty ? [] : try ToolOutput.routes(result.output)
      for line in HostTool.lines("ip", [family, "rule", "show"]) ?? [] {
        snapshot.add(.rule, (family == "-6" ? "-6 " : "") + line.spaced)
      }
    }
    for var route in snapshot.routes {
      // The state of a cable, not of the table.
      route.flags.subtract(["linkdown", "dead"])
      let device = route.device ?? route.nexthops.lazy.compactMap(\.device).first
      snapshot.add(.route, "\(route)", device: device)
    }
    for tool in ["iptables", "ip6tables"] {
      for line in firewall(HostTool.lines("\(tool)-save", []) ?? []) {
        snapshot.add(.firewall, "\(tool) \(line)")
      }
    }
    for line in HostTool.lines("nft", ["list", "tables"]) ?? [] { snapshot.add(.table, line) }
    snapshot.parameters =
      earlier.map { HostParameters.values($0.parameters.keys) } ?? HostParameters.all()
    return snapshot
  }

  /// What one of two snapshots has and the other has not.
  struct Difference: Hashable, Sendable {
    var item: Item
    var isNew: Bool

    var sentence: String {
      let name = item.kind == .parameter ? item.text : "\(item.kind.rawValue) \(item.text)"
      return item.kind == .parameter ? name : name + (isNew ? " is new" : " is gone")
    }
  }

  /// How another, later one differs.
  func differences(to later: HostSnapshot) -> [Difference] {
    var list: [Difference] = []
    for (item, count) in later.items where count > items[item] ?? 0 {
      list.append(Difference(item: item, isNew: true))
    }
    for (item, count) in items where count > later.items[item] ?? 0 {
      list.append(Difference(item: item, isNew: false))
    }
    for (path, value) in parameters {
      guard let now = later.parameters[path], now != value else { continue }
      let key = path.replacing("/", with: ".")
      let text = "\(key) was \(value) and is \(now)"
      list.append(
        Difference(
          item: Item(kind: .parameter, text: text, device: HostParameters.device(of: path)),
          isNew: true))
    }
    return list.sorted {
      ($0.item.kind.rawValue, $0.item.text) < ($1.item.kind.rawValue, $1.item.text)
    }
  }

  private mutating func add(_ kind: Item.Kind, _ text: String, device: String? = nil) {
    items[Item(kind: kind, text: text, device: device), default: 0] += 1
  }

  private mutating func add(_ link: Link) {
    var words = [link.name, "mtu", String(link.mtu), link.isUp ? "up" : "down"]
    if let kind = link.kind { words += ["type", kind] }
    if let master = link.master { words += ["master", master] }
    add(.device, words.joined(separator: " "), device: link.name)
    for address in link.addresses {
      add(.address, "\(address.prefix) on \(link.name)", device: link.name)
    }
  }

  /// The rules, chains and policies; a table that nobody has put anything into is as none.
  static func firewall(_ lines: [String]) -> [String] {
    var result: [String] = []
    var table: [String] = []
    var name = ""
    for line in lines {
      switch line.first {
      case "*":
        name = String(line.dropFirst())
        table = []
      case ":":
        let words = line.dropFirst().split(separator: " ")
        if words.count > 1, words[1] != "ACCEPT" {
          table.append(
            words[1] == "-" ? "-t \(name) -N \(words[0])" : "-t \(name) -P \(words[0]) \(words[1])")
        }
      case "-": table.append("-t \(name) \(line)")
      case "C": result += table
      default: break
      }
    }
    return result
  }

  private static func output(_ tool: String, _ arguments: [String]) throws -> [UInt8] {
    let result = try HostTool.run(tool, arguments)
    guard result.succeeded else { throw RuntimeProblem.nonsense(tool: tool, result.errorText) }
    return result.output
  }
}
