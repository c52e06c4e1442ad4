import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// Paths made of what captures saw once.
@Suite("The path of a probe")
struct TracePathTests {
  private func path(
    _ recording: TraceRecording, _ mark: TraceMark, from place: String, to target: TraceEndpoint,
    without isLost: (TraceSighting) -> Bool = { _ in false }
  ) -> TracePath {
    TracePath(
      recording.sightings.filter { !isLost($0) }, mark, from: TraceRecording.place(place),
      to: target, topology: TraceRecording.rooms)
  }

  private let outside = TraceEndpoint(IPAddress("8.8.8.8")!)

  @Test("A ping through a bridge and masquerade, there and back")
  func masquerade() throws {
    let recording = try TraceRecording("trace-masquerade")
    let path = path(recording, .token(recording.token), from: "red", to: outside)
    #expect(
      path.hops.map(\.line) == [
        "red c0 out asking 172.18.0.2 > 172.18.0.1 who has 172.18.0.1? answered",
        "red c0 out there 172.18.0.2 > 8.8.8.8 echo request; ttl 64",
        "host v-red in there 172.18.0.2 > 8.8.8.8 echo request",
        "host br0 in there 172.18.0.2 > 8.8.8.8 echo request",
        "host eth0 out asking 10.0.2.15 > 10.0.2.2 who has 10.0.2.2? answered",
        "host eth0 out there 10.0.2.15 > 8.8.8.8 echo request; source rewritten (NAT), ttl 63",
        "internet eth0 in there 10.0.2.15 > 8.8.8.8 echo request",
        "internet eth0 out back 8.8.8.8 > 10.0.2.15 echo reply; ttl 64",
        "host eth0 in back 8.8.8.8 > 10.0.2.15 echo reply",
        "host br0 out back 8.8.8.8 > 172.18.0.2 echo reply; destination rewritten (NAT), ttl 63",
        "host v-red out back 8.8.8.8 > 172.18.0.2 echo reply",
        "red c0 in back 8.8.8.8 > 172.18.0.2 echo reply",
      ])
    #expect(path.lastSeen == nil)
    #expect(path.hops.map(\.nanoseconds) == path.hops.map(\.nanoseconds).sorted())
  }

  @Test("A connection to a published port, followed by its sequence number")
  func publish() throws {
    let recording = try TraceRecording("trace-publish")
    let target = TraceEndpoint(IPAddress("10.0.2.15")!, port: 8080)
    let path = path(recording, .sequence(0xA10D_61D9), from: "internet", to: target)
    let rewritten = path.hops.filter { $0.changes.contains { $0.contains("NAT") } }
    #expect(
      rewritten.map(\.line) == [
        "host br0 out there 10.0.2.2:39016 > 172.18.0.2:80 SYN; destination rewritten (NAT), ttl 63",
        "host eth0 out back 10.0.2.15:8080 > 10.0.2.2:39016 RST: refused; "
          + "source rewritten (NAT), ttl 63",
      ])
    #expect(path.hops.filter { $0.leg == .back }.count == 5)
  }

  @Test("Nobody answered the question for the MAC address")
  func nobody() throws {
    let recording = try TraceRecording("trace-nobody")
    let target = TraceEndpoint(IPAddress("172.18.0.77")!)
    let path = path(recording, .token(recording.token), from: "red", to: target)
    #expect(
      path.hops.map(\.line) == [
        "red c0 out asking 172.18.0.2 > 172.18.0.77 who has 172.18.0.77? nobody answered",
        "red lo out back 172.18.0.2 > 172.18.0.2 destination unreachable: host; ttl 64",
        "red lo in back 172.18.0.2 > 172.18.0.2 destination unreachable: host",
      ])
    #expect(
      path.lastSeen?.sentence
        == "no packet of the probe left red; red asked for 172.18.0.77 on c0, "
        + "and nobody answered")
  }

  @Test(
    "What did not go on is said",
    arguments: [
      (9, "the answer was last seen: host eth0 in; it is for host, which did not take it"),
      (8, "the answer was last seen: internet eth0 out; it arrived nowhere"),
      (7, "last seen: internet eth0 in; it did not leave internet"),
      (6, "last seen: host eth0 out; it arrived nowhere"),
      (4, "last seen: host br0 in; it did not leave host"),
      (2, "last seen: red c0 out; it arrived nowhere"),
    ])
  func lost(kept: Int, sentence: String) throws {
    let recording = try TraceRecording("trace-masquerade")
    let whole = path(recording, .token(recording.token), from: "red", to: outside)
    let kept = Set(whole.hops.prefix(kept).map { "\($0.device) \($0.isOutgoing) \($0.leg)" })
    let cut = path(recording, .token(recording.token), from: "red", to: outside) { sighting in
      let packet = TracedPacket(
        sighting.bytes[...], etherType: sighting.etherType, .token(recording.token))
      return packet.map { !kept.contains("\(sighting.device) \(sighting.isOutgoing) \($0.leg)") }
        ?? false
    }
    #expect(cut.lastSeen?.sentence == sentence)
  }

  @Test("Copies that a bridge sent to those who did not want them are no part of the path")
  func copies() throws {
    var recording = try TraceRecording("trace-masquerade")
    let token = recording.token
    let request = try #require(
      recording.sightings.first {
        $0.device.name == "br0"
          && TracedPacket($0.bytes[...], etherType: 0x800, .token(token)) != nil
      })
    for (place, name, isOutgoing) in [("host", "v-blue", true), ("blue", "c0", false)] {
      var copy = request
      copy.device = DeviceID(TraceRecording.place(place), name)
      copy.isOutgoing = isOutgoing
      copy.isForOthers = !isOutgoing
      copy.nanoseconds += isOutgoing ? 1 : 2
      recording.sightings.append(copy)
    }
    let path = path(recording, .token(token), from: "red", to: outside)
    #expect(path.hops.filter(\.isCopy).map { "\($0.device)" } == ["host/v-blue", "blue/c0"])
    #expect(path.lastSeen == nil)
  }

  @Test("Broken packets are nobody's", arguments: [0, 1, 8, 19, 20, 27, 28, 40, 59])
  func broken(length: Int) throws {
    let recording = try TraceRecording("trace-masquerade")
    for sighting in recording.sightings {
      for etherType: UInt16 in [0x800, 0x86DD, 0x806] {
        let bytes = Array(sighting.bytes.prefix(length))
        let packet = TracedPacket(bytes[...], etherType: etherType, .token(recording.token))
        #expect(packet == nil)
        var cut = sighting
        cut.bytes = bytes
        if length < 28 { #expect(TracedQuestion(cut) == nil) }
      }
    }
  }
}
