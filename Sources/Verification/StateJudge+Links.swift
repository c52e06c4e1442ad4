import LabDocument
import NetworkState

extension StateJudge {
  static func link(
    _ pattern: LinkPattern, in view: PlaceView, of snapshot: NetworkSnapshot
  ) -> Finding {
    guard let links = view.state.links else { return view.notRead("the links") }
    guard let name = pattern.name else { return anyLink(pattern, links, view, snapshot) }
    guard let link = links.first(where: { $0.name == name }) else {
      return .differs(noLink(name, in: view, links))
    }
    return difference(link, pattern, view, snapshot)
      ?? .matches("\(name) is there in \(view.place) (\(summary(of: link)))")
  }

  private static func anyLink(
    _ pattern: LinkPattern, _ links: [Link], _ view: PlaceView, _ snapshot: NetworkSnapshot
  ) -> Finding {
    var unknown: Finding?
    for link in links {
      switch difference(link, pattern, view, snapshot) {
      case nil: return .matches("\(link.name) is such a link in \(view.place)")
      case .unknown(let reason): unknown = .unknown(reason)
      default: break
      }
    }
    return unknown
      ?? .differs("no link in \(view.place) is as claimed; its links: \(names(of: links))")
  }

  static func noLink(_ name: String, in view: PlaceView, _ links: [Link]) -> String {
    "there is no link \(name) in \(view.place); its links: \(names(of: links))"
  }

  private static func names(of links: [Link]) -> String {
    links.isEmpty ? "none" : list(links.map(\.name))
  }

  private static func summary(of link: Link) -> String {
    var words = [link.isUp ? "UP" : "DOWN"]
    if link.isUp, !link.hasCarrier { words.append("NO-CARRIER") }
    if let kind = link.kind { words.append("type \(kind)") }
    if let master = link.master { words.append("master \(master)") }
    return words.joined(separator: ", ")
  }

  /// What of the link is not as the pattern says, or `nil`.
  private static func difference(
    _ link: Link, _ pattern: LinkPattern, _ view: PlaceView, _ snapshot: NetworkSnapshot
  ) -> Finding? {
    let name = "\(link.name) in \(view.place)"
    if let isUp = pattern.isUp, isUp != link.isUp {
      return .differs(
        "\(link.name) is \(link.isUp ? "UP" : "DOWN") in \(view.place); "
          + "expected \(isUp ? "up" : "down")")
    }
    if let wanted = pattern.hasCarrier, let sentence = carrier(link, wanted, name) {
      return .differs(sentence)
    }
    if let type = pattern.type, type != link.kind {
      let kind = link.kind.map { "of type \($0)" } ?? "of no type that the kernel names"
      return .differs("\(name) is \(kind), not \(type)")
    }
    if let mtu = pattern.mtu, mtu != link.mtu {
      return .differs("the mtu of \(name) is \(link.mtu), not \(mtu)")
    }
    if let address = pattern.address, address != link.macAddress {
      let actual = link.macAddress.map { "has the address \($0)" } ?? "has no MAC address"
      return .differs("\(name) \(actual), not \(address)")
    }
    if let master = pattern.master, master != link.master {
      let actual = link.master.map { "is a port of \($0)" } ?? "has no master"
      return .differs("\(name) \(actual); expected master \(master)")
    }
    return portDifference(link, pattern, name)
      ?? pattern.peer.flatMap { peerDifference(link, $0, view, snapshot) }
  }

  /// `carrier` is the operational flag, `no-carrier` that of a device which is up and has none.
  private static func carrier(_ link: Link, _ wanted: Bool, _ name: String) -> String? {
    if wanted {
      guard !link.hasCarrier else { return nil }
      return link.isUp
        ? "\(name) has NO-CARRIER; expected carrier"
        : "\(name) is DOWN, so it has no carrier; expected carrier"
    }
    guard !(link.isUp && !link.hasCarrier) else { return nil }
    return link.hasCarrier
      ? "\(name) has its carrier; expected no-carrier"
      : "\(name) is DOWN; expected it up without carrier"
  }

  private static func portDifference(
    _ link: Link, _ pattern: LinkPattern, _ name: String
  ) -> Finding? {
    if let state = pattern.state, state.first?.isUppercase ?? false {
      if state != link.operationalState {
        return .differs("the state of \(name) is \(link.operationalState), not \(state)")
      }
    }
    let wantsPort =
      pattern.isIsolated != nil || pattern.isHairpin != nil
      || pattern.state?.first?.isLowercase ?? false
    guard wantsPort else { return nil }
    guard let port = link.bridgePort else { return .differs("\(name) is not a port of a bridge") }
    if let state = pattern.state, state.first?.isLowercase ?? false, state != port.state {
      return .differs("the port \(name) is \(port.state), not \(state)")
    }
    for (word, wanted, actual) in [
      ("isolated", pattern.isIsolated, port.isIsolated),
      ("hairpin", pattern.isHairpin, port.isHairpin),
    ] {
      if let wanted, wanted != actual {
        return .differs(
          "\(word) is \(actual ? "on" : "off") for \(name); "
            + "expected \(wanted ? "on" : "off")")
      }
    }
    return nil
  }
}
