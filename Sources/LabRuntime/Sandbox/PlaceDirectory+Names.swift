import Glibc
import NetworkState

extension PlaceDirectory {
  /// Opens a place that a claim is about: a namespace that has two names is refused under both.
  ///
  /// What is said of one name would be true of the other by that alone, and a lab that wants two
  /// rooms would be content with one. Commands run under either name, as on any machine.
  func openSole(_ place: Place) -> Finding {
    guard case .namespace(let name, let host) = place, case .found(let net) = open(place),
      let identity = net.identity
    else { return open(place) }
    // `host` may be the first host's other name.
    let own = Place.namespace(name, host: sandbox.host(named: host)?.name ?? host)
    let others = names(of: identity).filter { $0 != own }
    guard !others.isEmpty else { return .found(net) }
    let list = ([place] + others).map { "\($0)" }.sorted()
    return .refused(
      "\(list.joined(separator: " and ")) are names of the same network namespace, so a claim "
        + "about one of them would hold for the other")
  }

  /// Which of the places are further names of a namespace, by its first name.
  func otherNames(of all: [Place]) -> [Place: [Place]] {
    var names: [FileIdentity: [Place]] = [:]
    for place in all {
      guard case .namespace = place, let identity = identity(of: place) else { continue }
      names[identity, default: []].append(place)
    }
    return Dictionary(
      names.values.filter { $0.count > 1 }.map { places in
        let sorted = places.sorted { "\($0)" < "\($1)" }
        return (sorted[0], Array(sorted.dropFirst()))
      }
    ) { first, _ in first }
  }

  /// The places whose names stand for a namespace; nothing is opened, so that it costs little.
  private func names(of identity: FileIdentity) -> [Place] {
    sandbox.hosts.flatMap { host -> [Place] in
      guard let folder = directory(ofHost: host.name) else { return [] }
      return Folder.names(in: folder).filter { name in
        var status = stat()
        return fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0
          && FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) == identity
      }.map { .namespace($0, host: host.name) }
    }
  }
}
