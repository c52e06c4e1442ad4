import Diagnosis
import Foundation
import LabDocument
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// What a diagnosis does to a lab: nothing, and soon.
@Suite("Diagnosing real labs", .needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct DiagnosingTests {
  @Test(
    "Nothing is left in the lab, and it does not take long",
    arguments: ["34-forward-drop", "13-forwarding-off", "20-port-not-in-bridge"])
  func leavesNothing(_ name: String) async throws {
    let lab = try BrokenLabs.read(name)
    let looked = await LabMachine.rehearse(lab) { machine -> Looked? in
      guard let step = lab.steps.last, let part = step.parts.last,
        let block = part.expectBlocks.first
      else { return nil }
      for step in lab.steps {
        for part in step.parts { await Recording.run(part.elements, of: step, on: machine) }
      }
      let before = await machine.snapshot()
      let plain = ContinuousClock.now
      await machine.verifier.judge([block]) { _ in }
      let withDiagnosis = ContinuousClock.now
      await machine.verifier.judge([block], why: .failed) { _ in }
      let end = ContinuousClock.now
      return Looked(
        before: before, after: await machine.snapshot(),
        took: withDiagnosis.duration(to: end) - plain.duration(to: withDiagnosis))
    }
    guard case .done(let result) = looked else {
      Issue.record("the lab did not run: \(looked)")
      return
    }
    let found = try #require(result)
    let changes = StateDifference.changes(from: found.before, to: found.after)
    #expect(changes.isEmpty, "\(changes)")
    for (place, reading) in found.after.places {
      guard case .state(let after) = reading, case .state(let before)? = found.before.places[place]
      else { continue }
      let known = Set((before.neighbours ?? []).map(\.address))
      #expect((after.neighbours ?? []).allSatisfy { known.contains($0.address) }, "\(place)")
      #expect(after.packetFilter == before.packetFilter, "\(place)")
    }
    // 2 s are promised; a machine under test may be busy with other things.
    #expect(found.took < .seconds(6), "\(found.took)")
  }

  private struct Looked: Sendable {
    var before: NetworkSnapshot
    var after: NetworkSnapshot
    var took: Duration
  }

  @Test(
    "Where nothing is wrong, nothing is found",
    arguments: ["04-bridge", "05-way-out", "07-publish"]
  )
  func healthy(_ name: String) async throws {
    let folder = BrokenLabs.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "labs/\(name).md")
    let reading = LabReader.read(Array(try Data(contentsOf: file)), file: file.path) { id, _ in
      let other = folder.appending(path: "labs/\(id).md")
      return LoadedLab(file: other.path, bytes: Array(try Data(contentsOf: other)))
    }
    let lab = try #require(reading.lab)
    var options = RunOptions()
    options.diagnosesAll = true
    let result = await Runner(lab: lab, options: options, director: SilentDirector()).run()
    guard result.outcome != .skipped else { return }
    #expect(result.outcome == .passed)
    let probes = result.steps.flatMap(\.claims).filter { $0.diagnosis != nil }
    #expect(!probes.isEmpty)
    // A probe that must fail has its cause, and that is as it should be.
    for claim in probes where !claim.claim.contains(" fails") {
      #expect(
        claim.diagnosis?.cause == nil, "\(claim.claim): \(String(describing: claim.diagnosis))")
    }
  }

  @Test("Nobody asks, nobody is told")
  func silent() async throws {
    let lab = try BrokenLabs.read("13-forwarding-off")
    let options = RunOptions(diagnoses: false)
    let result = await Runner(lab: lab, options: options, director: SilentDirector()).run()
    #expect(result.outcome == .failed)
    #expect(result.steps.flatMap(\.claims).allSatisfy { $0.diagnosis == nil })
  }
}
