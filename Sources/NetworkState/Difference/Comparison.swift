/// Compares two states of one place.
struct Comparison {
  let place: Place
  let old: PlaceState
  let new: PlaceState
  let before: NetworkSnapshot
  let after: NetworkSnapshot
  let scope: StateDifference.Scope

  var changes: [StateChange] {
    links + addresses + routes + rules + neighbours + forwardingEntries + parameters + iptables
      + nftables + listeners
  }

  func change(_ kind: StateChange.Kind, _ subject: StateChange.Subject, _ text: String)
    -> StateChange
  {
    StateChange(kind, place, subject, text)
  }

  /// What is in one list of texts and not in the other, as often as it is there more often.
  func comingsAndGoings(_ subject: StateChange.Subject, from old: [String], to new: [String])
    -> [StateChange]
  {
    var balance: [String: Int] = [:]
    for text in old { balance[text, default: 0] -= 1 }
    for text in new { balance[text, default: 0] += 1 }
    return balance.flatMap { text, count in
      Array(
        repeating: change(count > 0 ? .appeared : .disappeared, subject, text), count: abs(count))
    }
  }

  private var addresses: [StateChange] {
    guard let old = old.links, let new = new.links else { return [] }
    return comingsAndGoings(
      .address, from: old.flatMap(\.addressTexts), to: new.flatMap(\.addressTexts))
  }

  private var routes: [StateChange] {
    guard let old = old.routes, let new = new.routes else { return [] }
    var flags: [String: (old: Set<String>?, new: Set<String>?)] = [:]
    for route in old where route.isTold {
      flags[route.textWithoutState, default: (nil, nil)].old = route.state
    }
    for route in new where route.isTold {
      flags[route.textWithoutState, default: (nil, nil)].new = route.state
    }
    return flags.compactMap { text, state in
      switch state {
      case (let old?, let new?) where old != new:
        change(.changed, .route, "route \(text) \(Self.words(old)) → \(Self.words(new))")
      case (nil, let new?):
        change(.appeared, .route, (["route", text] + new.sorted()).joined(separator: " "))
      case (let old?, nil):
        change(.disappeared, .route, (["route", text] + old.sorted()).joined(separator: " "))
      default: nil
      }
    }
  }

  /// The state of a route's device in words.
  private static func words(_ state: Set<String>) -> String {
    state.isEmpty ? "usable" : state.sorted().joined(separator: " ")
  }

  private var rules: [StateChange] {
    guard let old = old.rules, let new = new.rules else { return [] }
    return comingsAndGoings(.rule, from: old.map(\.changeText), to: new.map(\.changeText))
  }

  private var neighbours: [StateChange] {
    guard let old = old.neighbours, let new = new.neighbours else { return [] }
    func texts(_ list: [Neighbour]) -> [String] {
      list.filter { $0.states.contains("PERMANENT") }.map { neighbour in
        var neighbour = neighbour
        if scope == .twoRuns { neighbour.macAddress = nil }
        return "neigh \(neighbour)"
      }
    }
    return comingsAndGoings(.neighbour, from: texts(old), to: texts(new))
  }

  private var forwardingEntries: [StateChange] {
    guard scope == .oneRun, let old = old.forwardingEntries, let new = new.forwardingEntries else {
      return []
    }
    let own = Set((self.old.links ?? []) + (self.new.links ?? [])).compactMap(\.macAddress)
    func texts(_ list: [ForwardingEntry]) -> [String] {
      list.filter { $0.isMadeByHand && !own.contains($0.address) }.map { "fdb \($0)" }
    }
    return comingsAndGoings(.forwardingEntry, from: texts(old), to: texts(new))
  }

  private var listeners: [StateChange] {
    guard let old = old.listeners, let new = new.listeners else { return [] }
    return comingsAndGoings(.listener, from: old.map(\.changeText), to: new.map(\.changeText))
  }
}

extension Link {
  /// `addr 172.18.0.10/16 dev ceth0`; without those that come of the device being up.
  fileprivate var addressTexts: [String] {
    addresses.filter { !isByItself($0) }.map { "addr \($0.prefix) dev \(name)" }
  }

  private func isByItself(_ address: LinkAddress) -> Bool {
    let ip = address.prefix.address
    if ip.family == .inet6, ip.isLinkLocal {
      // Made from the MAC address (RFC 4291, appendix A): two halves with ff:fe between them.
      return ip.value >> 24 & 0xFFFF == 0xFFFE
    }
    return name == "lo" && ip.isLoopback
  }
}

extension Route {
  /// What comes with addresses by itself and is in nobody's `ip route` is not told.
  fileprivate var isTold: Bool {
    if table == "local" { return false }
    guard let destination, family == .inet6 else { return true }
    return
      !(destination.address.isMulticast
      || destination.address.isLinkLocal && destination.length == 64 && proto == "kernel")
  }

  private static let stateWords: Set<String> = ["linkdown", "dead"]

  fileprivate var state: Set<String> { flags.intersection(Self.stateWords) }

  fileprivate var textWithoutState: String {
    var route = self
    route.flags.subtract(Self.stateWords)
    for index in route.nexthops.indices { route.nexthops[index].flags.subtract(Self.stateWords) }
    return route.description
  }
}

extension PolicyRule {
  fileprivate var changeText: String { (family == .inet6 ? "-6 rule " : "rule ") + description }
}

extension Listener {
  fileprivate var changeText: String { "listen \(isTCP ? "tcp" : "udp") \(self)" }
}

extension ForwardingEntry {
  /// Neither learned nor made by the kernel for a device of its own or for multicast.
  fileprivate var isMadeByHand: Bool {
    guard state == "permanent" || state == "static" else { return false }
    return destination != nil || address.value >> 40 & 1 == 0
  }
}
