import Glibc

/// Asks a name server by TCP, as is done when an answer is too long for a datagram (RFC 7766).
struct DNSConnection {
  let connector: Connector

  /// Sends a question and returns the message that answers it; to be used where blocking is allowed.
  func ask(_ question: [UInt8], until limit: ContinuousClock.Instant, _ cancellation: CInt)
    -> Result<[UInt8], DatagramExchange.Failure>
  {
    let socket: Descriptor
    switch connector.open(until: limit, cancellation).result {
    case .open(let opened): socket = opened
    case .refused(let answer): return .failure(DatagramExchange.Failure(answer: answer))
    }
    // Each message comes behind its length in two bytes (RFC 1035, section 4.2.2).
    let bytes = [UInt8(question.count >> 8), UInt8(question.count & 0xFF)] + question
    guard send(socket.number, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count else {
      return .failure(DatagramExchange.Failure(answer: ProbeAnswer(errorNumber: errno)))
    }
    var reader = BoundedReader(socket, bound: 2 + Int(UInt16.max))
    while true {
      if let message = Self.message(in: reader.bytes), DNSMessage(message, to: question) != nil {
        return .success(message)
      }
      guard !reader.isAtEnd, reader.dropped == 0 else { break }
      switch waitFor(socket, POLLIN, until: limit, cancellation) {
      case .ready: reader.read()
      case .timeOver: return .failure(DatagramExchange.Failure(answer: .noAnswer("")))
      case .cancelled:
        return .failure(DatagramExchange.Failure(answer: .impossible("interrupted")))
      }
    }
    let words = "the connection ended before the answer was complete"
    return .failure(DatagramExchange.Failure(answer: .noAnswer(words)))
  }

  /// The first message of a stream; `nil` until all of it is there.
  static func message(in stream: [UInt8]) -> [UInt8]? {
    guard stream.count >= 2 else { return nil }
    let end = 2 + (Int(stream[0]) << 8 | Int(stream[1]))
    return stream.count >= end ? Array(stream[2..<end]) : nil
  }
}
