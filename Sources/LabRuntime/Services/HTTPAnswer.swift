import NetworkState

/// The page of the internet's http server.
enum HTTPAnswer {
  /// The longest request that is read.
  static let requestLimit = 8192

  /// The answer to what has come of a request; `nil` as long as more must come.
  static func bytes(
    to request: [UInt8], from asker: IPAddress, at server: IPAddress
  ) -> [UInt8]? {
    guard isComplete(request) else {
      return request.count < requestLimit
        ? nil : answer("431 Request Header Fields Too Large", "The request is too long.\n")
    }
    let line = request.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8), !words[1].isEmpty else {
      return answer("400 Bad Request", "This is no request of HTTP/1.1.\n")
    }
    let page = "You asked from \(asker).\nThis is \(server), on the internet.\n"
    switch String(decoding: words[0], as: UTF8.self) {
    case "GET": return answer("200 OK", page)
    case "HEAD": return answer("200 OK", page, withBody: false)
    default: return answer("405 Method Not Allowed", "Only GET and HEAD are answered.\n")
    }
  }

  /// Whether the blank line has come that ends a request's head.
  private static func isComplete(_ request: [UInt8]) -> Bool {
    request.firstRange(of: Array("\r\n\r\n".utf8)) != nil
      || request.firstRange(of: Array("\n\n".utf8)) != nil
  }

  private static func answer(_ status: String, _ page: String, withBody: Bool = true) -> [UInt8] {
    let head = [
      "HTTP/1.1 \(status)", "Server: netlab", "Content-Type: text/plain; charset=utf-8",
      "Content-Length: \(page.utf8.count)", "Connection: close",
      status.hasPrefix("405") ? "Allow: GET, HEAD" : nil,
    ]
    let text = head.compactMap(\.self).joined(separator: "\r\n") + "\r\n\r\n"
    return Array((text + (withBody ? page : "")).utf8)
  }
}
