import NetworkState
import Testing

@testable import LabDocument

/// Helpers for tests of claims.
enum Claims {
  /// Two hosts and the internet.
  static let twoHosts = World(
    hosts: [WorldHost(name: "alpha", addresses: []), WorldHost(name: "beta", addresses: [])],
    gateways: [], internet: Internet(addresses: [], services: []), start: nil, sysctls: [:])

  static func claim(_ text: String, world: World = .article) throws -> Claim {
    let output = ClaimParser(world: world).parse(text, line: 1, column: 1)
    #expect(output.problems.map(\.message) == [], "\(text)")
    return try #require(output.claim, "\(text)")
  }

  static func assertion(_ text: String, world: World = .article) throws -> Assertion {
    try claim(text, world: world).assertion
  }
}

func ip(_ text: String) -> IPAddress { IPAddress(text)! }
func prefix(_ text: String) -> IPPrefix { IPPrefix(text)! }
