/// What of a machine's differences the journal explains.
struct HostPossessions {
  let state: JournalState
  let before: HostSnapshot

  func explain(_ difference: HostSnapshot.Difference) -> Bool {
    let item = difference.item
    // What is on a device of the lab's comes and goes with it.
    if let device = item.device, links.contains(device), item.kind != .device || difference.isNew {
      return true
    }
    return state.things.contains { recorded in
      switch (recorded.thing, item.kind) {
      case (.namespace(let name), .namespace): name == item.text
      case (.switchedOn(let device), .device), (.switchedOn(let device), .address),
        (.switchedOn(let device), .route), (.address(_, let device), .address),
        (.address(_, let device), .route):
        device == item.device
      case (.route, .route): difference.isNew
      case (.rule, .rule): difference.isNew && item.text.hasSuffix(recorded.mark ?? "?")
      case (.chain(let place), .firewall):
        item.text.hasPrefix("\(place.tool) -t \(place.table) -N \(place.chain)")
          || item.text.hasPrefix("\(place.tool) -t \(place.table) -A \(place.chain) ")
      case (.firewallRule(let place, _, _, _), .firewall):
        item.text == "\(place.tool) -t \(place.table) \(recorded.mark ?? "?")"
      case (.policy(let place, _, _), .firewall):
        item.text.hasPrefix("\(place.tool) -t \(place.table) -P \(place.chain) ")
      case (.nftTable(let family, let name, _), .table): item.text == "table \(family) \(name)"
      case (.parameter(let path, _, _, let spread), .parameter):
        ([path] + spread.keys).contains { item.text.hasPrefix("\(Self.key($0)) ") }
      default: false
      }
    }
  }

  private var links: Set<String> {
    Set(
      state.things.compactMap { recorded in
        if case .link(let name, _) = recorded.thing { name } else { nil }
      })
  }

  private static func key(_ path: String) -> String { path.replacing("/", with: ".") }
}
