import Diagnosis
import LabDocument
import LabResults
import LabRuntime
import Testing

/// The labs of `Fixtures/broken` and their table.
@Suite("The table of broken labs")
struct BrokenLabTableTests {
  @Test("Every lab stands in the table once, and every row is a lab")
  func complete() throws {
    #expect(BrokenLab.all.map(\.file).sorted() == (try BrokenLabs.names()))
  }

  @Test("Every cause has a lab that is broken by it", arguments: Cause.allCases)
  func covered(_ cause: Cause) {
    #expect(BrokenLab.all.contains { $0.file.contains(cause.rawValue) })
    #expect(BrokenLab.all.contains { $0.faults.contains { $0.cause == cause } })
  }

  @Test("A lab is named for its cause", arguments: BrokenLab.all)
  func named(_ lab: BrokenLab) {
    for fault in lab.faults {
      #expect(lab.file.contains(fault.cause?.rawValue ?? "none-"))
    }
  }

  @Test("A lab shows first that its probe passes", arguments: BrokenLab.all)
  func twins(_ broken: BrokenLab) throws {
    let lab = try BrokenLabs.read(broken.file)
    #expect(lab.steps.map(\.id) == ["whole", "broken"])
    let whole = try #require(lab.steps.first?.parts.last)
    #expect(whole.elements.contains { if case .expect = $0 { true } else { false } })
  }
}

/// Networks that are broken on purpose: the diagnosis names the cause and where it is.
@Suite("Broken labs", .needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct BrokenLabTests {
  @Test("The cause is found where it is", arguments: BrokenLab.all)
  func finds(_ broken: BrokenLab) async throws {
    let lab = try BrokenLabs.read(broken.file)
    let result = await Runner(lab: lab, options: RunOptions(), director: SilentDirector()).run()
    guard result.outcome != .skipped else {
      // Only a lab that says what it needs may be skipped, and then with the reason.
      #expect(!lab.needs.isEmpty)
      let reason = try #require(result.message)
      print("\(broken.file) is skipped: \(reason)")
      return
    }
    #expect(Self.complaints(result) == [])
    let claims = result.steps.flatMap(\.claims).filter { $0.outcome != .passed }
    try #require(claims.count == broken.faults.count, "\(claims.map(\.claim))")
    for (claim, fault) in zip(claims, broken.faults) {
      try Self.compare(claim, fault)
    }
  }

  /// Commands that did not end as they must: a lab whose break does not work proves nothing.
  private static func complaints(_ result: LabResult) -> [String] {
    let commands = result.steps.flatMap(\.commands).filter { $0.outcome != .passed }
      .map { "\($0.command): \($0.message ?? ""): \($0.output)" }
    let whole = result.steps.prefix(1).flatMap(\.claims).filter { $0.outcome != .passed }
      .map { "\($0.claim): \($0.message ?? "")" }
    return commands + whole
  }

  private static func compare(_ claim: ClaimResult, _ fault: BrokenLab.Fault) throws {
    guard let cause = fault.cause else {
      #expect(claim.diagnosis?.cause == nil, "\(told(claim))")
      return
    }
    let diagnosis = try #require(claim.diagnosis, "no diagnosis of \(claim.message ?? "")")
    #expect(diagnosis.cause == cause, "\(told(claim))")
    guard diagnosis.cause == cause else { return }
    let spot = BrokenLab.Spot.at("\(diagnosis.hop)", diagnosis.device)
    #expect(fault.spots.contains(spot), "\(told(claim))")
    #expect(!diagnosis.ruledOut.contains(cause))
    #expect(!diagnosis.observed.isEmpty && !diagnosis.expected.isEmpty)
    #expect(diagnosis.command?.isEmpty == false)
  }

  private static func told(_ claim: ClaimResult) -> String {
    guard let diagnosis = claim.diagnosis else { return claim.message ?? "" }
    return "\(diagnosis.hop) \(diagnosis.device ?? "-"): \(diagnosis.observed); ruled out: "
      + diagnosis.ruledOut.map(\.rawValue).joined(separator: " ")
  }
}
