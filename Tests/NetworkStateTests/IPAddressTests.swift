import NetworkState
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("0.0.0.0", UInt128(0)), ("255.255.255.255", 0xFFFF_FFFF), ("10.0.2.15", 0x0A00_020F),
    ("172.18.0.10", 0xAC12_000A), ("1.2.3.4", 0x0102_0304),
  ])
  func readsIPv4(_ text: String, _ value: UInt128) throws {
    let address = try #require(IPAddress(text))
    #expect(address == IPAddress(family: .inet, value: value))
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "1..3.4", "256.0.0.1", "10.0.2.300",
    "01.2.3.4", "1.2.3.04", "1.2.3.00", "0x1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "1.2.3.-4",
    "1.2.3.4/24", "1.2.3.٤", "a.b.c.d", "1.2.3.4\n", "1.2.3.4\0", "1,2,3,4", "0000000000.0.0.1",
  ])
  func refusesWhatIsNotIPv4(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: [
    ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("fd00::1", "fd00::1"),
    ("FD00::A", "fd00::a"), ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("0:0:0:0:0:0:0:0", "::"),
    ("::ffff:10.0.2.15", "::ffff:10.0.2.15"), ("::ffff:a00:20f", "::ffff:10.0.2.15"),
    ("64:ff9b::1.2.3.4", "64:ff9b::102:304"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ("::1.2.3.4", "::102:304"), ("fe80::f84b:3ff:fe8e:c3ea", "fe80::f84b:3ff:fe8e:c3ea"),
  ])
  func readsIPv6(_ text: String, _ canonical: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.family == .inet6)
    #expect(address.description == canonical)
    #expect(IPAddress(canonical) == address)
  }

  @Test(arguments: [
    ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "12345::", "g::",
    "fe80::1%eth0", "[::1]", "::1/128", "::1.2.3", "::1.2.3.4.5", "::01.2.3.4", "1.2.3.4::",
    "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::-1", "::+1", " ::1", "::1 ", "::\0",
  ])
  func refusesWhatIsNotIPv6(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func roundTripsEveryPatternOfZeroGroups() {
    for pattern in UInt128(0)..<256 {
      var value: UInt128 = 0
      for bit in 0..<8 { value = value << 16 | (pattern >> UInt128(bit) & 1) * 0xABC }
      let address = IPAddress(family: .inet6, value: value)
      #expect(IPAddress(address.description) == address)
    }
  }

  @Test func knowsItsKinds() throws {
    func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
    #expect(try address("127.8.8.8").isLoopback)
    #expect(try address("::1").isLoopback)
    #expect(try !address("128.0.0.1").isLoopback)
    #expect(try !address("0.0.0.1").isLoopback)
    #expect(try address("169.254.1.1").isLinkLocal)
    #expect(try address("fe80::1").isLinkLocal)
    #expect(try address("febf::1").isLinkLocal)
    #expect(try !address("fec0::1").isLinkLocal)
    #expect(try address("224.0.0.1").isMulticast)
    #expect(try address("ff02::1").isMulticast)
    #expect(try !address("240.0.0.1").isMulticast)
    #expect(try address("0.0.0.0").isUnspecified)
  }
}
