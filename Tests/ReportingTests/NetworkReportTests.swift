import Diagnosis
import LabDocument
import LabResults
import NetworkState
import Testing

@testable import Reporting

@Suite("What a step changed, in reports")
struct NetworkReportTests {
  private static let host = Place.host(Place.defaultHostName)
  private static let container = Place.namespace("netns0", host: Place.defaultHostName)

  /// A host with so many addresses on `eth0`, and a namespace if it is there.
  private static func snapshot(addresses: Int, isUp: Bool = true, container: Bool = false)
    -> NetworkSnapshot
  {
    var state = PlaceState()
    var link = Link(index: 2, name: "eth0")
    link.kind = "veth"
    link.flags = isUp ? ["UP", "LOWER_UP"] : []
    link.addresses = (0..<addresses).map {
      LinkAddress(
        prefix: IPPrefix("10.0.2.\($0 + 1)/24")!, scope: "global", isTentative: false)
    }
    state.links = [link]
    var snapshot = NetworkSnapshot(places: [host: .state(state)])
    if container {
      var state = PlaceState()
      var loopback = Link(index: 1, name: "lo")
      loopback.kind = "loopback"
      loopback.flags = ["LOOPBACK"]
      loopback.mtu = 65536
      loopback.macAddress = MACAddress(value: 0)
      state.links = [loopback]
      snapshot.places[self.container] = .state(state)
    }
    return snapshot
  }

  private func text(_ changes: [NetworkChange], _ report: TerminalReport) -> String {
    var report = report
    var text = ""
    _ = report.text(for: .labStarted(SampleLab.lab))
    for change in changes { text += report.text(for: .networkRead(SampleLab.lab.steps[0], change)) }
    return text
  }

  private static let changes = [
    NetworkChange(from: snapshot(addresses: 0), to: snapshot(addresses: 1, container: true)),
    NetworkChange(from: snapshot(addresses: 1), to: snapshot(addresses: 1)),
    NetworkChange(from: snapshot(addresses: 1), to: snapshot(addresses: 14, isUp: false)),
  ]

  @Test("are told in the words of ip, the first ones of many; nothing is said of nothing")
  func changes() throws {
    let text = text(Self.changes, TerminalReport(style: Style()))
    try Golden.expect(text, "changes.txt")
    #expect(text.contains("  + host: addr 10.0.2.1/24 dev eth0\n"))
    #expect(text.contains("  … 3 more\n"))
  }

  @Test("are drawn where the picture is another one, if somebody wants it")
  func picture() throws {
    let report = TerminalReport(style: Style(), showsChanges: false, showsPicture: true)
    let text = text(Self.changes, report)
    try Golden.expect(text, "changes-picture.txt")
    #expect(text.components(separatedBy: "┌ host").count == 3)
  }

  @Test("are drawn with the device where a probe was stopped, unless the step keeps it back")
  func brokenHop() {
    let blocks = SampleLab.lab.steps[0].parts.flatMap(\.elements).compactMap { element in
      if case .expect(let block) = element { block } else { nil }
    }
    let group = blocks.flatMap(\.claims)[0]
    var result = ClaimResult(
      line: group.line, place: "host", claim: "ping 10.0.2.2", isKeep: false, outcome: .failed,
      message: "silence", duration: .zero)
    result.diagnosis = Diagnosis(
      cause: .linkDown, hop: Self.host, device: "eth0", observed: "down", expected: "up")
    for (level, isMarked) in [(DiagnosisLevel.symptom, false), (.hop, true), (.cause, true)] {
      #expect((result.brokenHop(at: level)?.device == DeviceID(Self.host, "eth0")) == isMarked)
      var step = SampleLab.lab.steps[0]
      step.diagnosisLevel = level
      var report = TerminalReport(style: Style(), showsPicture: true)
      _ = report.text(for: .labStarted(SampleLab.lab))
      _ = report.text(for: .stepStarted(step))
      for block in blocks { _ = report.text(for: .claimsStarted(block)) }
      _ = report.text(for: .claimFinished(result))
      let same = NetworkChange(
        from: Self.snapshot(addresses: 1), to: Self.snapshot(addresses: 1))
      #expect(report.text(for: .networkRead(step, same)).contains("✗ eth0") == isMarked)
    }
  }

  @Test("are left out of a quiet report, and where nobody wants them")
  func nothing() {
    let quiet = TerminalReport(style: Style(quiet: true), showsPicture: true)
    #expect(text(Self.changes, quiet) == "")
    #expect(text(Self.changes, TerminalReport(style: Style(), showsChanges: false)) == "")
  }

  @Test("routes and rules make no other picture")
  func routes() {
    var after = Self.snapshot(addresses: 1)
    guard case .state(var state) = after.places[Self.host] else { return }
    state.routes = []
    after.places[Self.host] = .state(state)
    #expect(!NetworkChange(from: Self.snapshot(addresses: 1), to: after).changesPicture)
    #expect(Self.changes[0].changesPicture)
  }

  @Test("what the internet's devices do is not the lab's change")
  func internet() {
    var before = Self.snapshot(addresses: 1)
    var after = before
    before.places[.internet] = before.places[Self.host]
    after.places[.internet] = Self.snapshot(addresses: 2).places[Self.host]
    #expect(NetworkChange(from: before, to: after).changes.isEmpty)
  }

  @Test("are a list of the step in the report for programs")
  func json() {
    var result = SampleRun().events().result
    result.steps[0].changes = Self.changes[0].changes
    let line = JSONReport.line(lab: SampleLab.lab, result: result)
    #expect(
      line.contains(
        #""changes": ["+ host: namespace netns0", "+ host: addr 10.0.2.1/24 dev eth0"]"#))
    #expect(line.components(separatedBy: #""changes""#).count == 2)
  }
}
