@testable import LabDocument

/// Each line is a claim or has an error, errors point into it, and a claim's own text says it again.
enum ClaimsTarget {
  private static let column = 10
  private static let parser = ClaimParser(
    world: World(
      hosts: [WorldHost(name: "alpha", addresses: []), WorldHost(name: "beta", addresses: [])],
      gateways: [], internet: Internet(addresses: [], services: []), start: nil, sysctls: [:]))

  static func run(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      // Blank lines and comments are not given to the parser.
      guard text.utf8.contains(where: { $0 > 0x20 }), text.utf8.first != UInt8(ascii: "#") else {
        continue
      }
      check(text)
    }
  }

  private static func check(_ text: String) {
    let output = parser.parse(text, line: 1, column: column)
    let hasError = output.problems.contains { $0.severity == .error }
    require((output.claim == nil) == hasError, "a claim if and only if there is no error")
    for problem in output.problems {
      require(
        (column..<column + text.utf8.count).contains(problem.column),
        "a column of the line: \(problem)")
      require(!problem.message.isEmpty, "a problem says something")
    }
    guard let claim = output.claim else { return }
    let place: String
    switch claim.assertion {
    case .exists, .absent: place = "\(claim.placeText) "
    default: place = claim.placeText.isEmpty ? "" : "\(claim.placeText): "
    }
    let again = parser.parse(place + claim.text, line: 1, column: column)
    require(
      again.claim?.assertion == claim.assertion && again.claim?.place == claim.place
        && again.claim?.isNegated == claim.isNegated && again.claim?.within == claim.within
        && again.claim?.stays == claim.stays,
      "the claim again from its own text `\(place)\(claim.text)`")
  }
}
