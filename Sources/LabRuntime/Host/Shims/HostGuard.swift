/// Judges calls of tools: what they would make, and whether they touch what is not the lab's.
///
/// What a call makes is recorded only if it was not there before; what was there before is neither
/// recorded nor removed, and a call that would change it is refused.
struct HostGuard {
  let state: JournalState
  let facts: any HostFacts
  /// Whether the call works on the machine's own network.
  let isInRoot: Bool

  /// What must be recorded before the call.
  func things(for changes: [ToolChange]) throws(HostRefusal) -> [HostThing] {
    var things: [HostThing] = []
    for change in changes {
      let new = try self.things(for: change, after: things)
      things += new.filter { !things.contains($0) }
    }
    return things
  }

  private func things(
    for change: ToolChange, after earlier: [HostThing]
  ) throws(HostRefusal) -> [HostThing] {
    switch change {
    case .refused(let reason):
      // In a namespace of the lab's anything goes with it.
      guard isInRoot else { return [] }
      throw HostRefusal(description: reason)
    case .addNamespace(let name):
      return facts.hasNamespace(name) ? [] : [.namespace(name)]
    case .deleteNamespace(let name):
      guard owns(.namespace(name)) || !facts.hasNamespace(name) else {
        throw .notOurs("the namespace \(name)")
      }
      return []
    case .addLink(let name, let kind, let into):
      let isHere = into.map(facts.isRoot) ?? isInRoot
      return isHere && facts.linkIndex(name) == nil ? [.link(name: name, kind: kind)] : []
    case .setLink(let name, let setting):
      return try set(name, setting)
    case .setParameter(let path, let value):
      return parameter(path, value)
    default:
      return isInRoot ? try rootThings(for: change, after: earlier) : []
    }
  }

  private func rootThings(
    for change: ToolChange, after earlier: [HostThing]
  ) throws(HostRefusal) -> [HostThing] {
    switch change {
    case .deleteLink(let device), .configure(let device), .flushAddresses(let device):
      try demand(device)
      return []
    case .addAddress(let address, let device, let replaces):
      return try add(Self.prefix(address), device, replaces: replaces)
    case .deleteAddress(let address, let device):
      let thing = HostThing.address(prefix: Self.prefix(address), device: device)
      if !owns(thing) { try demand(device) }
      return []
    case .addRoute(let route, let replaces):
      if let device = route.device, ownsLink(device) { return [] }
      if replaces { try demandRoutes(route) }
      return [.route(isIPv6: route.isIPv6, words: route.words)]
    case .deleteRoute(let route):
      try demandRoutes(route)
      return []
    case .addRule(let isIPv6, let words):
      return [.rule(isIPv6: isIPv6, words: words, before: facts.rules(isIPv6: isIPv6))]
    case .deleteRule(let isIPv6, let words):
      let isOurs = state.things.contains { recorded in
        if case .rule(isIPv6, words, _) = recorded.thing { true } else { false }
      }
      guard isOurs else { throw .notOurs("the policy rule \(words.joined(separator: " "))") }
      return []
    case .addNeighbour(let words, let device):
      return ownsLink(device) || facts.linkIndex(device) == nil ? [] : [.neighbour(words: words)]
    case .deleteNeighbour(let words, let device):
      if !owns(.neighbour(words: words)) { try demand(device) }
      return []
    case .addTable(let family, let name):
      return facts.hasTable(family: family, name: name)
        ? [] : [.nftTable(family: family, name: name, onlyIfEmpty: false)]
    case .changeTable(let family, let name):
      let table = HostThing.nftTable(family: family, name: name, onlyIfEmpty: false)
      guard
        owns(table) || earlier.contains(table) || !facts.hasTable(family: family, name: name)
      else { throw .notOurs("the nftables table \(family) \(name)") }
      return []
    default:
      return try firewallThings(for: change)
    }
  }

  // MARK: - What is the lab's

  func owns(_ thing: HostThing) -> Bool {
    state.things.contains { $0.thing == thing }
  }

