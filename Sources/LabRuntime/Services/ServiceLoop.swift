import Glibc
import LabDocument
import NetworkState

/// Serves all sockets of the internet on one thread, with bounds on everything.
struct ServiceLoop {
  struct Listener: Sendable {
    var socket: Descriptor
    var service: Internet.Service
  }

  let names: WorldNames
  let listeners: [Listener]
  let datagrams: [Descriptor]
  private var connections: [ServiceConnection] = []
  /// Until then no connection is taken, since none could be.
  private var pause: ContinuousClock.Instant?

  /// So many connections are open at once; a further one ends the oldest.
  static let mostConnections = 64
  /// So much is taken from one socket before the others have their turn.
  private static let turn = 16

  init(names: WorldNames, listeners: [Listener], datagrams: [Descriptor]) {
    self.names = names
    self.listeners = listeners
    self.datagrams = datagrams
  }

  /// Serves until the descriptor becomes readable.
  mutating func run(until cancellation: CInt) {
    while true {
      let open = connections.map(\.socket.number)
      let taking = pause == nil ? listeners.map(\.socket.number) : []
      let deadline = (connections.map(\.deadline) + [pause].compactMap(\.self)).min()
      let ready = waitForInput(
        [cancellation] + datagrams.map(\.number) + open + taking, until: deadline)
      if ready[0] { return }
      var position = 1
      for socket in datagrams {
        if ready[position] { answerDatagrams(socket) }
        position += 1
      }
      let now = ContinuousClock.now
      if let end = pause, end <= now { pause = nil }
      var left: [ServiceConnection] = []
      for var connection in connections {
        let isReady = ready[position]
        position += 1
        guard connection.deadline > now, !isReady || connection.proceed(names) else { continue }
        left.append(connection)
      }
      connections = left
      for (index, _) in taking.enumerated() where ready[position + index] {
        take(listeners[index])
      }
    }
  }

  private mutating func take(_ listener: Listener) {
    for _ in 0..<Self.turn {
      let number = accept(listener.socket.number, nil, nil)
      guard number >= 0 else {
        // Whoever went away before is no problem; without descriptors, ask again a little later.
        if ![EAGAIN, EINTR, ECONNABORTED].contains(errno) { pause = .now + .milliseconds(100) }
        return
      }
      if connections.count >= Self.mostConnections { connections.removeFirst() }
      connections.append(ServiceConnection(Descriptor(owning: number), listener.service))
    }
  }

  private func answerDatagrams(_ socket: Descriptor) {
    var buffer = [UInt8](repeating: 0, count: 1024)
    for _ in 0..<Self.turn {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
      withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { sender in
          let count = recvfrom(socket.number, &buffer, buffer.count, flags, sender, &length)
          guard count > 0,
            let answer = DNSAnswer.bytes(
              to: Array(buffer[..<count]), names: names, limit: DNSAnswer.datagramLimit)
          else { return }
          _ = sendto(socket.number, answer, answer.count, flags, sender, length)
        }
      }
    }
  }
}
