import LabDocument
import NetworkState

extension StateJudge {
  /// The kinds whose other end is a device like them, and not one below.
  private static let pairs: Set<String> = ["veth", "netkit", "vxcan"]

  /// What speaks against the peer that is claimed, or `nil` if both ends prove it.
  static func peerDifference(
    _ link: Link, _ peer: LinkPeer, _ view: PlaceView, _ snapshot: NetworkSnapshot
  ) -> Finding? {
    guard let kind = link.kind, pairs.contains(kind) else {
      let kind = link.kind.map { "of type \($0)" } ?? "of no type"
      return .differs("\(link.name) in \(view.place) is \(kind), so it has no peer")
    }
    let expected = "\(peer.place)/\(peer.name)"
    if let name = link.peerName {
      guard peer.place != view.place || peer.name != name else { return nil }
      return .differs("peer of \(link.name) is \(view.place)/\(name), not \(expected)")
    }
    guard let index = link.peerIndex, let id = link.peerNamespaceID else {
      return .differs("the peer of \(link.name) is not known here; expected \(expected)")
    }
    if case .unreadable(let reason) = snapshot.places[peer.place] {
      return .unknown("\(peer.place) could not be read: \(reason)")
    }
    guard let place = view.state.peerPlaces[id] else {
      return .differs(
        "the peer of \(link.name) is in a namespace that is no place of this lab; "
          + "expected \(expected)")
    }
    switch actualPeer(index, in: place, view, snapshot) {
    case .success(let name) where place == peer.place && name == peer.name:
      return nil
    case .success(let name):
      return .differs("peer of \(link.name) is \(place)/\(name), not \(expected)")
    case .failure(let problem) where place == peer.place:
      return .unknown(problem.reason)
    case .failure:
      // The name there was not read, but the place is already another one.
      return .differs("peer of \(link.name) is in \(place); expected \(expected)")
    }
  }

  private struct PeerProblem: Error {
    var reason: String
  }

  /// The name of the device with the index in the peer's place.
  private static func actualPeer(
    _ index: Int, in place: Place, _ view: PlaceView, _ snapshot: NetworkSnapshot
  ) -> Result<String, PeerProblem> {
    let state: PlaceState
    switch snapshot.places[place] {
    case .state(let known): state = known
    case .missing: return .failure(PeerProblem(reason: missing(place, in: snapshot)))
    case .unreadable(let reason):
      return .failure(PeerProblem(reason: "\(place) could not be read: \(reason)"))
    case nil: return .failure(PeerProblem(reason: "\(place) was not read"))
    }
    guard let links = state.links else {
      return .failure(PeerProblem(reason: "the links of \(place) were not read"))
    }
    guard let link = links.first(where: { $0.index == index }) else {
      return .failure(
        PeerProblem(reason: "\(place) changed while it was read: the peer is not in it"))
    }
    return .success(link.name)
  }
}
