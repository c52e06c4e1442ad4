import Testing

/// Waits until something holds; that it never does is an issue of the test.
///
/// - Parameter limit: Generous, since it is only reached when the test fails.
func eventually(
  _ what: String, within limit: Duration = .seconds(20),
  location: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < deadline else {
      Issue.record("\(what) did not come true within \(limit)", sourceLocation: location)
      return
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
