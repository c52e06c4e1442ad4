import Diagnosis
import LabDocument
import NetworkState

/// Finds out why a claim's probe got no answer; changes nothing in the lab but counters.
struct Diagnoser: Sendable {
  let sandbox: Sandbox
  let observer: Observer
  let means: ProbeMeans
  let history: CommandHistory

  /// The claim's diagnosis; `nil` for claims that send nothing that has a way.
  ///
  /// - Parameter snapshot: The network as it stands, read once for all claims of a block.
  func diagnose(_ claim: Claim, in snapshot: NetworkSnapshot) async -> Diagnosis? {
    guard let flow = ProbedFlow(claim, servers: { snapshot.nameServers(of: $0) }) else {
      return nil
    }
    return Diagnostician.diagnose(await evidence(flow, claim, snapshot))
  }

  /// The network with the internet, as far as diagnoses of the claims need it.
  func snapshot(for claims: [Claim]) async -> NetworkSnapshot {
    let opensPorts = claims.contains { claim in
      if case .probe(.ping, _) = claim.assertion { false } else { true }
    }
    return await observer.wholeSnapshot(.paths(sockets: opensPorts), withInternet: true)
  }

  /// Sends probes of the claim's kind and looks what becomes of them.
  func evidence(_ flow: ProbedFlow, _ claim: Claim, _ snapshot: NetworkSnapshot) async
    -> Evidence
  {
    var evidence = Evidence(flow: flow, snapshot: snapshot)
    evidence.history = history.all
    evidence.vlans = await vlans(snapshot)
    guard case .found(let net) = means.places.open(flow.place) else { return evidence }
    let namespaces = means.places.namespaces(of: flow.place, net: net)
    let packet = ProbePackets(means: means, namespaces: namespaces, flow: flow)
    let opened = open(snapshot.places.keys)
    let traces = await traces(packet.matches, snapshot, opened)
    evidence.untraced = usesLegacy(evidence.history)
    for place in opened.keys where traces[place] == nil && filters(place, snapshot) {
      evidence.untraced.insert(place)
    }
    let before = opened.mapValues { KernelCounters(in: $0, as: sandbox.identity) }
    let capture = try? PathCapture(opened.keys, means)
    let held = try? hold(flow)
    async let books = books(traces)
    let (answer, mark) = await packet.send(claim)
    withExtendedLifetime(held) {}
    evidence.probes = packet.count
    let indexes = Self.names(snapshot)
    evidence.sightings = capture?.sightings(mark, from: flow.place) { indexes[$0]?[$1] }
    for (place, namespaces) in opened {
      guard let before = before[place] else { continue }
      evidence.counters[place] = KernelCounters(in: namespaces, as: sandbox.identity)
        .moved(since: before)
    }
    let rules = await books
    for (place, trace) in traces {
      evidence.verdicts[place] = trace.verdicts(rules[place] ?? RuleBook(""))
    }
    await end(traces)
    switch answer {
    case .answered: evidence.isAnswered = true
    case .noAnswer(let words), .impossible(let words): evidence.words = words
    }
    if flow.bringsServer, !evidence.isAnswered { evidence.isAnswered = isRefusedByPlace(evidence) }
    return evidence
  }

  /// A reset of nobody's port is an answer where netlab would listen itself, unless a rule made it.
  private func isRefusedByPlace(_ evidence: Evidence) -> Bool {
    guard !evidence.verdicts.values.contains(where: { $0.contains(where: \.isDropped) }) else {
      return false
    }
    func saw(_ place: Place?, outgoing: Bool) -> Bool {
      guard let place else { return false }
      return evidence.sightings?[place]?.contains {
        $0.kind == .reset && $0.isOutgoing == outgoing
      } ?? false
    }
    return saw(evidence.flow.answerer, outgoing: true)
      && saw(evidence.flow.place, outgoing: false)
  }

