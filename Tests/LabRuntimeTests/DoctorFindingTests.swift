import LabResults
import Testing

@testable import LabRuntime

@Suite("From what was seen to what is said")
struct DoctorFindingTests {
  @Test("A machine that has everything")
  func fine() {
    let examination = MachineFacts.able.examination
    #expect(examination.canRun)
    #expect(examination.findings.allSatisfy { $0.state == .fine && $0.advice == nil })
    #expect(examination.groups.map(\.subject) == [.sandbox, .tools, .labTools, .kernel])
    #expect(examination.installer == "sudo apt-get install")
  }

  @Test("A tool that every run needs is broken when missing, another is missing")
  func missingTools() throws {
    var facts = MachineFacts.able
    facts.tools["ip"] = .missing
    facts.tools["dnsmasq"] = .missing
    let examination = facts.examination
    #expect(
      examination.finding("ip")
        == Finding(
          "ip", .broken, "not installed", advice: "sudo apt-get install iproute2",
          package: "iproute2"))
    #expect(
      examination.finding("dnsmasq")
        == Finding("dnsmasq", .missing, "not installed", package: "dnsmasq-base"))
    #expect(!examination.canRun)
    facts.hasAPT = false
    #expect(facts.examination.finding("ip")?.advice == "install the package iproute2")
    #expect(facts.examination.installer == nil)
  }

  @Test("Whether the memory of a lab is walled or watched is said, with the reason")
  func memory() {
    var facts = MachineFacts.able
    let walled = facts.examination.finding("memory of a lab")
    #expect(
      walled == Finding("memory of a lab", .fine, "walled at 1 GiB by a control group"))
    facts.memoryWallAbsence = "netlab is not alone in its control group"
    let watched = facts.examination.finding("memory of a lab")
    #expect(
      watched?.detail == "watched, up to 1 GiB; netlab is not alone in its control group")
    #expect(facts.examination.canRun)
  }

  @Test("A tool that cannot be started")
  func brokenTool() {
    var facts = MachineFacts.able
    let words =
      "socat: error while loading shared libraries: libwrap.so.0: cannot open shared object file\n"
    facts.tools["socat"] = .said(words, status: 127)
    facts.tools["mount"] = .said("", status: nil)
    facts.tools["ping"] = .silent("does not tell its version in time")
    facts.tools["nc"] = .said("BusyBox v1.36.1 (2024-06-10) multi-call binary.", status: 1)
    let examination = facts.examination
    #expect(examination.finding("socat")?.state == .doubtful)
    #expect(examination.finding("socat")?.detail.hasPrefix("cannot be started: socat: ") == true)
    #expect(examination.finding("mount")?.state == .broken)
    #expect(examination.finding("ping")?.state == .doubtful)
    #expect(examination.finding("nc")?.state == .doubtful)
  }

  @Test("An old bubblewrap is doubtful if the sandbox stands all the same")
  func oldBubblewrap() {
    var facts = MachineFacts.able
    facts.tools["bwrap"] = .said("bubblewrap 0.6.1\n", status: 0)
    #expect(facts.examination.finding("bubblewrap")?.state == .doubtful)
    #expect(facts.examination.canRun)
    facts.sandbox = .failed("the sandbox could not be made (bwrap: Unknown option --size)")
    #expect(!facts.examination.canRun)
  }

  @Test("Without bubblewrap nothing is tried, and only that is broken")
  func noBubblewrap() {
    var facts = MachineFacts.able
    facts.tools["bwrap"] = .missing
    facts.namespaces = .untried
    facts.sandbox = .untried
    facts.features = []
    let broken = facts.examination.findings.filter { $0.state == .broken }
    #expect(broken.map(\.name) == ["bubblewrap"])
    #expect(broken.map(\.package) == ["bubblewrap"])
  }

  @Test("What the kernel lacks is missing, with the module that brings it")
  func kernel() {
    var facts = MachineFacts.able
    facts.features = [
      (KernelFeature(name: "vrf"), .lacking("Unknown device type.")),
      (KernelFeature(name: "veth"), .works),
      (KernelFeature(name: "nft"), .untried("nft is not installed")),
      (KernelFeature(name: "rules"), .lacking("RTNETLINK answers: Invalid argument")),
    ]
    let group = facts.examination.groups[3]
    #expect(
      group.findings == [
        Finding("release", .fine, "6.18.44"), Finding("veth", .fine),
        Finding("vrf", .missing, "not in this kernel", advice: "sudo modprobe vrf"),
        Finding("nft", .doubtful, "not tried: nft is not installed"),
        Finding("rules", .missing, "RTNETLINK answers: Invalid argument"),
      ])
    facts.container = .docker
    #expect(facts.examination.finding("vrf")?.advice == "on the host: sudo modprobe vrf")
    #expect(facts.examination.canRun)
  }
}

extension MachineFacts {
  /// A machine that has everything.
  static let able = MachineFacts(
    release: "6.18.44", isRoot: false, hasAPT: true, container: nil,
    settings: ["user.max_user_namespaces": 31337],
    tools: Dictionary(
      uniqueKeysWithValues: ([.bubblewrap] + ExaminedTool.forEveryRun + ExaminedTool.forSomeLabs)
        .map { ($0.name, .said("\($0.name) 1.2.3\n", status: 0)) }),
    namespaces: .works, sandbox: .answered(.milliseconds(41)),
    features: [(KernelFeature(name: "veth"), .works)])
}

extension Examination {
  func finding(_ name: String) -> Finding? { findings.first { $0.name == name } }
}
