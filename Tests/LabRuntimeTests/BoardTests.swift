import Testing

@testable import LabRuntime

@Suite("What must be looked at once more")
struct BoardTests {
  private func seat(_ group: Int) -> Board.Seat { Board.Seat(group: group, alternative: 0) }

  private func board(_ ends: [Int]) throws -> Board {
    let claims = ends.indices.map { "host: no link v\($0)" }.joined(separator: "\n")
    let lab = try LabRun.lab("## A step\n\n```expect\n\(claims)\n```")
    let board = Board(lab.steps.flatMap(\.parts).flatMap(\.expectBlocks).flatMap(\.claims))
    for (group, end) in ends.enumerated() {
      board.set(.holds, for: seat(group), at: board.started + .milliseconds(end))
    }
    return board
  }

  @Test func afterLaterClaims() throws {
    let board = try board([0, 10, 200, 230])
    #expect(board.outlived(board.seats) == [seat(0), seat(1)])
  }

  @Test func notAfterItsOwnEnd() throws {
    let board = try board([0, 30, 400])
    #expect(board.outlived([seat(2)]) == [])
    #expect(board.outlived(board.seats) == [seat(0), seat(1)])
    let alone = try self.board([5])
    #expect(alone.outlived(alone.seats) == [])
  }
}
