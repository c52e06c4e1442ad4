import Foundation
import LabResults
import Testing

@testable import Reporting

@Suite("The doctor's report")
struct DoctorReportTests {
  private let able = Examination(
    groups: [
      Examination.Group(
        .sandbox,
        [
          Finding(
            "bubblewrap", .doubtful, "0.6.1, which is older than 0.8",
            advice: "a newer one comes with Debian 12, Ubuntu 23.04 and later"),
          Finding("user namespaces", .fine, "up to 31337"),
          Finding("a lab's machine", .fine, "made in 41 ms; its 8.8.8.8 answers"),
        ]),
      Examination.Group(.tools, [Finding("ip", .fine, "6.1.0"), Finding("nsenter", .fine)]),
      Examination.Group(
        .labTools,
        [
          Finding("iptables", .missing, "not installed", package: "iptables"),
          Finding("ip6tables", .missing, "not installed", package: "iptables"),
          Finding("nft", .fine, "1.0.6"),
          Finding("dnsmasq", .missing, "not installed", package: "dnsmasq-base"),
        ]),
      Examination.Group(
        .kernel,
        [Finding("release", .fine, "6.18.44")]
          + ["veth", "bridge", "vlan_filtering", "macvlan", "vxlan", "nat", "ipv6"]
          .map { Finding($0, .fine) } + [
            Finding("vrf", .missing, "not in this kernel", advice: "sudo modprobe vrf"),
            Finding("netem", .doubtful, "not tried: tc is not installed"),
          ]),
    ], installer: "sudo apt-get install")

  private let unable = Examination(
    groups: [
      Examination.Group(
        .sandbox,
        [
          Finding(
            "bubblewrap", .broken, "not installed", advice: "sudo apt-get install bubblewrap",
            package: "bubblewrap"),
          Finding("user namespaces", .doubtful, "not tried, since bubblewrap is missing"),
          Finding(
            "kernel.apparmor_restrict_unprivileged_userns", .broken, "1: \u{1B}[2Jforbidden",
            advice: "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        ]),
      Examination.Group(.labTools, []),
      Examination.Group(
        .labTools, [Finding("nft", .missing, "not installed", package: "nftables")]),
    ], installer: "sudo apt-get install")

  @Test("A machine on which labs run, in two widths, with and without colours")
  func ableMachine() throws {
    try Golden.expect(DoctorReport.text(able, style: Style()), "doctor-able-80.txt")
    try Golden.expect(DoctorReport.text(able, style: Style(width: 44)), "doctor-able-44.txt")
    let coloured = Style(colour: true, isTerminal: true)
    try Golden.expect(DoctorReport.text(able, style: coloured), "doctor-able-80-colour.txt")
  }

  @Test("A machine on which none runs")
  func unableMachine() throws {
    try Golden.expect(DoctorReport.text(unable, style: Style()), "doctor-unable.txt")
    // What tools said cannot command the terminal.
    #expect(!DoctorReport.text(unable, style: Style()).contains("\u{1B}"))
    try Golden.expect(DoctorReport.json(unable) + "\n", "doctor-unable.json")
  }

  @Test("The last line is the verdict")
  func verdict() {
    #expect(lastLine(able) == "labs run on this machine")
    #expect(
      lastLine(unable) == "labs do not run on this machine: sudo apt-get install bubblewrap, "
        + "then see what is said above of kernel.apparmor_restrict_unprivileged_userns")
    var other = unable
    other.installer = nil
    other.groups[0].findings.removeLast()
    other.groups[0].findings.append(
      Finding("ip", .broken, "not installed", package: "iproute2"))
    #expect(
      lastLine(other) == "labs do not run on this machine: install bubblewrap and iproute2")
    other.groups[0].findings = [Finding("a lab's machine", .broken, "no")]
    #expect(
      lastLine(other) == "labs do not run on this machine: see what is said above of "
        + "a lab's machine")
  }

  @Test("The form for programs can be read and says the same")
  func json() throws {
    let text = DoctorReport.json(able)
    #expect(!text.contains("\n"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["netlab"] as? Int == 1)
    #expect(object?["runs"] as? Bool == true)
    let groups = object?["groups"] as? [[String: Any]]
    #expect(groups?.map { $0["subject"] as? String } == ["sandbox", "tools", "labTools", "kernel"])
    let counts = groups?.map { ($0["findings"] as? [Any])?.count }
    #expect(counts == able.groups.map(\.findings.count))
  }

  @Test("Labs run unless something is broken")
  func canRun() {
    #expect(able.canRun)
    #expect(!unable.canRun)
    #expect(Examination(groups: []).canRun)
  }

  private func lastLine(_ examination: Examination) -> String? {
    DoctorReport.text(examination, style: Style()).split(separator: "\n").last.map(String.init)
  }
}
