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
