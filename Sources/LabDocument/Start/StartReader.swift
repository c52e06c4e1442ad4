/// Reads the lab at whose end another one starts, and through it those before.
struct StartReader {
  /// As many labs may start from one another.
  static let mostLabs = 8

  let load: LabLoader
  let seed: String?
  /// The files that led here, the one that is being read last.
  let chain: [String]

  /// The labs whose commands lead to the start, the first one first; `nil` after an error.
  func labs(from id: String, at position: Position, log: DiagnosticLog) -> [Lab]? {
    func fail(_ message: String) -> [Lab]? {
      log.error(position, message)
      return nil
    }
    let file = chain[chain.count - 1]
    let found: LoadedLab?
    do {
      found = try load(id, file)
    } catch {
      return fail("the lab `\(id)` cannot be read (\(error)); make it readable, or name another")
    }
    guard let found else {
      return fail(
        "there is no lab `\(id)` beside this one, nor among those that come with netlab; write the "
          + "name of a lab's file without `.md`")
    }
    if let first = chain.firstIndex(of: found.file) {
      let round = (chain[first...] + [found.file]).map { "`\(LabID.id(ofFile: $0))`" }
      return fail(
        "the labs start from one another in a circle, \(round.joined(separator: " from ")); let one "
          + "of them start from a world of its own")
    }
    guard chain.count < Self.mostLabs else {
      return fail(
        "more than \(Self.mostLabs) labs start from one another; let one start from a world of its "
          + "own")
    }
    let result = LabReader.read(
      found.bytes, file: found.file, seed: seed, load: load, chain: chain + [found.file])
    guard let lab = result.lab else {
      let mistake = result.diagnostics.first { $0.severity == .error }
      return fail(
        "the lab `\(id)` has a mistake, and this one starts at its end; correct "
          + (mistake.map { "\($0.file):\($0.line): \($0.message)" } ?? found.file))
    }
    return lab.startLabs + [lab]
  }
}
