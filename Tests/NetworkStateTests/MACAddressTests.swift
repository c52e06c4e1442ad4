import NetworkState
import Testing

@Suite struct MACAddressTests {
  @Test(arguments: [
    ("02:42:ac:12:00:0a", UInt64(0x0242_AC12_000A)), ("00:00:00:00:00:00", 0),
    ("FF:ff:FF:ff:FF:ff", 0xFFFF_FFFF_FFFF),
  ])
  func readsAndWrites(_ text: String, _ value: UInt64) throws {
    let address = try #require(MACAddress(text))
    #expect(address.value == value)
    #expect(address.description == text.lowercased())
  }

  @Test(arguments: [
    "", "02:42:ac:12:00", "02:42:ac:12:00:0a:", "02:42:ac:12:00:0a:01", "02-42-ac-12-00-0a",
    "2:42:ac:12:0:a", "02:42:ac:12:00:0g", "0242ac12000a", "02:42:ac:12:00:0", "10.0.0.1",
  ])
  func refuses(_ text: String) {
    #expect(MACAddress(text) == nil)
  }
}
