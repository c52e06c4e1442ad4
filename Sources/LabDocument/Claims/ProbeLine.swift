import NetworkState

/// A probe that is written as a claim is, outside of a lab: `netns0: ping 8.8.8.8`.
public struct ProbeLine: Hashable, Sendable {
  public var place: Place
  public var probe: Probe
  /// The probe as written, without its place.
  public var text: String

  /// Why a line says no probe.
  public struct Problem: Error, Hashable, CustomStringConvertible {
    /// In the line, in UTF-8 bytes from 1.
    public var column: Int
    public var message: String

    public var description: String { message }
  }

  /// Reads a line by the grammar of claims.
  ///
  /// - Throws: What is wrong with it, in the words of `netlab check`.
  public init(_ line: String, in world: World) throws(Problem) {
    let output = ClaimParser(world: world).parse(line, line: 1, column: 1)
    if let problem = output.problems.first(where: { $0.severity == .error }) {
      throw Problem(column: problem.column, message: problem.message)
    }
    guard let claim = output.claim, !output.isAlternative else {
      throw Problem(column: 1, message: "write a probe as `PLACE: ping ADDR`, and no more")
    }
    guard case .probe(let probe, let end) = claim.assertion else {
      throw Problem(
        column: claim.column,
        message: "`\(claim.text)` sends nothing; write a probe: `PLACE: ping ADDR`, "
          + "`tcp ADDR:PORT`, `udp ADDR:PORT` or `http URL`")
    }
    if case .dns = probe {
      throw Problem(
        column: claim.column,
        message: "`dns` sends more than one packet; write `udp ADDR:53` with the server's address")
    }
    guard end == .succeeds, claim.within == nil, claim.stays == nil else {
      throw Problem(
        column: claim.column,
        message: "nothing is claimed here; leave out `fails` and the timing")
    }
    place = claim.place
    self.probe = probe
    text = claim.text
  }
}
