import NetworkState
import Testing

@Suite struct LinkDecodingTests {
  private func link(_ name: String, in fixture: String) throws -> Link {
    let links = try ToolOutput.links(Fixture.bytes(fixture))
    return try #require(links.first { $0.name == name })
  }

  @Test func aFreshNamespaceHasALoopbackThatIsDown() throws {
    let links = try ToolOutput.links(Fixture.bytes("fresh-addr.json"))
    let lo = try #require(links.first)
    #expect(links.count == 1)
    #expect((lo.index, lo.name, lo.kind, lo.mtu) == (1, "lo", "loopback", 65536))
    #expect(!lo.isUp)
    #expect(!lo.hasCarrier)
    #expect(lo.operationalState == "DOWN")
  }

  @Test func aVethWhoseOtherEndIsDown() throws {
    let link = try link("v-red", in: "host-addr.json")
    #expect(link.isUp)
    #expect(!link.hasCarrier)
    #expect(link.flags.contains("NO-CARRIER"))
    #expect(link.kind == "veth")
    #expect(link.peerName == nil)
    #expect(link.peerIndex == (try self.link("eth0", in: "red-addr.json").index))
    #expect(link.peerNamespaceID != nil)
    #expect(link.addresses.map(\.prefix.description) == ["192.168.7.1/24"])
  }

  @Test func aPairInOneNamespaceNamesItsEnds() throws {
    let link = try link("p0", in: "host-addr.json")
    #expect(link.peerName == "p1")
    #expect(link.peerIndex == nil)
    #expect(link.peerNamespaceID == nil)
  }

  @Test func aBridgeAndItsPort() throws {
    #expect(try link("br0", in: "host-addr.json").kind == "bridge")
    let port = try link("veth0", in: "host-addr.json")
    #expect(port.master == "br0")
    #expect(
      port.bridgePort == BridgePort(state: "forwarding", isIsolated: true, isHairpin: false))
  }

  @Test func addressesOfBothFamilies() throws {
    let link = try link("ceth0", in: "netns0-addr.json")
    #expect(link.macAddress?.description == "02:42:ac:12:00:0a")
    #expect(
      link.addresses.map(\.prefix.description)
        == ["172.18.0.10/16", "fd00:18::10/64", "fe80::42:acff:fe12:a/64"])
    #expect(link.addresses.map(\.scope) == ["global", "global", "link"])
    #expect(link.addresses.allSatisfy { !$0.isTentative })
  }

  @Test func otherKinds() throws {
    let vxlan = try link("vx0", in: "host-addr.json")
    #expect((vxlan.kind, vxlan.mtu) == ("vxlan", 1450))
    #expect(try link("mv0", in: "host-addr.json").kind == "macvlan")
  }

  @Test func controlBytesAndBrokenTextDecode() throws {
    let links = try ToolOutput.links(Fixture.bytes("hostile-addr.json"))
    let plain = try ToolOutput.links(Fixture.bytes("host-addr.json"))
    #expect(links.map(\.index) == plain.map(\.index))
    #expect(links.contains { $0.name == "p\"\\\u{FFFD}\u{FFFD}" })
  }

  @Test func tentativeAddresses() throws {
    let text = #"""
      [{"ifindex":2,"ifname":"eth0","flags":["UP"],"addr_info":[{"family":"inet6",
      "local":"fd00::1","prefixlen":64,"scope":"global","tentative":true}]}]
      """#
    #expect(try ToolOutput.links(text.utf8)[0].addresses[0].isTentative)
  }

  @Test(arguments: [
    #"[{"ifindex":2,"ifname":"a","flags":[],"addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":33}]}]"#,
    #"[{"ifindex":2,"ifname":"a","flags":[],"addr_info":[{"family":"inet","local":"10.0.0","prefixlen":8}]}]"#,
    #"[{"ifindex":99999999999999999999999,"ifname":"a","flags":[]}]"#,
    #"[{"ifindex":1e400,"ifname":"a","flags":[]}]"#, #"[{"ifindex":1.5,"ifname":"a","flags":[]}]"#,
    #"[{"ifname":"a","flags":[]}]"#, #"{"ifindex":2}"#, "[", "", "\n", "null", "[null]", "Error",
    #"[{"ifindex":2,"ifname":7,"flags":[]}]"#,
  ])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.links(text.utf8) }
  }

  @Test func problemsAreSentences() {
    func problem(_ text: String) -> String? {
      do {
        _ = try ToolOutput.links(text.utf8)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(problem("") == "`ip addr show` printed nothing")
    #expect(
      problem("[{")
        == "`ip addr show` printed what cannot be understood: it is not JSON, or it breaks off")
    #expect(
      problem(#"[{"ifname":"a"}]"#)
        == "`ip addr show` printed what cannot be understood: [0]: there is no `ifindex`")
  }
}
