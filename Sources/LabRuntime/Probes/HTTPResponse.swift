/// What a web server said: the status and the body, as far as they came (RFC 9112).
struct HTTPResponse: Equatable, Sendable {
  var status: Int
  /// What stands behind the status, such as `Not Found`.
  var reason: String
  var body: [UInt8]

  /// Reads a response whose connection has ended; `nil` if it is none.
  init?(_ bytes: [UInt8]) {
    guard let head = Self.head(of: bytes) else { return nil }
    let lines = bytes[..<head.end].split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self).trimmed }
    let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3,
      let status = Int(words[1]), (100...599).contains(status)
    else { return nil }
    self.status = status
    reason = words.count > 2 ? String(words[2]) : ""
    let rest = Array(bytes[head.body...])
    let coding = Self.value(of: "transfer-encoding", in: lines)
    // Not to be expected by a client of HTTP/1.0, but some servers send it to anyone.
    body = coding?.lowercased() == "chunked" ? Self.joined(chunks: rest) : rest
    if let length = Self.length(in: lines), coding == nil { body = Array(body.prefix(length)) }
  }

  /// Whether all of a response has come, so that nobody need wait for the connection's end.
  static func isComplete(_ bytes: [UInt8]) -> Bool {
    guard let head = head(of: bytes) else { return false }
    let lines = bytes[..<head.end].split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self).trimmed }
    guard let length = length(in: lines), value(of: "transfer-encoding", in: lines) == nil else {
      return false
    }
    return bytes.count - head.body >= length
  }

  /// Where the head ends and the body begins; line ends may be bare.
  private static func head(of bytes: [UInt8]) -> (end: Int, body: Int)? {
    let newline = UInt8(ascii: "\n")
    var index = 0
    while let end = bytes[index...].firstIndex(of: newline) {
      let next = end + 1
      if next < bytes.count, bytes[next] == newline { return (end, next + 1) }
      if next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\r"), bytes[next + 1] == newline {
        return (end, next + 2)
      }
      index = next
    }
    return nil
  }

  private static func value(of name: String, in lines: [String]) -> String? {
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else {
        continue
      }
      return String(line[line.index(after: colon)...]).trimmed
    }
    return nil
  }

  private static func length(in lines: [String]) -> Int? {
    value(of: "content-length", in: lines).flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func joined(chunks bytes: [UInt8]) -> [UInt8] {
    var rest = bytes[...]
    var body: [UInt8] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: rest[..<end].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
      rest = rest[(end + 1)...]
      guard let size = Int(line.trimmed, radix: 16), size > 0 else { break }
      body += rest.prefix(size)
      rest = rest.dropFirst(size)
      if rest.first == UInt8(ascii: "\r") { rest = rest.dropFirst() }
      if rest.first == UInt8(ascii: "\n") { rest = rest.dropFirst() }
    }
    return body
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
