import Diagnosis
import Foundation
import Testing

/// Writes the records anew: `NETLAB_RECORD=1 swift test --filter RecordingTests`.
@Suite("Recording", .needsRuns)
struct RecordingTests {
  static let isAsked = ProcessInfo.processInfo.environment["NETLAB_RECORD"] != nil

  /// One lab for each cause, and their kin where the way to the cause is another one.
  static func chosen() throws -> [String] {
    let kin = [
      "02-link-down-router", "10-gateway-off-link-refused", "12-no-such-address-dns",
      "14-no-return-route-hosts", "20-port-not-in-bridge-source", "28-duplicate-address",
      "32-mtu-router", "32-mtu-port", "33-filtered-here-tcp", "34-forward-drop-6",
      "38-masquerade-missing-http", "39-nothing-listens-loopback",
      "40-published-not-forwarded-policy", "43-address-tentative-destination",
    ]
    let all = try BrokenLabs.names()
    let first = Cause.allCases.enumerated().compactMap { index, cause in
      let number = index < 9 ? "0\(index + 1)" : "\(index + 1)"
      return all.first { $0 == "\(number)-\(cause.rawValue)" }
    }
    return first + kin.filter { all.contains($0) && !first.contains($0) }
  }

  @Test("Evidence is recorded", .enabled(if: isAsked, "only when asked for"))
  func records() async throws {
    for name in try Self.chosen() {
      let lab = try BrokenLabs.read(name)
      guard let evidence = try await Recording.evidence(of: lab) else { continue }
      let short = Recording.shortened(evidence)
      let diagnosis = Diagnostician.diagnose(short)
      let cause = try #require(diagnosis.cause, "\(name): \(diagnosis)")
      #expect(name.contains(cause.rawValue))
      let expected = Record.Expectation(
        cause: cause.rawValue, hop: diagnosis.hop, device: diagnosis.device)
      try Records.write(Record(evidence: short, expected: expected), as: name)
    }
  }
}
