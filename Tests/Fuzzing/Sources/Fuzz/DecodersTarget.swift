import NetworkState

/// Decoders answer or throw, the same each time, and what they answer can be written and read.
enum DecodersTarget {
  static func run(_ bytes: [UInt8]) {
    check { () throws(DecodingProblem) in try ToolOutput.links(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.neighbours(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.rules(bytes, family: .inet) }
    check { () throws(DecodingProblem) in try ToolOutput.routeDecision(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.routeRefusal(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.listeners(bytes, isTCP: true) }
    check { () throws(DecodingProblem) in try ToolOutput.ruleListing(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.packetFilter(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.forwardingEntries(bytes) }
    check { () throws(DecodingProblem) in try ToolOutput.documents(bytes, count: 3) }
    _ = ToolOutput.batchFailures(bytes)
    for route in check({ () throws(DecodingProblem) in try ToolOutput.routes(bytes) }) ?? [] {
      require(!route.description.isEmpty, "a route has a text")
      if let destination = route.destination {
        require(IPPrefix(destination.description) == destination, "a prefix is read as written")
      }
    }
    for word in bytes.prefix(200).split(separator: UInt8(ascii: " ")) {
      addresses(String(decoding: word, as: UTF8.self))
    }
  }

  /// Decodes twice; what goes wrong must have a sentence.
  @discardableResult
  private static func check<Value: Equatable>(
    _ decode: () throws(DecodingProblem) -> Value
  ) -> Value? {
    do {
      let value = try decode()
      require((try? decode()) == value, "the same \(Value.self) each time")
      return value
    } catch {
      require(!error.message.isEmpty, "a problem says something")
      return nil
    }
  }

  /// What was read from a text is read again from its own text.
  private static func addresses(_ text: String) {
    if let address = IPAddress(text) {
      require(IPAddress(address.description) == address, "an address is read as written")
    }
    if let prefix = IPPrefix(text) {
      require(IPPrefix(prefix.description) == prefix, "a prefix is read as written")
    }
    if let prefix = IPPrefix(destination: text) {
      require(
        IPPrefix(destination: prefix.destinationText) == prefix, "a destination is read as written")
    }
    if let address = MACAddress(text) {
      require(MACAddress(address.description) == address, "a MAC address is read as written")
    }
    if let path = KernelParameter.path(of: text) {
      require(!path.split(separator: "/").contains(".."), "a parameter's path stays in its folder")
    }
  }
}