  /// Whether the device that has this name now is one that the lab made.
  func ownsLink(_ name: String) -> Bool {
    guard let index = facts.linkIndex(name) else { return false }
    return state.things.contains { recorded in
      guard case .link(name, _) = recorded.thing else { return false }
      return recorded.mark == nil || recorded.mark == String(index)
    }
  }

  /// A device that is not there is left to the tool's own words.
  private func demand(_ device: String) throws(HostRefusal) {
    guard ownsLink(device) || facts.linkIndex(device) == nil else {
      throw .notOurs("the device \(device)")
    }
  }

  private func demandRoutes(_ route: RouteWords) throws(HostRefusal) {
    let isRecorded = state.things.contains { recorded in
      guard case .route(route.isIPv6, let words) = recorded.thing else { return false }
      let other = RouteWords(isIPv6: route.isIPv6, words: words)
      return other.destination == route.destination && other.table == route.table
        && other.metric == route.metric
    }
    guard !isRecorded else { return }
    for device in facts.devices(of: route) where device.map(ownsLink) != true {
      throw .notOurs("the route to \(route.destination ?? "there")")
    }
  }

  // MARK: - Devices and addresses

  private func set(_ name: String, _ setting: ToolChange.LinkSetting) throws(HostRefusal)
    -> [HostThing]
  {
    let comesHere = setting.namespace.map(facts.isRoot) ?? isInRoot
    let newName = setting.newName ?? name
    if isInRoot, !ownsLink(name) {
      guard facts.linkIndex(name) != nil else { return [] }
      guard !setting.hasMore, let isUp = setting.isUp else { throw .notOurs("the device \(name)") }
      if facts.isUp(name) == isUp { return [] }
      guard isUp else { throw .notOurs("the device \(name)") }
      return [.switchedOn(device: name)]
    }
    let isNew = comesHere && (!isInRoot || newName != name)
    return isNew && facts.linkIndex(newName) == nil ? [.link(name: newName, kind: nil)] : []
  }

  private func add(
    _ prefix: String, _ device: String, replaces: Bool
  ) throws(HostRefusal) -> [HostThing] {
    guard !ownsLink(device), facts.linkIndex(device) != nil else { return [] }
    guard !facts.addresses(of: device).contains(prefix) else {
      guard !replaces else { throw .notOurs("the address \(prefix) of \(device)") }
      return []
    }
    return [.address(prefix: prefix, device: device)]
  }

  /// An address alone is a prefix of full length, as `ip` takes it.
  static func prefix(_ text: String) -> String {
    text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32")
  }

  // MARK: - Kernel parameters

  private func parameter(_ path: String, _ value: String) -> [HostThing] {
    guard isInRoot || !path.hasPrefix("net/"), let old = facts.parameter(path), old != value
    else { return [] }
    var spread: [String: String] = [:]
    for other in Self.spread(of: path, names: facts.parameterNames) {
      spread[other] = facts.parameter(other)
    }
    return [.parameter(path: path, old: old, new: value, spread: spread)]
  }

  /// The parameters of each device to which one passes its value on.
  static func spread(of path: String, names: (String) -> [String]) -> [String] {
    let parts = path.split(separator: "/").map(String.init)
    let family: String
    let key: String
    switch parts.count {
    case 3 where path == "net/ipv4/ip_forward": (family, key) = ("ipv4", "forwarding")
    case 5 where parts[2] == "conf" && parts[3] == "all" && spreading.contains(parts[4]):
      (family, key) = (parts[1], parts[4])
    default: return []
    }
    let folder = "net/\(family)/conf"
    var paths = names(folder).map { "\(folder)/\($0)/\(key)" }
    if family == "ipv4", key == "forwarding" {
      // Who forwards does not believe redirects, so the kernel turns the one with the other.
      paths += ["net/ipv4/ip_forward", "net/ipv4/conf/all/accept_redirects"]
    }
    return paths.filter { $0 != path }
  }

  private static let spreading: Set<String> = ["forwarding", "disable_ipv6", "disable_policy"]
}
