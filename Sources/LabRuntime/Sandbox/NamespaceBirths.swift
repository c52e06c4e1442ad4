import NetworkState

/// Gives the namespaces that a lab makes the settings that a lab's machine has.
///
/// A new network namespace copies net.ipv4.conf from the machine's first one, whatever namespace
/// made it (ip-sysctl, devconf_inherit_init_net): on a machine that forwards it would forward. What
/// one command made is set right before the next, and only if the command did nothing else, so that
/// no setting of the lab's own is undone.
struct NamespaceBirths: Sendable {
  let places: PlaceDirectory
  var settings = WorldSettings.namespace
  /// The namespaces before the command; `nil` if it may do more than make some.
  private var known: Set<FileIdentity>?

  init(places: PlaceDirectory) {
    self.places = places
  }

  /// To be called before a command: looks at what is there.
  mutating func prepare(for command: String) {
    known =
      Self.onlyMakesNamespaces(command) ? Set(namespaces.compactMap(\.net.identity)) : nil
  }

  /// To be called after it: sets right what is new.
  mutating func settle() {
    guard let known else { return }
    self.known = nil
    let writer = WorldSettings(sandbox: places.sandbox)
    for (place, net) in namespaces {
      guard let identity = net.identity, !known.contains(identity) else { continue }
      writer.write(settings, in: places.namespaces(of: place, net: net))
    }
  }

  private var namespaces: [(place: Place, net: Descriptor)] {
    places.all.compactMap { place in
      guard case .namespace = place, case .found(let net) = places.open(place) else { return nil }
      return (place, net)
    }
  }

  /// Whether a command is nothing but `ip netns add` and the like, once or several times, or a loop.
  static func onlyMakesNamespaces(_ command: String) -> Bool {
    guard command.contains("netns"), !command.contains(where: { "`()<>\\|".contains($0) }) else {
      return false
    }
    let parts = command.split { ";&\n".contains($0) }
    return parts.allSatisfy { part in
      var words = part.split(whereSeparator: \.isWhitespace)
      while let first = words.first, ["sudo", "do"].contains(first) { words.removeFirst() }
      switch words.first {
      case nil, "for", "done": return true
      case "ip": return words.count > 2 && words[1] == "netns" && words[2] != "exec"
      default: return false
      }
    }
  }
}
