import Diagnosis
import LabResults
import NetworkState
import Testing

@testable import LabDocument
@testable import Reporting

@Suite("Diagnoses in reports")
struct DiagnosisLayoutTests {
  static let found = Diagnosis(
    cause: .forwardingOff, hop: .namespace("router", host: Place.defaultHostName), device: "west",
    observed: "forwarding is 0 in router, which is not 10.2.0.2; IpInAddrErrors +2",
    expected: "net.ipv4.ip_forward = 1", ruledOut: [.linkDown, .noRoute],
    command: "ip netns exec router sysctl net.ipv4.ip_forward")

  static let unfound = Diagnosis(
    cause: nil, hop: .host(Place.defaultHostName), device: "eth0",
    observed: "nothing on the way that is known to stop it; what came back: silence",
    expected: "an answer from 8.8.8.8", ruledOut: [.linkDown, .noRoute, .gatewayUnknown])

  private func text(_ run: SampleRun, _ style: Style = Style()) -> String {
    var report = TerminalReport(style: style)
    return run.events().events.map { report.text(for: $0) }.joined()
  }

  private static var failing: SampleRun {
    var run = TerminalReportTests.passing
    run.claims[82] = (.failed, "a ping to 172.18.0.11 from netns0 got no answer: silence")
    return run
  }

  @Test("Each level tells more", arguments: DiagnosisLevel.allCases)
  func levels(_ level: DiagnosisLevel) {
    let layout = ArticleLayout(lab: SampleLab.lab, style: Style())
    let lines = DiagnosisLayout(layout: layout, level: level).lines(Self.found)
    let text = lines.joined(separator: "\n")
    #expect(text.contains("router") == (level != .symptom))
    #expect(text.contains("forwarding-off") == (level == .cause || level == .fix))
    #expect(text.contains("sysctl -w") == (level == .fix))
  }

  @Test("A failed probe with all that is known of it")
  func report() throws {
    var run = Self.failing
    run.diagnoses[82] = Self.found
    try Golden.expect(text(run), "diagnosis.txt")
    try Golden.expect(text(run, Style(quiet: true)), "diagnosis-quiet.txt")
  }

  @Test("What was ruled out where no cause was proved")
  func unknown() throws {
    var run = Self.failing
    run.diagnoses[82] = Self.unfound
    try Golden.expect(text(run), "diagnosis-none.txt")
  }

  @Test("A hint that waits for a cause is shown when it is named")
  func hint() {
    var run = Self.failing
    run.lab.hint(
      Hint(
        condition: .cause("forwarding-off"),
        body: Prose(markdown: "Is the router a router?", line: 90), line: 89))
    #expect(!text(run).contains("Is the router a router?"))
    run.diagnoses[82] = Self.unfound
    #expect(!text(run).contains("Is the router a router?"))
    run.diagnoses[82] = Self.found
    #expect(text(run).contains("Is the router a router?"))
  }

  @Test("In JSON, null where there is none")
  func json() {
    var run = Self.failing
    run.diagnoses[82] = Self.found
    let line = JSONReport.line(lab: run.lab, result: run.events().result)
    #expect(
      line.contains(
        """
        "diagnosis": {"cause": "forwarding-off", "hop": "router", "device": "west", \
        "observed": "forwarding is 0 in router, which is not 10.2.0.2; IpInAddrErrors +2", \
        "expected": "net.ipv4.ip_forward = 1", "ruledOut": ["link-down", "no-route"]}
        """))
    run.diagnoses[82] = Self.unfound
    let other = JSONReport.line(lab: run.lab, result: run.events().result)
    #expect(other.contains("\"diagnosis\": {\"cause\": null, \"hop\": \"host\""))
  }

  @Test("A step's probes alone")
  func why() {
    var run = Self.failing
    let result = run.events().result
    let step = result.steps[1]
    let none = DiagnosisReport.text(step, of: run.lab, level: nil, style: Style())
    #expect(none == "no probe of step cable failed; what did fail, `netlab run` says\n")
    run.diagnoses[82] = Self.found
    let told = DiagnosisReport.text(
      run.events().result.steps[1], of: run.lab, level: .hop, style: Style())
    #expect(told.contains("it breaks at router, west"))
    #expect(!told.contains("forwarding-off"))
  }
}

extension Lab {
  /// Puts a hint at the end of the step with the ping.
  fileprivate mutating func hint(_ hint: Hint) {
    for index in sections.indices.reversed() {
      if case .step(var step) = sections[index], step.id == "cable" {
        step.elements.append(.hint(hint))
        sections[index] = .step(step)
        return
      }
    }
  }
}
