import Glibc
import NetworkState
import Synchronization

/// What a probe's packets have in common, as connection tracking tells flows apart.
struct ProbeFlow: Hashable, Sendable {
  /// 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.
  var proto: UInt8
  var destination: IPAddress
  /// 0 for an echo.
  var destinationPort: UInt16 = 0
  /// The port that it left from, or the id of an echo.
  var source: UInt16
}

/// The flows that a block's probes began, by which the kernel's entries for them are known.
final class ProbeFlows: Sendable {
  private let flows = Mutex<Set<ProbeFlow>>([])

  var all: Set<ProbeFlow> { flows.withLock { $0 } }

  func add(_ flow: ProbeFlow) {
    flows.withLock { _ = $0.insert(flow) }
  }
}
