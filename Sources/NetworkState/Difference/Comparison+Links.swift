// Devices: which are there, and how they are.
extension Comparison {
  var links: [StateChange] {
    guard let old = old.links, let new = new.links else { return [] }
    let oldByName = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
    let newByName = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
    return Set(oldByName.keys).union(newByName.keys).compactMap { name -> StateChange? in
      switch (oldByName[name], newByName[name]) {
      case (let link?, nil):
        return change(.disappeared, .link, text(of: link, in: before))
      case (nil, let link?):
        return change(.appeared, .link, text(of: link, in: after))
      case (let old?, let new?):
        let words = differences(old, new)
        return words.isEmpty
          ? nil : change(.changed, .link, "link \(name) " + words.joined(separator: ", "))
      case (nil, nil):
        return nil
      }
    }
  }

  /// `link ceth0 down type veth peer host/veth0`.
  private func text(of link: Link, in snapshot: NetworkSnapshot) -> String {
    var words = ["link", link.name, link.stateWords]
    if let kind = link.kind { words += ["type", kind] }
    if let master = link.master { words += ["master", master] }
    if let other = other(of: link, in: snapshot) { words.append(other) }
    return words.joined(separator: " ")
  }

  private func differences(_ old: Link, _ new: Link) -> [String] {
    var words: [String] = []
    func compare(_ name: String, _ old: String?, _ new: String?) {
      guard old != new else { return }
      let front = name.isEmpty ? "" : "\(name) "
      switch (old, new) {
      case (let old?, let new?): words.append("\(front)\(old) → \(new)")
      case (nil, let new?): words.append("\(front)\(new)")
      case (_, nil): words.append("no \(name)")
      }
    }
    compare("", old.stateWords, new.stateWords)
    compare("type", old.kind, new.kind)
    compare("master", old.master, new.master)
    compare("mtu", "\(old.mtu)", "\(new.mtu)")
    if scope == .oneRun, !hasAddressOfPort(new) {
      compare("address", old.macAddress?.description, new.macAddress?.description)
    }
    let (oldEnd, newEnd) = (other(of: old, in: before), other(of: new, in: after))
    // An end that cannot be named is not known to be another one.
    if let oldEnd, let newEnd, oldEnd != newEnd { words.append("\(oldEnd) → \(newEnd)") }
    if let oldPort = old.bridgePort, let newPort = new.bridgePort {
      compare("isolated", oldPort.isIsolated.word, newPort.isIsolated.word)
      compare("hairpin", oldPort.isHairpin.word, newPort.isHairpin.word)
    }
    for flag in old.settings.symmetricDifference(new.settings).sorted() {
      words.append(new.settings.contains(flag) ? flag : "no \(flag)")
    }
    return words
  }

  /// Whether a bridge has the address of one of its ports, which it takes by itself.
  private func hasAddressOfPort(_ link: Link) -> Bool {
    link.kind == "bridge"
      && (new.links ?? []).contains {
        $0.master == link.name && $0.macAddress == link.macAddress
      }
  }

  /// The other end of a cable, or the device below: `peer host/veth0`, `link eth0`.
  private func other(of link: Link, in snapshot: NetworkSnapshot) -> String? {
    let isCable = link.kind == "veth"
    if let name = link.peerName { return isCable ? "peer \(place)/\(name)" : "link \(name)" }
    guard let index = link.peerIndex, let id = link.peerNamespaceID,
      case .state(let state) = snapshot.places[place], let there = state.peerPlaces[id],
      case .state(let other) = snapshot.places[there],
      let end = other.links?.first(where: { $0.index == index })
    else { return nil }
    return "\(isCable ? "peer" : "link") \(there)/\(end.name)"
  }
}

extension Link {
  /// `down`, `up`, or `up no-carrier`.
  fileprivate var stateWords: String {
    !isUp ? "down" : hasCarrier ? "up" : "up no-carrier"
  }

  /// The flags that somebody has to set, beyond `UP`.
  fileprivate var settings: Set<String> { flags.intersection(["NOARP", "PROMISC", "ALLMULTI"]) }
}

extension Bool {
  fileprivate var word: String { self ? "on" : "off" }
}
