import NetworkState

/// What was last read of a place, so that the next reading takes only what has changed.
struct PlaceMemory: Sendable {
  /// The namespace; its name may come to mean another one.
  var net: FileIdentity?
  var marks: TableMarks
  var state: PlaceState
  var parameters: ParameterFiles.Contents?
}

/// Reads a place again; a tool is started only for what is not as it was.
struct PlaceRefresh: Sendable {
  let sandbox: Sandbox
  let namespaces: Namespaces
  let old: PlaceMemory?
  /// Parameters that are not of one device take longest to read.
  let readsParameters: Bool
  /// Where the other ends of cables may be, and whether these are the same places as the last time.
  let peers: (candidates: PeerCandidates, areSame: Bool)

  func read() async throws -> PlaceMemory {
    let sockets = try Netlink.Sockets(in: namespaces, as: sandbox.identity)
    let identity = namespaces.net.identity
    let old = old.flatMap { $0.net == identity ? $0 : nil }
    let reader = WholeReader(sandbox: sandbox, namespaces: namespaces)
    // Before anything is read: what changes meanwhile is then seen to have changed the next time.
    let marks = try TableMarks(sockets)
    var memory = PlaceMemory(
      net: identity, marks: marks, state: old?.state ?? PlaceState(),
      parameters: old?.parameters)
    try await readTables(&memory.state, marks, old?.marks, reader)
    if marks.listeners == nil || marks.listeners != old?.marks.listeners {
      memory.state.listeners =
        marks.listeners?.isEmpty == true ? [] : try await reader.listeners()
    }
    try await readFilters(&memory.state, marks, old?.marks, reader)
    try readParameters(&memory, marks, old?.marks)
    if !peers.areSame || marks.links != old?.marks.links {
      let ids = Set((memory.state.links ?? []).compactMap(\.peerNamespaceID))
      memory.state.peerPlaces = try peers.candidates.places(of: ids, by: sockets.tables)
    }
    return memory
  }

  private func readTables(
    _ state: inout PlaceState, _ marks: TableMarks, _ old: TableMarks?, _ reader: WholeReader
  ) async throws {
    var wanted: [(line: String, take: (inout PlaceState, [UInt8]) throws -> Void)] = []
    if marks.links != old?.links {
      wanted.append(("addr show", { $0.links = try ToolOutput.links($1) }))
    }
    if marks.routes != old?.routes {
      wanted.append(("route show table all", { $0.routes = try ToolOutput.routes($1) }))
    }
    if marks.neighbours != old?.neighbours {
      if marks.neighbours.isEmpty {
        state.neighbours = []
      } else {
        wanted.append(("neigh show", { $0.neighbours = try ToolOutput.neighbours($1) }))
      }
    }
    let rulesDiffer = marks.rules != old?.rules || marks.newRules != old?.newRules
    if rulesDiffer {
      let new = marks.newRules.areBuiltIn ? Self.builtIn(.inet6) : try await reader.rules6()
      if marks.rules.areBuiltIn {
        state.rules = Self.builtIn(.inet) + new
      } else {
        wanted.append(
          ("rule show", { $0.rules = try ToolOutput.rules($1, family: .inet) + new }))
      }
    }
    if !wanted.isEmpty {
      for (document, part) in zip(try await reader.batch(wanted.map(\.line)), wanted) {
        try part.take(&state, document)
      }
    }
    if marks.forwarding != old?.forwarding {
      state.forwardingEntries =
        marks.forwarding.isEmpty ? [] : try await reader.forwardingEntries()
    }
  }

  /// The rules that every namespace begins with.
  private static func builtIn(_ family: AddressFamily) -> [PolicyRule] {
    let tables = [(0, "local"), (32766, "main")] + (family == .inet ? [(32767, "default")] : [])
    return tables.map {
      PolicyRule(family: family, priority: $0, attributes: ["from": "all", "lookup": $1])
    }
  }

  private func readFilters(
    _ state: inout PlaceState, _ marks: TableMarks, _ old: TableMarks?, _ reader: WholeReader
  ) async throws {
    if reader.keepsAllInNftables, let generation = marks.filters {
      if generation == old?.filters { return }
      // The first number is that of a namespace in which nothing was ever changed.
      if generation == 1 {
        (state.packetFilter, state.firewalls) = (PacketFilter(), [:])
        return
      }
    }
    (state.packetFilter, state.firewalls) = try await reader.filters()
  }

  private func readParameters(
    _ memory: inout PlaceMemory, _ marks: TableMarks, _ old: TableMarks?
  ) throws {
    if readsParameters || memory.parameters == nil || marks.settings != old?.settings {
      let contents = try ParameterFiles.read(
        ParameterFiles.common, in: namespaces, as: sandbox.identity)
      if contents != memory.parameters {
        memory.parameters = contents
        memory.state.sysctls.merge(contents.values) { _, new in new }
      }
    }
    for name in (old?.devices ?? [:]).keys where marks.devices[name] == nil {
      for path in ParameterFiles.paths(ofDevice: name) {
        memory.state.sysctls[ParameterFiles.key(ofPath: path)] = nil
      }
    }
    let changed = marks.devices.filter { old?.devices[$0.key] != $0.value }.keys.sorted()
    guard !changed.isEmpty else { return }
    let contents = try ParameterFiles.read(
      changed.flatMap(ParameterFiles.paths(ofDevice:)), in: namespaces, as: sandbox.identity)
    memory.state.sysctls.merge(contents.values) { _, new in new }
  }
}
