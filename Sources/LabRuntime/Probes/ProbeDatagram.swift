import Glibc
import NetworkState

/// Sends a datagram from a place and waits for whatever comes back (udp(7)).
struct ProbeDatagram: Sendable {
  let means: ProbeMeans
  let namespaces: Namespaces
  let address: IPAddress
  let port: UInt16
  /// So that it can be told from all others.
  let payload: [UInt8]

  /// What netlab's own listeners send back. To a DNS server it is a question of unknown kind.
  static let prefix = "netlab-probe-"

  init(means: ProbeMeans, namespaces: Namespaces, address: IPAddress, port: UInt16) {
    self.means = means
    self.namespaces = namespaces
    self.address = address
    self.port = port
    var random = SystemRandomNumberGenerator()
    payload = Array(Self.prefix.utf8) + Array(String(random.next(), radix: 36).utf8)
  }

  /// Sends it once.
  func send(_ patience: ProbePatience) async -> ProbeAnswer {
    let limit = patience.limit
    return await blocking { [self] cancellation in
      let exchange = DatagramExchange(
        means: means, namespaces: namespaces, address: address, port: port)
      switch exchange.ask(payload, until: limit, cancellation, accepts: { _ in true }) {
      case .success: return .answered("a datagram came back")
      case .failure(let failure): return failure.answer
      }
    }
  }
}

/// One question and one answer by UDP; to be used where blocking is allowed.
struct DatagramExchange {
  let means: ProbeMeans
  let namespaces: Namespaces
  let address: IPAddress
  let port: UInt16

  /// Why there is no answer.
  struct Failure: Error {
    var answer: ProbeAnswer
  }

  /// Sends the bytes and returns the first datagram that is accepted.
  ///
  /// The socket is connected, so that only the asked address can answer and ICMP's words are heard.
  func ask(
    _ bytes: [UInt8], until limit: ContinuousClock.Instant, _ cancellation: CInt,
    accepts: ([UInt8]) -> Bool
  ) -> Result<[UInt8], Failure> {
    let socket: Descriptor
    do {
      socket = try Netlink.openSocket(
        in: namespaces, as: means.sandbox.identity, address.family.number,
        CInt(SOCK_DGRAM.rawValue), 0)
    } catch {
      return .failure(Failure(answer: .impossible("\(error)")))
    }
    socket.setNonBlocking()
    let connected = SocketAddress(address, port: port).withPointer {
      Glibc.connect(socket.number, $0, $1)
    }
    guard connected == 0 else {
      return .failure(Failure(answer: ProbeAnswer(errorNumber: errno)))
    }
    if let localPort = SocketAddress.localPort(of: socket) {
      means.flows.add(
        ProbeFlow(proto: 17, destination: address, destinationPort: port, source: localPort))
    }
    guard Glibc.send(socket.number, bytes, bytes.count, 0) == bytes.count else {
      return .failure(Failure(answer: ProbeAnswer(errorNumber: errno)))
    }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      switch waitFor(socket, POLLIN, until: limit, cancellation) {
      case .timeOver: return .failure(Failure(answer: .noAnswer("")))
      case .cancelled: return .failure(Failure(answer: .impossible("interrupted")))
      case .ready: break
      }
      let count = recv(socket.number, &buffer, buffer.count, 0)
      if count >= 0, accepts(Array(buffer[..<count])) { return .success(Array(buffer[..<count])) }
      if count < 0, errno != EAGAIN, errno != EINTR {
        return .failure(Failure(answer: ProbeAnswer(errorNumber: errno)))
      }
    }
  }
}
