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
    // Opened once, and closed when all are read: an open place stays alive.
    let opened = needs.keys.map { ($0, places.openSole($0)) }
    let candidates = PeerCandidates(opened)
    await withTaskGroup(of: (Place, PlaceReading).self) { group in
      for (place, finding) in opened {
        let readings = needs[place] ?? []
        group.addTask {
          await Slots.looks.with { (place, await read(place, finding, readings, candidates)) }
        }
      }
      for await (place, reading) in group { snapshot.places[place] = reading }
    }
    return snapshot
  }

  private func read(
    _ place: Place, _ finding: PlaceDirectory.Finding, _ readings: Set<Reading>,
    _ candidates: PeerCandidates
  ) async -> PlaceReading {
    switch finding {
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
        if readings.contains(.peers) {
          let ids = Set((state.links ?? []).compactMap(\.peerNamespaceID))
          let netlink = try Netlink(in: reader.namespaces, as: sandbox.identity)
          state.peerPlaces = try candidates.places(of: ids, by: netlink)
        }
        return .state(state)
      } catch {
        return .unreadable("\(error)")
      }
    }
  }
}

/// The places of a snapshot, of which one may be where the other end of a cable is.
struct PeerCandidates: Sendable {
  private var list: [(place: Place, net: Descriptor)] = []

  init(_ opened: [(Place, PlaceDirectory.Finding)]) {
    for (place, finding) in opened {
      guard case .found(let net) = finding else { continue }
      // Hosts first: most cables lead to them, and then no other place need be asked about.
      let index = if case .host = place { 0 } else { list.count }
      list.insert((place, net), at: index)
    }
  }

  /// Which of the places the ids mean by which a place knows others.
  func places(of ids: Set<Int>, by netlink: Netlink) throws -> [Int: Place] {
    var places: [Int: Place] = [:]
    for (place, net) in list where places.count < ids.count {
      if let id = try netlink.id(of: net), ids.contains(id) { places[id] = place }
    }
    return places
  }
}
