import CLinux
import Glibc
import NetworkState

extension Observer {
  /// Reads everything of all hosts and their namespaces, side by side.
  ///
  /// The internet, over which labs have no rights, is among them only if asked for.
  func wholeSnapshot(
    _ depth: WholeReader.Depth = .everything, withInternet: Bool = false
  ) async -> NetworkSnapshot {
    var snapshot = NetworkSnapshot()
    for host in sandbox.hosts {
      snapshot.namespaces[host.name] = places.names(ofHost: host.name)
      snapshot.files[host.name] = files(of: host)
    }
    let all = places.all.filter { withInternet || $0 != .internet }
    snapshot.otherNames = places.otherNames(of: all)
    let opened = all.map { ($0, places.open($0)) }
    // Cables lead to the internet whether it is read or not.
    let outside = withInternet ? [] : [(Place.internet, places.open(.internet))]
    let candidates = PeerCandidates(opened + outside)
    await withTaskGroup(of: (Place, PlaceReading).self) { group in
      for (place, finding) in opened {
        group.addTask { (place, await readWhole(place, finding, depth, candidates)) }
      }
      for await (place, reading) in group { snapshot.places[place] = reading }
    }
    return snapshot
  }

  private func readWhole(
    _ place: Place, _ finding: PlaceDirectory.Finding, _ depth: WholeReader.Depth,
    _ candidates: PeerCandidates
  ) async -> PlaceReading {
    switch finding {
    case .missing: return .missing
    case .refused(let reason): return .unreadable(reason)
    case .found(let net):
      let namespaces = places.namespaces(of: place, net: net)
      do {
        let reader = WholeReader(sandbox: sandbox, namespaces: namespaces, depth: depth)
        var state = try await reader.read()
        let ids = Set((state.links ?? []).compactMap(\.peerNamespaceID))
        let netlink = try Netlink(in: namespaces, as: sandbox.identity)
        state.peerPlaces = try candidates.places(of: ids, by: netlink)
        return .state(state)
      } catch {
        return .unreadable("\(place) could not be read: \(error)")
      }
    }
  }

  /// What resolvers read, in `/etc` and for each name in `/etc/netns`.
  func files(of host: SandboxHost) -> [String: String] {
    var paths = ["hosts", "resolv.conf"].map { "/etc/\($0)" }
    let flags = clinux_o_path | O_NOFOLLOW | O_DIRECTORY
    if let etc = try? Descriptor.open("etc", in: host.stage.root, flags),
      let folder = try? Descriptor.open("netns", in: etc, flags)
    {
      for name in Folder.names(in: folder) {
        paths += ["hosts", "resolv.conf"].map { "/etc/netns/\(name)/\($0)" }
      }
    }
    var files: [String: String] = [:]
    for path in paths {
      switch SandboxFile.read(path, below: host.stage.root) {
      case .text(let text): files[path] = text
      case .missing: break
      case .refused(let reason): files[path] = reason
      }
    }
    return files
  }
}
