import NetworkState
import Testing

@Suite struct BatchDecodingTests {
  @Test func documentsStandInTheOrderOfTheirLines() throws {
    // One of the five lines was refused, and printed nothing.
    let documents = try ToolOutput.documents(Fixture.bytes("batch.txt"), count: 4)
    #expect(try ToolOutput.links(documents[0]).contains { $0.name == "br0" })
    #expect(try ToolOutput.routes(documents[1]).count > 10)
    _ = try ToolOutput.routeDecision(documents[2])
    #expect(try ToolOutput.neighbours(documents[3]).count > 1)
  }

  @Test func linesThatFailedAreNamed() {
    let text = """
      RTNETLINK answers: Network is unreachable
      Command failed -:3
      Device "nope" does not exist.
      Command failed -:8

      """
    #expect(
      ToolOutput.batchFailures(text.utf8) == [
        3: "RTNETLINK answers: Network is unreachable", 8: "Device \"nope\" does not exist.",
      ])
    #expect(ToolOutput.batchFailures("Command failed -:99999999999999999999".utf8).isEmpty)
  }

  @Test func aNumberThatDoesNotMatchIsAnError() throws {
    let bytes = try Fixture.bytes("batch.txt")
    let error = #expect(throws: DecodingProblem.self) {
      try ToolOutput.documents(bytes, count: 5)
    }
    #expect(
      error?.message == "`ip -batch` gave 4 of 5 answers, so none can be told apart")
    #expect(throws: DecodingProblem.self) { try ToolOutput.documents([], count: 1) }
    #expect(try ToolOutput.documents([], count: 0).isEmpty)
  }
}
