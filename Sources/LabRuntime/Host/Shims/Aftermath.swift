/// What a call of a tool has come to: by what its things are told from others of their names.
struct Aftermath {
  let reader: any HostFacts
  let isInRoot: Bool

  /// What to note about the things that the call was to make.
  func entries(of things: [(Int, HostThing)], succeeded: Bool) -> [JournalEntry] {
    things.compactMap { number, thing in
      guard succeeded else { return isUndecided(thing) ? nil : .void(number: number) }
      return mark(of: thing).map { .made(number: number, mark: $0) }
    }
  }

  /// What may have been made although the tool failed: undoing looks for itself.
  private func isUndecided(_ thing: HostThing) -> Bool {
    switch thing {
    case .parameter, .nftTable(_, _, onlyIfEmpty: true): true
    default: false
    }
  }

  private func mark(of thing: HostThing) -> String? {
    switch thing {
    case .namespace(let name): return HostProcess.network("/run/netns/\(name)")
    case .link(let name, _): return reader.linkIndex(name).map(String.init)
    case .firewallRule(let place, _, _, let before):
      return reader.listing(place.tool, place.table, place.chain)
        .flatMap { Self.added($0, to: before).first }
    case .rule(let isIPv6, _, let before):
      return Self.added(reader.rules(isIPv6: isIPv6), to: before).first
    default: return nil
    }
  }

  /// What the lab had made and has now taken away by itself: what others make there later is theirs.
  func removals(by changes: [ToolChange], in state: JournalState) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    for change in changes {
      for recorded in state.things where isGone(recorded, by: change) {
        entries.append(.void(number: recorded.number))
      }
    }
    return entries + removedRules(by: changes, in: state)
  }

  private func isGone(_ recorded: RecordedThing, by change: ToolChange) -> Bool {
    switch (change, recorded.thing) {
    case (.deleteNamespace(let name), .namespace(let own)):
      return name == own && !reader.hasNamespace(own)
    case _ where !isInRoot:
      return false
    case (.deleteLink(let name), .link(let own, _)):
      return name == own && reader.linkIndex(own) == nil
    case (.deleteAddress(let address, let device), .address(let own, let ownDevice)):
      return HostGuard.prefix(address) == own && device == ownDevice
        && !reader.addresses(of: device).contains(own)
    case (.deleteChain(let place), .chain(let own)):
      return place == own && reader.listing(own.tool, own.table, own.chain) == nil
    case (.deleteRoute(let route), .route(let isIPv6, let words)):
      let own = RouteWords(isIPv6: isIPv6, words: words)
      return route.destination == own.destination && reader.devices(of: own).isEmpty
    case (.deleteRule(_, let words), .rule(let isIPv6, let own, _)):
      return words == own
        && recorded.mark.map { !reader.rules(isIPv6: isIPv6).contains($0) } ?? false
    case (.changeTable(let family, let name), .nftTable(let ownFamily, let own, _)):
      return family == ownFamily && name == own && !reader.hasTable(family: family, name: name)
    default:
      return false
    }
  }

  private func removedRules(by changes: [ToolChange], in state: JournalState) -> [JournalEntry] {
    guard isInRoot else { return [] }
    var places: Set<FirewallPlace> = []
    for change in changes {
      switch change {
      case .deleteFirewallRule(let place, _): places.insert(place)
      case .flushChain(let tool, let table, _):
        for case .firewallRule(let place, _, _, _) in state.things.map(\.thing)
        where place.tool == tool && place.table == table {
          places.insert(place)
        }
      default: break
      }
    }
    return places.flatMap { place -> [JournalEntry] in
      guard var listing = reader.listing(place.tool, place.table, place.chain) else { return [] }
      return state.things.compactMap { recorded in
        guard case .firewallRule(place, _, _, _) = recorded.thing, let mark = recorded.mark else {
          return nil
        }
        if let index = listing.firstIndex(of: mark) {
          listing.remove(at: index)
          return nil
        }
        return .void(number: recorded.number)
      }
    }
  }

  /// The lines that were not there before, each as often as it was added.
  static func added(_ after: [String], to before: [String]) -> [String] {
    var left = before
    return after.filter { line in
      guard let index = left.firstIndex(of: line) else { return true }
      left.remove(at: index)
      return false
    }
  }
}
