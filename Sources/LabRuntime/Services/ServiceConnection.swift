import Glibc
import LabDocument
import NetworkState

/// A connection to one of the internet's services; everything that comes is somebody else's.
struct ServiceConnection {
  let socket: Descriptor
  let service: Internet.Service
  /// It ends then, whatever it does.
  let deadline: ContinuousClock.Instant
  private var received: [UInt8] = []
  /// Everything is said; what still comes is read so that the other end gets the answer.
  private var isDone = false
  private var answers = 0

  /// How long a connection may last, and how many questions it may ask.
  private static let longest = Duration.seconds(5)
  private static let mostAnswers = 32
  /// The longest question that is read over TCP.
  private static let questionLimit = 1024

  init(_ socket: Descriptor, _ service: Internet.Service) {
    self.socket = socket
    self.service = service
    deadline = .now + Self.longest
    socket.setNonBlocking()
  }

  /// Reads what has come and answers it; `false` when the connection is over.
  mutating func proceed(_ names: WorldNames) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(socket.number, &buffer, buffer.count, CInt(MSG_DONTWAIT))
    guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
    if isDone { return true }
    received += buffer[..<count]
    return switch service {
    case .http: answerRequest()
    case .dns: answerQuestions(names)
    }
  }

  private mutating func answerRequest() -> Bool {
    guard let asker = ServiceSocket.address(of: socket, getpeername),
      let server = ServiceSocket.address(of: socket, getsockname)
    else { return false }
    guard let answer = HTTPAnswer.bytes(to: received, from: asker, at: server) else { return true }
    guard send(answer) else { return false }
    shutdown(socket.number, CInt(SHUT_WR))
    isDone = true
    received = []
    return true
  }

  /// Each question and answer comes behind its length in two bytes (RFC 1035, section 4.2.2).
  private mutating func answerQuestions(_ names: WorldNames) -> Bool {
    while received.count >= 2 {
      let length = Int(received[0]) << 8 | Int(received[1])
      guard length <= Self.questionLimit else { return false }
      guard received.count >= 2 + length else { return true }
      let message = Array(received[2..<(2 + length)])
      received.removeFirst(2 + length)
      answers += 1
      guard answers <= Self.mostAnswers,
        let answer = DNSAnswer.bytes(to: message, names: names, limit: 65535),
        send([UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer)
      else { return false }
    }
    return true
  }

  /// Sends all, or gives up on who does not read.
  private func send(_ bytes: [UInt8]) -> Bool {
    let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
    return Glibc.send(socket.number, bytes, bytes.count, flags) == bytes.count
  }
}
