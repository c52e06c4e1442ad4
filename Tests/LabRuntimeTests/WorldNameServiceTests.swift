import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// Questions to the internet's name server, and its answers, without a socket.
@Suite struct WorldNameServiceTests {
  private static func names() throws -> WorldNames {
    WorldNames(
      try WorldSample.world(
        """
        hosts: {Alpha: {eth0: [10.1.0.1/24, "fd00::1/64"]}, beta: {eth0: 10.1.0.2/24}}
          gateway: 10.1.0.254
          internet: {addresses: [8.8.8.8, 1.1.1.1], serves: dns}
        """))
  }

  private static func query(
    _ labels: [String], type: UInt8 = 1, dnsClass: UInt8 = 1, flags: UInt8 = 1
  ) -> [UInt8] {
    [0xAB, 0xCD, flags, 0, 0, 1, 0, 0, 0, 0, 0, 0]
      + labels.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0, 0, type, 0, dnsClass]
  }

  private static func answer(_ query: [UInt8], limit: Int = 512) throws -> [UInt8]? {
    DNSAnswer.bytes(to: query, names: try names(), limit: limit)
  }

  @Test func addressesAreAnswered() throws {
    let question = Self.query(["aLPHa", "Lab"])
    let answer = try #require(try Self.answer(question))
    #expect(Array(answer[..<12]) == [0xAB, 0xCD, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
    #expect(Array(answer[12..<question.count]) == Array(question[12...]))
    let record: [UInt8] = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 1, 0, 1]
    #expect(Array(answer[question.count...]) == record)
  }

  @Test func eachTypeHasItsAddresses() throws {
    func count(_ labels: [String], _ type: UInt8) throws -> UInt8? {
      try Self.answer(Self.query(labels, type: type)).map { $0[7] }
    }
    #expect(try count(["alpha", "lab"], 28) == 1)
    #expect(try count(["beta", "lab"], 28) == 0)
    #expect(try count(["alpha", "lab"], 255) == 2)
    #expect(try count(["internet", "lab"], 1) == 2)
    #expect(try count(["alpha", "lab"], 16) == 0)
  }

  @Test(arguments: [
    (["nowhere", "lab"], UInt8(1), UInt8(1), UInt8(3)), (["alpha"], 1, 1, 3), ([], 1, 1, 3),
    (["alpha", "lab", "lab"], 1, 1, 3), (["lab"], 1, 1, 0), (["alpha", "lab"], 1, 3, 5),
    (["alpha", "lab"], 1, 255, 0), (["alpha.lab"], 1, 1, 3),
    (["alpha", "lab"], 0x11, 1, 4),
  ])
  func codes(_ labels: [String], _ flags: UInt8, _ dnsClass: UInt8, _ code: UInt8) throws {
    let answer = try Self.answer(Self.query(labels, dnsClass: dnsClass, flags: flags))
    #expect(answer.map { $0[3] & 0xF } == code)
  }

  @Test func aLongAnswerIsCutForDatagrams() throws {
    let question = Self.query(["alpha", "lab"], type: 255)
    let answer = try #require(try Self.answer(question, limit: 60))
    #expect(answer[2] & 2 != 0)
    #expect(answer[7] == 0)
    #expect(answer.count == question.count)
  }

  @Test func whatIsNoQueryIsIgnored() throws {
    let good = Self.query(["alpha", "lab"])
    for length in 0..<good.count { #expect(try Self.answer(Array(good[..<length])) == nil) }
    var answerBit = good
    answerBit[2] |= 0x80
    #expect(try Self.answer(answerBit) == nil)
    var twoQuestions = good
    twoQuestions[5] = 2
    #expect(try Self.answer(twoQuestions) == nil)
    #expect(try Self.answer(Array(good[..<12]) + [0xC0, 12, 0, 1, 0, 1]) == nil)
    let long = Array(repeating: String(repeating: "a", count: 63), count: 5)
    #expect(try Self.answer(Self.query(long)) == nil)
  }

  @Test func noiseDoesNoHarm() throws {
    let names = try Self.names()
    var state: UInt64 = 1
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
    let good = Self.query(["alpha", "lab"])
    for round in 0..<20_000 {
      var bytes = round % 2 == 0 ? good : (0..<Int(next())).map { _ in next() }
      for _ in 0..<(next() % 4) where !bytes.isEmpty {
        bytes[Int(next()) % bytes.count] = next()
      }
      if let answer = DNSAnswer.bytes(to: bytes, names: names, limit: 512) {
        #expect(answer.count <= 512)
      }
    }
  }

  @Test func pagesSayWhoAsked() throws {
    let (asker, server) = (try #require(IPAddress("10.1.0.1")), try #require(IPAddress("8.8.8.8")))
    func answer(_ request: String) -> String? {
      HTTPAnswer.bytes(to: Array(request.utf8), from: asker, at: server)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(answer("GET / HTTP/1.1\r\nHost: x\r\n") == nil)
    let page = try #require(answer("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
    #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(page.hasSuffix("\r\n\r\nYou asked from 10.1.0.1.\nThis is 8.8.8.8, on the internet.\n"))
    #expect(answer("HEAD / HTTP/1.0\n\n")?.hasSuffix("close\r\n\r\n") == true)
    #expect(answer("PUT / HTTP/1.1\r\n\r\n")?.contains("405") == true)
    #expect(answer("\0\u{1}\n\n")?.contains("400") == true)
    #expect(answer("GET  HTTP/1.1\n\n")?.contains("400") == true)
    #expect(answer(String(repeating: "x", count: 8192))?.contains("431") == true)
  }
}
