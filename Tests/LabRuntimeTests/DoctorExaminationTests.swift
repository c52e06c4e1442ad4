import LabResults
import Testing

@testable import LabRuntime

@Suite("A real examination")
struct DoctorExaminationTests {
  @Test("It ends, with something to say of everything", .timeLimit(.minutes(2)))
  func anywhere() async {
    let examination = await Doctor.examine()
    #expect(examination.groups.map(\.subject) == [.sandbox, .tools, .labTools, .kernel])
    #expect(examination.groups[1].findings.count == ExaminedTool.forEveryRun.count)
    #expect(examination.groups[2].findings.count == ExaminedTool.forSomeLabs.count)
    // Whoever is told that labs do not run is told why.
    let broken = examination.findings.filter { $0.state == .broken }
    #expect(broken.allSatisfy { !$0.detail.isEmpty })
  }

  @Test(
    "Where bubblewrap may make namespaces, a lab's machine stands and the kernel is tried",
    .enabled("bubblewrap is not installed, or may not make namespaces") {
      await Doctor.tryNamespaces() == .works
    },
    .timeLimit(.minutes(2)))
  func sandbox() async throws {
    let facts = await Doctor.facts()
    guard case .answered(let duration) = facts.sandbox else {
      Issue.record("\(facts.sandbox)")
      return
    }
    #expect(duration > .zero)
    #expect(facts.features.map(\.feature) == Doctor.features)
    #expect(facts.features.first { $0.feature.name == "veth" }?.trial == .works)
    // Every feature can at least be tried, where its tool is there.
    let untried = facts.features.filter { entry in
      guard case .untried(let reason) = entry.trial else { return false }
      return !reason.contains("not installed")
    }
    #expect(untried.isEmpty)
  }

  @Test("Every feature that is told can be tried")
  func knownFeatures() {
    #expect(Set(Doctor.features).count == Doctor.features.count)
    let unknown = Doctor.features.filter { !$0.isKnown }
    #expect(unknown.isEmpty)
    #expect(!KernelFeature(name: "warp_drive").isKnown)
  }

  @Test(
    "The line that says most is kept of a complaint",
    arguments: [
      ("Error: Unknown device type.\n", "Unknown device type."),
      ("Warning: slow\nError: Specified qdisc kind.", "Specified qdisc kind."),
      ("RTNETLINK answers: Operation not supported", "RTNETLINK answers: Operation not supported"),
      ("", ""),
    ])
  func cause(words: String, line: String) {
    #expect(KernelFeature.cause(words) == line)
  }
}
