import Glibc
import LabDocument
import NetworkState

/// Asks a web server from a place; netlab's own socket, no proxy, no redirect, no name to look up.
struct HTTPClient: Sendable {
  let connector: Connector
  let url: String

  /// What came of a request.
  struct Answer: Sendable {
    /// What the server sent; `nil` if the connection was not even opened.
    var received: [UInt8]?
    var answer: ProbeAnswer
    var localPort: UInt16?
  }

  /// More than that is not read.
  private static let bound = 1 << 20

  /// Sends one request and reads the response to its end.
  func get(_ patience: ProbePatience) async -> Answer {
    let limit = patience.limit
    return await blocking { [self] cancellation in
      let (result, localPort) = connector.open(until: limit, cancellation)
      switch result {
      case .refused(let answer): return Answer(answer: answer, localPort: localPort)
      case .open(let socket):
        // A server may think for a while, and longer where an answer is expected.
        var end = limit + .seconds(1)
        if case .answer(let deadline) = patience { end = max(end, deadline) }
        var answer = exchange(on: socket, until: end, cancellation)
        answer.localPort = localPort
        return answer
      }
    }
  }

  private func exchange(
    on socket: Descriptor, until limit: ContinuousClock.Instant, _ cancellation: CInt
  ) -> Answer {
    let request = Self.request(url)
    guard send(socket.number, request, request.count, CInt(MSG_NOSIGNAL)) == request.count
    else { return Answer(answer: .noAnswer(SystemProblem.words(errno))) }
    var reader = BoundedReader(socket, bound: Self.bound)
    while !reader.isAtEnd, reader.dropped == 0, !HTTPResponse.isComplete(reader.bytes) {
      switch waitFor(socket, POLLIN, until: limit, cancellation) {
      case .cancelled: return Answer(answer: .impossible("interrupted"))
      case .ready where reader.read() > 0: continue
      case .ready, .timeOver: break
      }
      break
    }
    guard !reader.bytes.isEmpty else {
      let words = "the connection opened, but the server said nothing"
      return Answer(answer: .noAnswer(words))
    }
    end(socket, &reader, cancellation)
    return Answer(received: reader.bytes, answer: .answered("the server answered"))
  }

  /// Lets the server end the connection, and then takes the TIME-WAIT from it that this earns it.
  ///
  /// The reset comes when the server has done with the connection; one that keeps it open gets the
  /// ordinary end.
  private func end(_ socket: Descriptor, _ reader: inout BoundedReader, _ cancellation: CInt) {
    if !reader.isAtEnd,
      waitFor(socket, POLLIN, until: .now + .milliseconds(50), cancellation) == .ready
    {
      reader.drain()
    }
    guard reader.isAtEnd else { return }
    var atOnce = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      socket.number, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
  }

  /// The request for what stands behind the address of `http://ADDRESS[:PORT][/PATH][?QUERY]`.
  static func request(_ url: String) -> [UInt8] {
    let rest = url.dropFirst("http://".count).prefix { $0 != "#" }
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    var target = ""
    for byte in rest.dropFirst(host.count).utf8 {
      // A control character or a blank would end the line or the word.
      if byte > 0x20, byte < 0x7F {
        target.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        target += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    if target.first != "/" { target = "/" + target }
    return Array(
      """
      GET \(target) HTTP/1.0\r
      Host: \(host)\r
      User-Agent: netlab\r
      Accept: */*\r
      Connection: close\r
      \r

      """.utf8)
  }
}
