/// Reads the arguments of `ip link` (ip-link(8)).
enum IPLinkArguments {
  static func read(_ words: [String]) -> [ToolChange] {
    guard let command = words.first else { return [] }
    let rest = Array(words.dropFirst())
    switch command {
    case _ where "add".hasPrefix(command) || command == "new": return add(rest)
    case _ where "set".hasPrefix(command) || "change".hasPrefix(command): return set(rest)
    case _ where "delete".hasPrefix(command): return delete(rest)
    case "replace": return add(rest)
    case "property": return [.refused("what `ip link property` changes is not recorded")]
    default: return []
    }
  }

  /// Options of `ip link add` and `set` that have a value.
  private static let valued: Set<String> = [
    "link", "address", "addr", "broadcast", "brd", "mtu", "index", "netns", "txqueuelen",
    "txqlen", "qlen", "numtxqueues", "numrxqueues", "gso_max_size", "gso_max_segs", "gro_max_size",
    "gso_ipv4_max_size", "gro_ipv4_max_size", "master", "group", "alias", "arp", "dynamic",
    "multicast", "allmulticast", "promisc", "trailers", "carrier", "state", "mode", "addrgenmode",
    "protodown", "link-netnsid", "vrf", "type",
  ]

  private struct End {
    var name: String?
    var namespace: String?
    var kind: String?
    /// What stands behind `type KIND`.
    var rest: ArraySlice<String> = []
  }

  /// Reads one end of what is to be made, up to `type`.
  private static func end(_ words: ArraySlice<String>) -> End {
    var end = End()
    var rest = words
    while let word = rest.popFirst() {
      switch word {
      case "name", "dev": end.name = rest.popFirst()
      case "netns": end.namespace = rest.popFirst()
      case "type":
        end.kind = rest.popFirst()
        end.rest = rest
        return end
      case "up", "down", "nomaster": break
      case _ where valued.contains(word): rest.removeFirst(min(1, rest.count))
      default: if end.name == nil { end.name = word }
      }
    }
    return end
  }

  private static func add(_ words: [String]) -> [ToolChange] {
    let first = end(words[...])
    guard let name = first.name else { return [nameless] }
    var changes = [ToolChange.addLink(name: name, kind: first.kind, into: first.namespace)]
    if let kind = first.kind, ["veth", "vxcan", "netkit"].contains(kind) {
      let peer = first.rest.firstIndex(of: "peer").map { end(first.rest[($0 + 1)...]) }
      guard let peerName = peer?.name else { return [nameless] }
      changes.append(
        .addLink(name: peerName, kind: kind, into: peer?.namespace ?? first.namespace))
    }
    return changes
  }

  private static let nameless = ToolChange.refused(
    "give the device a name, and a veth's peer too (`peer name NAME`), to be recorded by")

  private static func set(_ words: [String]) -> [ToolChange] {
    var name: String?
    var setting = ToolChange.LinkSetting()
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "dev": name = rest.popFirst()
      case "group" where name == nil:
        return [.refused("`ip link set group` changes all devices of the machine")]
      case "up": setting.isUp = true
      case "down": setting.isUp = false
      case "name":
        setting.newName = rest.popFirst()
        setting.hasMore = true
      case "netns":
        setting.namespace = rest.popFirst()
        setting.hasMore = true
      case "master":
        setting.master = rest.popFirst()
        setting.hasMore = true
      case "type":
        setting.hasMore = true
        rest = []
      case _ where valued.contains(word):
        rest.removeFirst(min(1, rest.count))
        setting.hasMore = true
      default:
        if name == nil { name = word } else { setting.hasMore = true }
      }
    }
    return name.map { [.setLink($0, setting)] } ?? []
  }

  private static func delete(_ words: [String]) -> [ToolChange] {
    if words.first == "group" {
      return [.refused("`ip link delete group` removes all devices of the group")]
    }
    let name = IPArguments.value(of: "dev", in: words) ?? words.first
    return name.map { [.deleteLink($0)] } ?? []
  }
}
