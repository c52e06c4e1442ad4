import Diagnosis
import Foundation
import NetworkState
import Testing

/// Diagnoses of what was recorded in broken labs: no machine, no kernel.
@Suite("Recorded evidence")
struct RecordedTests {
  @Test("The cause is found where it is", arguments: try Records.names())
  func finds(_ name: String) throws {
    let record = try Records.read(name)
    let diagnosis = Diagnostician.diagnose(record.evidence)
    #expect(diagnosis.cause?.rawValue == record.expected.cause, "\(diagnosis)")
    #expect(diagnosis.hop == record.expected.hop)
    #expect(diagnosis.device == record.expected.device)
    #expect(diagnosis.command?.isEmpty == false)
    let cause = try #require(diagnosis.cause)
    #expect(name.contains(cause.rawValue))
  }

  @Test("Every cause but one was recorded")
  func complete() throws {
    let names = try Records.names()
    // Kernels without VLAN filtering cannot break a lab in this way; see below.
    for cause in Cause.allCases where cause != .vlanMismatch {
      #expect(names.contains { $0.contains(cause.rawValue) }, "\(cause)")
    }
  }

  @Test("Ports in different VLANs, with what `bridge vlan` would say")
  func vlans() throws {
    var evidence = try Records.read("24-ports-isolated").evidence
    let host = Place.host(Place.defaultHostName)
    try #require(
      evidence.snapshot.change(host) { links in
        for index in links.indices {
          links[index].bridgePort?.isIsolated = false
          links[index].filtersVLANs = links[index].kind == "bridge"
        }
      })
    evidence.vlans = [
      DeviceID(host, "veth0"): PortVLANs(primary: 1, members: [1]),
      DeviceID(host, "veth1"): PortVLANs(primary: 20, members: [20]),
    ]
    let diagnosis = Diagnostician.diagnose(evidence)
    #expect(diagnosis.cause == .vlanMismatch)
    #expect(diagnosis.hop == host)
    #expect(diagnosis.device == "veth1")
    #expect(diagnosis.observed == "veth0 is in VLAN 1, pvid 1; veth1 is in VLAN 20, pvid 20")
  }

  @Test("What was seen to pass is not blamed")
  func proof() throws {
    // Forwarding reads 0, but the packet was seen to go on: something else is wrong.
    var evidence = try Records.read("13-forwarding-off").evidence
    let router = Place.namespace("router", host: Place.defaultHostName)
    let request = Sighting(
      .request, on: "east", isOutgoing: true, from: IPAddress("10.1.0.2")!,
      to: IPAddress("10.2.0.2")!)
    evidence.sightings?[router, default: []].append(request)
    let diagnosis = Diagnostician.diagnose(evidence)
    #expect(diagnosis.cause == nil)
    #expect(diagnosis.hop == router)
    #expect(diagnosis.device == "east")
    #expect(diagnosis.ruledOut.contains(.linkDown))
  }

  @Test("Where a filter could not be traced, it is not ruled out")
  func untraced() throws {
    var evidence = try Records.read("33-filtered-here").evidence
    evidence.verdicts = [:]
    let blue = Place.namespace("blue", host: Place.defaultHostName)
    let seen = Diagnostician.diagnose(evidence)
    #expect(seen.cause == nil)
    #expect(seen.ruledOut.contains(.filteredHere))
    evidence.untraced = [blue]
    let unseen = Diagnostician.diagnose(evidence)
    #expect(unseen.cause == nil)
    #expect(!unseen.ruledOut.contains(.filteredHere))
    #expect(unseen.observed.contains("the packet filter of blue"))
  }

  @Test("A probe that is answered after all has no cause", arguments: try Records.names())
  func answered(_ name: String) throws {
    var evidence = try Records.read(name).evidence
    guard !name.contains("duplicate-address"), !name.contains("namespace-missing") else { return }
    evidence.isAnswered = true
    #expect(Diagnostician.diagnose(evidence).cause == nil)
  }
}

extension NetworkSnapshot {
  /// Changes the links of a place; whether it was there.
  fileprivate mutating func change(_ place: Place, _ body: (inout [Link]) -> Void) -> Bool {
    guard case .state(var state)? = places[place], var links = state.links else { return false }
    body(&links)
    state.links = links
    places[place] = .state(state)
    return true
  }
}