  private func open(_ places: some Sequence<Place>) -> [Place: Namespaces] {
    places.reduce(into: [:]) { opened, place in
      guard case .found(let net) = means.places.open(place) else { return }
      opened[place] = means.places.namespaces(of: place, net: net)
    }
  }

  /// netlab's own server, where the claim brings one.
  private func hold(_ flow: ProbedFlow) throws -> ProbeListener? {
    guard flow.bringsServer, let server = flow.answerer, let port = flow.port,
      case .found(let net) = means.places.open(server)
    else { return nil }
    return try means.listeners.listen(
      flow.kind == .tcp ? .tcp : .udp, flow.destination, port,
      in: means.places.namespaces(of: server, net: net), as: sandbox.identity)
  }

  /// A trace in each place that filters at all.
  private func traces(
    _ matches: [String], _ snapshot: NetworkSnapshot, _ opened: [Place: Namespaces]
  ) async -> [Place: FilterTrace] {
    await withTaskGroup(of: (Place, FilterTrace?).self) { group in
      for (place, reading) in snapshot.places {
        guard case .state(let state) = reading, let namespaces = opened[place],
          state.packetFilter?.tables.isEmpty == false
        else { continue }
        group.addTask { [identity = sandbox.identity] in
          (place, await FilterTrace.start(matches, in: namespaces, as: identity))
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  /// Whether a place has a packet filter of which nothing is traced.
  ///
  /// That of iptables-legacy cannot be seen from outside without making its tables; so those
  /// count that the lab spoke of.
  private func filters(_ place: Place, _ snapshot: NetworkSnapshot) -> Bool {
    guard case .state(let state)? = snapshot.places[place] else { return false }
    let isFiltering = state.firewalls.values.contains { listing in
      listing.rules.values.contains { !$0.isEmpty }
        || listing.policies.values.contains { $0 != "ACCEPT" }
    }
    return isFiltering || state.packetFilter?.tables.isEmpty == false
  }

  private func usesLegacy(_ history: [PastCommand]) -> Set<Place> {
    Set(history.filter { $0.command.contains("tables-legacy") }.map(\.place))
  }

  private func books(_ traces: [Place: FilterTrace]) async -> [Place: RuleBook] {
    await withTaskGroup(of: (Place, RuleBook).self) { group in
      for (place, trace) in traces { group.addTask { (place, await trace.rules()) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  private func end(_ traces: [Place: FilterTrace]) async {
    await withTaskGroup(of: Void.self) { group in
      for trace in traces.values { group.addTask { await trace.end() } }
    }
  }

  private static func names(_ snapshot: NetworkSnapshot) -> [Place: [Int: String]] {
    snapshot.places.compactMapValues { reading in
      guard case .state(let state) = reading else { return nil }
      return (state.links ?? []).reduce(into: [:]) { $0[$1.index] = $1.name }
    }
  }

  /// The VLANs of ports, where a bridge looks at them.
  private func vlans(_ snapshot: NetworkSnapshot) async -> [DeviceID: PortVLANs] {
    var all: [DeviceID: PortVLANs] = [:]
    for (place, reading) in snapshot.places {
      guard case .state(let state) = reading,
        state.links?.contains(where: { $0.filtersVLANs }) == true,
        case .found(let net) = means.places.open(place)
      else { continue }
      let result = try? await Tool.run(
        "bridge", ["-j", "vlan", "show"], in: means.places.namespaces(of: place, net: net),
        as: sandbox.identity, timeout: .seconds(2))
      guard let result, result.succeeded,
        let ports = try? ToolOutput.portVLANs(result.output)
      else { continue }
      let filtering = Set((state.links ?? []).filter(\.filtersVLANs).map(\.name))
      for link in state.links ?? [] {
        guard let master = link.master, filtering.contains(master) else { continue }
        let entries = ports[link.name] ?? []
        all[DeviceID(place, link.name)] = PortVLANs(
          primary: entries.first { $0.isPrimary }?.id, members: Set(entries.map(\.id)))
      }
    }
    return all
  }
}
