import CLinux
import Glibc
import NetworkState
import Verification

/// Reads the state of places from outside, with the machine's own tools.
///
/// It joins a place's user and network namespaces and keeps its own mounts and processes, so that
/// what runs inside can neither show it a false `ip` nor see it. Leaves nothing behind.
struct Observer: Sendable {
  let sandbox: Sandbox
  let places: PlaceDirectory
  private let scratch: ScratchRules

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
    places = PlaceDirectory(sandbox: sandbox)
    scratch = ScratchRules(sandbox: sandbox)
  }

  /// Reads what claims need, all places side by side.
  func snapshot(_ needs: [Place: Set<Reading>]) async -> NetworkSnapshot {
    var snapshot = NetworkSnapshot()
    for (place, readings) in needs where readings.contains(.namespaces) {
      if case .host(let host) = place {
        snapshot.namespaces[host] = places.names(ofHost: host).map(\.onOneLine)
      }
    }
    let candidates = Array(needs.keys)
    await withTaskGroup(of: (Place, PlaceReading).self) { group in
      for (place, readings) in needs {
        group.addTask { (place, await read(place, readings, candidates)) }
      }
      for await (place, reading) in group { snapshot.places[place] = reading }
    }
    return snapshot
  }

  private func read(_ place: Place, _ readings: Set<Reading>, _ candidates: [Place]) async
    -> PlaceReading
  {
    switch places.openSole(place) {
    case .missing:
      return .missing
    case .refused(let reason):
      return .unreadable(reason)
    case .found(let net):
      do {
        let reader = PlaceReader(
          sandbox: sandbox, namespaces: places.namespaces(of: place, net: net),
          scratch: scratch)
        var state = try await reader.read(readings)
        if readings.contains(.peers) { state.peerPlaces = try peers(of: reader, candidates) }
        return .state(state)
      } catch {
        return .unreadable("\(error)")
      }
    }
  }

  /// Which ids a place has for the others that are asked about.
  private func peers(of reader: PlaceReader, _ candidates: [Place]) throws -> [Int: Place] {
    let netlink = try Netlink(in: reader.namespaces, as: sandbox.identity)
    var peers: [Int: Place] = [:]
    for candidate in candidates {
      guard case .found(let net) = places.openSole(candidate) else { continue }
      if let id = try netlink.id(of: net) { peers[id] = candidate }
    }
    return peers
  }
}
