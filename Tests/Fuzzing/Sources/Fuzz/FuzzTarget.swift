import Foundation

/// What can be put under the fuzzer: takes bytes, and traps where a property does not hold.
enum FuzzTarget: String, CaseIterable {
  case reader, claims, decoders, transcripts

  /// The target that the environment's `FUZZ_TARGET` names.
  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      fatalError("FUZZ_TARGET is `\(name)`; it must be one of \(names)")
    }
    return target
  }()

  func run(_ bytes: [UInt8]) {
    switch self {
    case .reader: ReaderTarget.run(bytes)
    case .claims: ClaimsTarget.run(bytes)
    case .decoders: DecodersTarget.run(bytes)
    case .transcripts: TranscriptsTarget.run(bytes)
    }
  }
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Ends the process with a finding if a property does not hold.
func require(_ holds: Bool, _ property: @autoclosure () -> String) {
  if !holds { fatalError("finding: \(property())") }
}
