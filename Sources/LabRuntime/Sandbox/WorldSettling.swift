import Glibc
import NetworkState

/// Waits until the kernel is done with what it does later than it says.
struct WorldSettling {
  let sandbox: Sandbox

  /// Reads devices one by one, which makes the kernel see their carriers now.
  ///
  /// A port that the kernel sees to work forwards at once, and only then its bridge works.
  func readCarriers(of devices: [String], in namespaces: Namespaces) throws(RuntimeProblem) {
    do {
      let netlink = try Netlink(in: namespaces, as: sandbox.identity)
      for name in devices {
        guard let device = try netlink.device(named: name), device.hasCarrier else {
          throw SystemProblem("\(name) has no carrier", code: ENOLINK)
        }
      }
    } catch {
      throw .system("build the lab's world", error)
    }
  }

  /// Waits until IPv6 addresses are there to be used.
  ///
  /// Nobody is asked for duplicates, but until a thread of the kernel has seen to that, an address
  /// counts as tentative: nothing can be bound to it, and neighbours do not find it.
  func waitForAddresses(in namespaces: Namespaces) async throws(RuntimeProblem) {
    do {
      let netlink = try Netlink(in: namespaces, as: sandbox.identity)
      let deadline = ContinuousClock.now + .seconds(2)
      while try netlink.hasTentativeAddresses() {
        guard ContinuousClock.now < deadline else {
          throw SystemProblem("an address stays tentative", code: ETIMEDOUT)
        }
        try await Task.sleep(for: .microseconds(300))
      }
    } catch is CancellationError {
      throw .cancelled
    } catch {
      throw .system("build the lab's world", error)
    }
  }
}

extension Netlink {
  /// Whether an IPv6 address is not yet known to be its own (IFA_F_TENTATIVE of struct ifaddrmsg).
  fileprivate func hasTentativeAddresses() throws(SystemProblem) -> Bool {
    try dump(type: 22, [UInt8(AF_INET6)] + [UInt8](repeating: 0, count: 7))
      .contains { $0.count >= 8 && $0[2] & 0x40 != 0 }
  }
}
