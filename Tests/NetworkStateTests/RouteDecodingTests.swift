import NetworkState
import Testing

@Suite struct RouteDecodingTests {
  private func routes(_ fixture: String) throws -> [Route] {
    try ToolOutput.routes(Fixture.bytes(fixture))
  }

  /// Several lines of `ip route` are one route where a tab begins the line.
  private func printed(_ fixture: String) throws -> [String] {
    var lines: [String] = []
    for line in try Fixture.lines(fixture) {
      let text = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .replacing(" pref medium", with: "")
      if line.hasPrefix("\t") { lines[lines.count - 1] += " " + text } else { lines.append(text) }
    }
    return lines
  }

  @Test(arguments: [
    (AddressFamily.inet, "host-route.txt"), (.inet6, "host-route-6.txt"),
  ])
  func describesRoutesAsIPDoes(_ family: AddressFamily, _ fixture: String) throws {
    let routes = try routes("host-route.json").filter { $0.family == family && $0.table == "main" }
    #expect(try routes.map(\.description) == printed(fixture))
  }

  @Test func oneListingTellsTheFamilies() throws {
    let all = try routes("host-route.json")
    let inet6 = try ToolOutput.routes(Fixture.bytes("host-route-6.json"), family: .inet6)
    #expect(all.filter { $0.family == .inet6 } == inet6)
    #expect(all.contains { $0.family == .inet && $0.destination == nil && $0.table == "100" })
    // A default route that names a device alone.
    #expect(all.contains { $0.family == .inet6 && $0.destination == nil && $0.gateway == nil })
  }

  @Test func anEmptyTable() throws {
    #expect(try routes("fresh-route.json").isEmpty)
  }

  @Test func attributes() throws {
    let all = try routes("host-route.json")
    let down = try #require(all.first { $0.device == "v-red" && $0.table == "main" })
    #expect(down.flags == ["linkdown"])
    #expect((down.proto, down.scope) == ("kernel", "link"))
    #expect(down.preferredSource?.description == "192.168.7.1")
    let metric = try #require(all.first { $0.metric == 50 })
    #expect(metric.flags == ["onlink"])
    #expect(metric.gateway?.description == "172.18.0.10")
    let other = try #require(all.first { $0.destination?.description == "10.12.0.0/24" })
    #expect((other.family, other.gateway?.family) == (.inet, .inet6))
    let several = try #require(all.first { $0.destination?.description == "10.10.0.0/24" })
    #expect(several.nexthops.map(\.device) == ["br0", "eth0"])
    #expect(
      Set(all.map(\.type)).isSuperset(of: ["blackhole", "unreachable", "prohibit", "local"]))
  }

  @Test func aDefaultRouteIsOfTheFamilyAskedFor() throws {
    let text = #"[{"type":"unicast","dst":"default","dev":"eth0","flags":[]}]"#
    #expect(try ToolOutput.routes(text.utf8)[0].family == .inet)
    #expect(try ToolOutput.routes(text.utf8, family: .inet6)[0].family == .inet6)
  }

  @Test(arguments: [
    ("get-neighbour.json", "172.18.0.10 dev br0 src 172.18.0.1"),
    ("get-gateway.json", "8.8.8.8 via 10.0.2.2 dev eth0 src 10.0.2.15"),
    ("get-local.json", "local 172.18.0.1 dev lo table local src 172.18.0.1"),
    ("get-inet6.json", "fd00:18::10 dev br0 proto kernel src fd00:18::1 metric 256"),
  ])
  func decisions(_ fixture: String, _ text: String) throws {
    guard case .route(let route) = try ToolOutput.routeDecision(Fixture.bytes(fixture)) else {
      Issue.record("not a route")
      return
    }
    #expect(route.description == text)
  }

  @Test(arguments: [
    ("get-unreachable.txt", "Network is unreachable"), ("get-blackhole.txt", "Invalid argument"),
    ("get-prohibit.txt", "Permission denied"),
  ])
  func refusals(_ fixture: String, _ words: String) throws {
    #expect(try ToolOutput.routeRefusal(Fixture.bytes(fixture)) == .refused(words))
  }

  @Test(arguments: ["", "Cannot find device \"x\"\n", "Error: any valid prefix is expected"])
  func failuresThatAreNoRefusal(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.routeRefusal(text.utf8) }
  }

  @Test(arguments: [
    #"[{"dst":"10.0.0.0/40"}]"#, #"[{"dst":"default","gateway":"x"}]"#, #"[{"type":"unicast"}]"#,
    #"[{"dst":"default","metric":"x"}]"#, #"[{"dst":"default","metric":99999999999999999999}]"#,
    #"[{"dst":null}]"#, #"[{"dst":7}]"#, "[{]", "",
  ])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.routes(text.utf8) }
  }
}
