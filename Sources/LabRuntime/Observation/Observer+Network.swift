import NetworkState
import Verification

extension Observer {
  /// Reads everything of all places, as ``wholeSnapshot()``, and the devices of the internet.
  ///
  /// Places that change while they are read are read again.
  func networkSnapshot() async -> NetworkSnapshot {
    async let internet = internet()
    var whole = await wholeSnapshot()
    if whole.hasUnreadable, !Task.isCancelled { whole = await wholeSnapshot() }
    whole.places[.internet] = await internet
    return whole
  }

  /// By what the internet's devices are known to be as they were; `nil` if that cannot be told.
  func internetMark() -> Int? {
    guard case .found(let net) = places.open(.internet) else { return nil }
    let namespaces = places.namespaces(of: .internet, net: net)
    guard let links = try? Netlink(in: namespaces, as: sandbox.identity).links() else { return nil }
    return TableMarks.mark(links.flatMap(\.lasting))
  }

  /// The internet's devices, and which hosts are plugged into it.
  func internet() async -> PlaceReading {
    var needs: [Place: Set<Reading>] = [.internet: [.links, .peers]]
    for host in sandbox.hosts { needs[.host(host.name)] = [.presence] }
    return await snapshot(needs).places[.internet] ?? .missing
  }
}

extension NetworkSnapshot {
  var hasUnreadable: Bool {
    places.values.contains { if case .unreadable = $0 { true } else { false } }
  }
}
