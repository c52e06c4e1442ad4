import NetworkState
import Testing

@Suite struct IPPrefixTests {
  @Test(arguments: ["10.0.2.15/24", "0.0.0.0/0", "1.2.3.4/32", "fd00::1/64", "::/0", "::1/128"])
  func readsAndWrites(_ text: String) throws {
    #expect(try #require(IPPrefix(text)).description == text)
  }

  @Test(arguments: [
    "10.0.2.15", "10.0.2.15/", "10.0.2.15/33", "10.0.2.15/-1", "10.0.2.15/024", "10.0.2.15/ 24",
    "10.0.2.15/255.255.255.0", "fd00::/129", "/24", "10.0.2.300/24", "10.0.2.15/24/24",
    "10.0.2.15/9999999999999999999999",
  ])
  func refuses(_ text: String) {
    #expect(IPPrefix(text) == nil)
  }

  @Test func readsABareAddressAsADestination() throws {
    #expect(try #require(IPPrefix(destination: "10.0.2.15")).length == 32)
    #expect(try #require(IPPrefix(destination: "fd00::1")).description == "fd00::1/128")
    #expect(try #require(IPPrefix(destination: "fd00::1/128")).destinationText == "fd00::1")
    #expect(IPPrefix(destination: "default") == nil)
  }

  @Test(arguments: [
    ("172.18.0.10/16", "172.18.255.255", true), ("172.18.0.10/16", "172.19.0.0", false),
    ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("::/0", "::1", true),
    ("10.0.0.1/32", "10.0.0.1", true), ("10.0.0.1/32", "10.0.0.0", false),
    ("fd00::/64", "fd00::ffff:ffff:ffff:ffff", true), ("fd00::/64", "fd00:0:0:1::", false),
  ])
  func contains(_ prefix: String, _ address: String, _ isInside: Bool) throws {
    #expect(try #require(IPPrefix(prefix)).contains(#require(IPAddress(address))) == isInside)
  }

  @Test(arguments: [
    ("10.0.2.15/24", "10.0.2.0/24"), ("10.0.2.15/0", "0.0.0.0/0"), ("10.0.2.15/32", "10.0.2.15/32"),
    ("fd00::1:2/112", "fd00::1:0/112"), ("fd00::1/0", "::/0"), ("fd00::1/128", "fd00::1/128"),
  ])
  func masks(_ text: String, _ masked: String) throws {
    #expect(try #require(IPPrefix(text)).masked.description == masked)
  }

  @Test func containsPrefixes() throws {
    let wide = try #require(IPPrefix("10.0.0.0/8"))
    let narrow = try #require(IPPrefix("10.4.0.0/16"))
    #expect(wide.contains(narrow))
    #expect(!narrow.contains(wide))
  }

  @Test func lengthsOutsideOfTheFamilyDoNotTrap() throws {
    let address = try #require(IPAddress("10.0.2.15"))
    #expect(IPPrefix(address: address, length: 99).masked.address == address)
    #expect(IPPrefix(address: address, length: -1).contains(address))
  }
}
