import NetworkState
import Testing

@Suite struct ListenerDecodingTests {
  @Test func tcp() throws {
    let listeners = try ToolOutput.listeners(Fixture.bytes("ss-tcp.txt"), isTCP: true)
    #expect(
      Set(listeners.map(\.description)) == [
        "127.0.0.1:53", "172.18.0.1:8080", "0.0.0.0%lo:57", "0.0.0.0:80", "[fd00:18::1]:83",
        "[::]:82", "*:81",
      ])
    #expect(listeners.first { $0.port == 57 }?.device == "lo")
    #expect(listeners.contains(Listener(isTCP: true, address: nil, port: 81)))
  }

  @Test func udp() throws {
    let listeners = try ToolOutput.listeners(Fixture.bytes("ss-udp.txt"), isTCP: false)
    #expect(
      Set(listeners.map(\.description))
        == ["0.0.0.0:4789", "0.0.0.0:53", "127.0.0.53%lo:56", "*:54"])
  }

  @Test func zonesBehindBrackets() throws {
    let text = "UNCONN 0 0 [fe80::1]%v0:58 [::]:*\nUNCONN 0 0 [fe80::2%v1]:59 [::]:*\n"
    let listeners = try ToolOutput.listeners(text.utf8, isTCP: false)
    #expect(listeners.map(\.description) == ["[fe80::1]%v0:58", "[fe80::2]%v1:59"])
  }

  @Test func nothingListens() throws {
    #expect(try ToolOutput.listeners([], isTCP: true).isEmpty)
  }

  @Test(arguments: [
    "LISTEN 0 128", "LISTEN 0 128 10.0.0.1 0.0.0.0:*", "LISTEN 0 128 10.0.0.1:99999 0.0.0.0:*",
    "LISTEN 0 128 10.0.0.300:9 0.0.0.0:*", "LISTEN 0 128 :9 0.0.0.0:*", "\u{FFFD}\0",
    "LISTEN 0 128 []:9 0.0.0.0:*", "LISTEN 0 128 [:9 0.0.0.0:*", "LISTEN 0 128 %:9 0.0.0.0:*",
  ])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.listeners(text.utf8, isTCP: true) }
  }
}
