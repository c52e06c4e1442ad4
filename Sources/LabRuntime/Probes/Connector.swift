import Glibc
import LabDocument
import NetworkState

/// Opens TCP connections from a place; netlab's own socket, so nothing inside can play its part.
struct Connector: Sendable {
  let means: ProbeMeans
  let namespaces: Namespaces
  let address: IPAddress
  let port: UInt16

  /// What came of it: an open connection, or why there is none.
  enum Result: Sendable {
    case open(Descriptor)
    case refused(ProbeAnswer)
  }

  /// Connects once and closes at once (tcp(7)).
  ///
  /// - Parameter localPort: Is told the port that the connection left from.
  func connect(_ patience: ProbePatience) async -> (answer: ProbeAnswer, localPort: UInt16?) {
    let limit = patience.limit
    return await blocking { [self] cancellation in
      let (result, localPort) = open(until: limit, cancellation)
      return switch result {
      case .open: (.answered("connected"), localPort)
      case .refused(let answer): (answer, localPort)
      }
    }
  }

  /// Connects; to be called where blocking is allowed.
  func open(until limit: ContinuousClock.Instant, _ cancellation: CInt)
    -> (result: Result, localPort: UInt16?)
  {
    let socket: Descriptor
    do {
      socket = try Netlink.openSocket(
        in: namespaces, as: means.sandbox.identity, address.family.number,
        CInt(SOCK_STREAM.rawValue), 0)
    } catch {
      return (.refused(.impossible("\(error)")), nil)
    }
    socket.setNonBlocking()
    // No TIME-WAIT: it would be seen in the place for a minute.
    var none: CInt = -1
    setsockopt(
      socket.number, CInt(IPPROTO_TCP), TCP_LINGER2, &none, socklen_t(MemoryLayout<CInt>.size))
    let result = SocketAddress(address, port: port).withPointer {
      Glibc.connect(socket.number, $0, $1)
    }
    let code = errno
    let localPort = SocketAddress.localPort(of: socket)
    if let localPort {
      means.flows.add(
        ProbeFlow(proto: 6, destination: address, destinationPort: port, source: localPort))
    }
    if result == 0 { return (.open(socket), localPort) }
    guard code == EINPROGRESS else { return (.refused(ProbeAnswer(errorNumber: code)), localPort) }
    switch waitFor(socket, POLLOUT, until: limit, cancellation) {
    case .ready: break
    case .timeOver: return (.refused(.noAnswer("")), localPort)
    case .cancelled: return (.refused(.impossible("interrupted")), localPort)
    }
    var failure: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &failure, &length)
    guard failure != 0 else { return (.open(socket), localPort) }
    return (.refused(ProbeAnswer(errorNumber: failure)), localPort)
  }
}

extension ProbeAnswer {
  /// The kernel's refusals are no answer; what it says of netlab's own means is not an answer either way.
  init(errorNumber code: CInt) {
    let words = SystemProblem.words(code)
    switch code {
    case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL: self = .impossible(words)
    default: self = .noAnswer(words)
    }
  }
}

extension ProbePatience {
  /// When a try ends that gets no word.
  var limit: ContinuousClock.Instant {
    switch self {
    // The last try gets a moment too: a refusal says more than silence.
    case .answer(let deadline): max(.now + .milliseconds(300), min(deadline, .now + .seconds(1)))
    case .silence: .now + .seconds(1)
    case .words: .now + .seconds(4)
    }
  }
}

extension AddressFamily {
  /// `AF_INET` or `AF_INET6`.
  var number: CInt { self == .inet ? AF_INET : AF_INET6 }
}

/// How waiting for one descriptor ended.
enum WaitEnd: Sendable {
  case ready
  case timeOver
  case cancelled
}

/// Waits until a descriptor can be read (`POLLIN`) or written (`POLLOUT`).
func waitFor(
  _ descriptor: Descriptor, _ event: CInt, until limit: ContinuousClock.Instant,
  _ cancellation: CInt
) -> WaitEnd {
  var polled = [
    pollfd(fd: descriptor.number, events: Int16(event), revents: 0),
    pollfd(fd: cancellation, events: Int16(POLLIN), revents: 0),
  ]
  while true {
    let left = ContinuousClock.now.duration(to: limit)
    guard left > .zero else { return .timeOver }
    let count = poll(&polled, 2, CInt(clamping: left.milliseconds + 1))
    if polled[1].revents != 0 { return .cancelled }
    if count > 0 || (count < 0 && errno != EINTR) { return .ready }
  }
}
