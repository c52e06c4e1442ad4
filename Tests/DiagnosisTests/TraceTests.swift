import Diagnosis
import NetworkState
import Testing

@testable import LabRuntime

/// What the kernel tells of packets in its filter, and how it is understood.
@Suite("Traces")
struct TraceTests {
  private static let listing = """
    table ip filter { # handle 1
    \tchain FORWARD { # handle 2
    \t\ttype filter hook forward priority filter; policy drop;
    \t\tiifname "west" oifname "east" counter packets 2 bytes 168 accept # handle 5
    \t\tcounter packets 0 bytes 0 jump OWN # handle 6
    \t}

    \tchain OWN { # handle 3
    \t\tip daddr 10.2.0.2 counter packets 2 bytes 168 drop # handle 7
    \t}
    }
    """

  @Test("Rules by their handles, without what they counted")
  func rules() {
    let book = RuleBook(Self.listing)
    let forward = RuleBook.Chain(family: "ip", table: "filter", name: "FORWARD")
    let own = RuleBook.Chain(family: "ip", table: "filter", name: "OWN")
    #expect(book.hooks == [forward: "forward"])
    #expect(
      book.rules[forward] == [5: #"iifname "west" oifname "east" accept"#, 6: "jump OWN"])
    #expect(book.rules[own] == [7: "ip daddr 10.2.0.2 drop"])
    #expect(RuleBook("").hooks.isEmpty)
  }

  @Test("A drop in a chain that was jumped to belongs to the hook of the first")
  func verdicts() {
    var reader = TraceReader(book: RuleBook(Self.listing), ownTable: "netlab-why")
    reader.read(Self.event(chain: "FORWARD", handle: 6, code: -3, echo: 0)[...])
    reader.read(Self.event(chain: "OWN", handle: 7, code: 0)[...])
    #expect(reader.verdicts.map(\.hook) == ["forward", "forward"])
    #expect(reader.verdicts.map(\.isDropped) == [false, true])
    #expect(reader.verdicts.map(\.isReply) == [true, true])
    #expect(reader.verdicts.last?.rule == "ip daddr 10.2.0.2 drop")
    #expect(reader.verdicts.first?.source == IPAddress("10.1.0.2"))
  }

  @Test("Nothing of what is cut or foreign is believed")
  func broken() {
    let event = Self.event(chain: "FORWARD", handle: 6, code: 0, echo: 8)
    for count in 0..<event.count {
      var reader = TraceReader(book: RuleBook(""), ownTable: "netlab-why")
      reader.read(event[..<count])
      #expect(reader.verdicts.isEmpty)
    }
    var own = TraceReader(book: RuleBook(""), ownTable: "filter")
    own.read(event[...])
    #expect(own.verdicts.isEmpty)
  }

  /// A message of the kernel about packet 7; with an echo of a type from 10.1.0.2 to 10.2.0.2.
  private static func event(chain: String, handle: UInt8, code: Int32, echo: UInt8? = nil)
    -> [UInt8]
  {
    func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
    var body: [UInt8] = [2, 0, 0, 0]
    body += Netlink.attribute(1, Array("filter".utf8) + [0])
    body += Netlink.attribute(2, Array(chain.utf8) + [0])
    body += Netlink.attribute(3, [0, 0, 0, 0, 0, 0, 0, handle])
    body += Netlink.attribute(4, big(3))
    body += Netlink.attribute(5, Netlink.attribute(1, big(UInt32(bitPattern: code))))
    body += Netlink.attribute(6, big(7))
    if let echo {
      let header: [UInt8] = [
        0x45, 0, 0, 84, 0, 0, 0, 0, 64, 1, 0, 0, 10, 1, 0, 2, 10, 2, 0, 2,
      ]
      body += Netlink.attribute(8, header)
      body += Netlink.attribute(9, [echo, 0, 0, 0, 0x12, 0x34, 0, 1])
    }
    let length = UInt32(16 + body.count)
    let head = (0..<4).map { UInt8(length >> (8 * $0) & 255) }
    return head + [17, 10, 0, 0] + [UInt8](repeating: 0, count: 8) + body
  }
}
