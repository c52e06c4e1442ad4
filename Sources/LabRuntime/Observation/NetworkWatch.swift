import LabResults
import NetworkState

/// Reads the network between the steps of a run, and says what each of them changed.
///
/// It remembers each place, and looks into what the kernel says has changed: a step that changed
/// nothing costs a few messages and no program.
actor NetworkWatch {
  private let observer: Observer
  /// Parameters that are not of one device are read each time, and not only when one of them is
  /// known to have changed.
  private let readsAllParameters: Bool
  private var memories: [Place: PlaceMemory] = [:]
  private var internet: PlaceReading = .missing
  /// By which the internet's devices are known to be as they were.
  private var internetMark: Int?
  /// How the network stood at the end of the last step.
  private var last: NetworkSnapshot?
  /// The parameters have been read since the last step ended.
  private var hasLooked = false

  init(_ observer: Observer, readsAllParameters: Bool = true) {
    self.observer = observer
    self.readsAllParameters = readsAllParameters
  }

  /// Reads the network as the first step finds it.
  func begin() async {
    last = await look(readsParameters: true)
  }

  /// Reads ahead what ``change()`` will want, while the last claims of a step are judged.
  func lookAhead() async {
    _ = await look(readsParameters: readsAllParameters)
    hasLooked = true
  }

  /// What is not as it was when this was last asked; `nil` if it could not be read.
  func change() async -> NetworkChange? {
    var now = await look(readsParameters: readsAllParameters && !hasLooked)
    // A place that goes while it is read.
    if now.hasUnreadable, !Task.isCancelled {
      now = await look(readsParameters: readsAllParameters)
    }
    hasLooked = false
    guard !Task.isCancelled else { return nil }
    defer { last = now }
    return last.map { NetworkChange(from: $0, to: now) }
  }

  private func look(readsParameters: Bool) async -> NetworkSnapshot {
    var snapshot = NetworkSnapshot()
    for host in observer.sandbox.hosts {
      snapshot.namespaces[host.name] = observer.places.names(ofHost: host.name)
      snapshot.files[host.name] = observer.files(of: host)
    }
    let before = memories
    // Opened once, and closed when all are read: an open place stays alive.
    let opened = observer.places.all.map { ($0, observer.places.open($0)) }
    let places = opened.filter { $0.0 != .internet }
    snapshot.otherNames = observer.places.otherNames(of: places.map(\.0))
    let peers = PeerCandidates(opened)
    let areSame = Set(places.compactMap { $0.1.net?.identity }) == Set(before.values.map(\.net))
    var memories: [Place: PlaceMemory] = [:]
    await withTaskGroup(of: (Place, PlaceReading, PlaceMemory?).self) { [observer] group in
      for (place, finding) in places {
        group.addTask {
          await Slots.looks.with {
            await observer.refresh(
              place, finding, from: before[place], readsParameters: readsParameters,
              peers, arePeersSame: areSame)
          }
        }
      }
      for await (place, reading, memory) in group {
        snapshot.places[place] = reading
        memories[place] = memory
      }
    }
    // A lab has no rights over the internet; what its devices show comes of those of the hosts.
    let hosts = memories.filter { if case .host = $0.key { true } else { false } }
    if hosts.contains(where: { before[$0.key]?.marks.links != $0.value.marks.links }) {
      let mark = observer.internetMark()
      if mark == nil || mark != internetMark { internet = await observer.internet() }
      internetMark = mark
    }
    snapshot.places[.internet] = internet
    self.memories = memories
    return snapshot
  }
}

extension Observer {
  fileprivate func refresh(
    _ place: Place, _ finding: PlaceDirectory.Finding, from old: PlaceMemory?,
    readsParameters: Bool, _ peers: PeerCandidates, arePeersSame: Bool
  ) async -> (Place, PlaceReading, PlaceMemory?) {
    switch finding {
    case .missing: return (place, .missing, nil)
    case .refused(let reason): return (place, .unreadable(reason), nil)
    case .found(let net):
      do {
        let namespaces = places.namespaces(of: place, net: net)
        let memory = try await PlaceRefresh(
          sandbox: sandbox, namespaces: namespaces, old: old, readsParameters: readsParameters,
          peers: (peers, arePeersSame)
        ).read()
        return (place, .state(memory.state), memory)
      } catch {
        return (place, .unreadable("\(place) could not be read: \(error)"), nil)
      }
    }
  }
}

extension PlaceDirectory.Finding {
  fileprivate var net: Descriptor? {
    if case .found(let net) = self { net } else { nil }
  }
}
