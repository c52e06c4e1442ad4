import Diagnosis
import Foundation
import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// What was known of a broken lab when its probe failed, and what must be made of it.
struct Record: Codable, Sendable {
  struct Expectation: Codable, Hashable, Sendable {
    var cause: String
    var hop: Place
    var device: String?
  }

  var evidence: Evidence
  var expected: Expectation
}

/// The records that lie beside the tests, one for each cause and more.
enum Records {
  static let folder = BrokenLabs.folder.deletingLastPathComponent().appending(path: "recorded")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func read(_ name: String) throws -> Record {
    let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
    return try JSONDecoder().decode(Record.self, from: data)
  }

  static func write(_ record: Record, as name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try encoder.encode(record).write(to: folder.appending(path: "\(name).json"))
  }
}

/// Runs a broken lab up to its first failing claim, and looks at what a diagnosis sees.
enum Recording {
  /// The evidence of the first claim of the step `broken`; `nil` if the lab is skipped.
  static func evidence(of lab: Lab) async throws -> Evidence? {
    let rehearsal = await LabMachine.rehearse(lab) { machine -> Evidence? in
      for step in lab.steps {
        for part in step.parts {
          await run(part.elements, of: step, on: machine)
          let claim = part.expectBlocks.first?.claims.first?.alternatives.first
          if step.id == "broken", let claim { return await evidence(of: claim, on: machine) }
        }
      }
      return nil
    }
    return if case .done(let evidence) = rehearsal { evidence } else { nil }
  }

  static func run(_ elements: [Element], of step: Step, on machine: LabMachine) async {
    for case .console(let block) in elements where block.role != .example {
      for case .command(let command) in block.entries {
        _ = await machine.run(command, timeout: step.timeout)
      }
    }
  }

  static func evidence(of claim: Claim, on machine: LabMachine) async -> Evidence? {
    let means = ProbeMeans(sandbox: machine.sandbox, places: machine.verifier.observer.places)
    let diagnoser = Diagnoser(
      sandbox: machine.sandbox, observer: machine.verifier.observer, means: means,
      history: machine.verifier.history)
    let snapshot = await diagnoser.snapshot(for: [claim])
    guard let flow = ProbedFlow(claim, servers: { snapshot.nameServers(of: $0) }) else {
      return nil
    }
    let evidence = await diagnoser.evidence(flow, claim, snapshot)
    await means.captures.finish()
    return evidence
  }

  /// Without what no diagnosis looks at: parameters of hundreds, and what other devices count.
  static func shortened(_ evidence: Evidence) -> Evidence {
    var short = evidence
    let keys = [
      "forwarding", "ip_forward", "rp_filter", "arp_ignore", "icmp_echo_ignore_all",
      "icmp.echo_ignore_all", "bridge-nf-call-iptables",
    ]
    short.snapshot.places = evidence.snapshot.places.mapValues { reading in
      guard case .state(var state) = reading else { return reading }
      state.sysctls = state.sysctls.filter { entry in
        keys.contains { entry.key.hasSuffix($0) }
          && (entry.value != "0" || entry.key.contains("forward"))
      }
      state.forwardingEntries = state.forwardingEntries?.filter { $0.destination != nil }
      state.routes = state.routes?.filter { route in
        route.destination.map { !$0.address.isLinkLocal && !$0.address.isMulticast } ?? true
      }
      return .state(state)
    }
    short.counters = evidence.counters.mapValues { counters in
      let named = [
        "TcpExtIPReversePathFilter", "IpInAddrErrors", "IpExtInNoRoutes", "IcmpInEchos",
        "UdpNoPorts", "Udp6NoPorts",
      ]
      return counters.filter { named.contains($0.key) }
    }
    short.snapshot.files = [:]
    // A packet that goes round passes often enough to be known for it.
    short.sightings = evidence.sightings?.mapValues { Array($0.prefix(12)) }
    short.history = evidence.history.filter {
      $0.command.contains("route") || $0.command.contains(" down")
    }
    return short
  }
}
