import LabDocument
import NetworkState

/// Builds a world's network in a fresh sandbox: the hosts' `eth0`, their gateway, and the internet.
struct WorldBuilder {
  let sandbox: Sandbox
  let world: World

  /// Builds everything and returns when links have their carrier and routes are in place.
  func build() async throws(RuntimeProblem) {
    if let start = world.start {
      throw .sandbox("the lab \(start), at whose end this one starts, was not read")
    }
    let network = WorldNetwork(world: world)
    let internet = Namespaces(user: sandbox.outer.user, net: sandbox.outer.net)
    let sides = world.hosts.indices.map { side(of: $0) }
    let settings = WorldSettings(sandbox: sandbox)
    for side in sides { settings.write(WorldSettings.host, in: side) }
    settings.write(WorldSettings.internet, in: internet)
    let plugged = world.hosts.indices.filter { !world.hosts[$0].addresses.isEmpty }
    if !plugged.isEmpty {
      try await batch(
        network.internetLines, in: internet, inherited: plugged.map { sides[$0].net })
      // The world's devices were born; the lab's own do detect duplicates, as on any machine.
      for index in plugged {
        settings.write(["net/ipv6/conf/default/accept_dad": "1"], in: sides[index])
      }
      try await buildHosts(plugged, network)
      let settling = WorldSettling(sandbox: sandbox)
      try settling.readCarriers(of: network.internetDevices, in: internet)
      for index in plugged { try settling.readCarriers(of: ["eth0"], in: sides[index]) }
      for place in [internet] + plugged.map({ sides[$0] }) {
        try await settling.waitForAddresses(in: place)
      }
    }
    for side in sides { try settings.demand(world.sysctls, in: side) }
  }

  /// A host's network with the rights of the outer stage, which are rights over the internet too.
  private func side(of index: Int) -> Namespaces {
    Namespaces(user: sandbox.outer.user, net: sandbox.hosts[index].stage.net)
  }

  private func buildHosts(_ indices: [Int], _ network: WorldNetwork) async throws(RuntimeProblem) {
    let problems = await withTaskGroup(of: RuntimeProblem?.self) { group in
      for index in indices {
        group.addTask {
          do throws(RuntimeProblem) {
            try await batch(network.lines(of: world.hosts[index]), in: side(of: index))
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    if let problem = problems.compactMap(\.self).first { throw problem }
  }

  private func batch(
    _ lines: [String], in namespaces: Namespaces, inherited: [Descriptor] = []
  ) async throws(RuntimeProblem) {
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    let output = try await Tool.run(
      "ip", ["-batch", "-"], input: input, inherited: inherited, in: namespaces,
      as: sandbox.identity)
    guard output.succeeded else {
      throw .sandbox("the lab's world could not be built: \(output.errorText)")
    }
  }
}
