import Glibc
import LabDocument
import NetworkState

/// What a world's internet serves: netlab answers itself, by sockets inside the internet's namespace.
struct InternetServices: Sendable {
  private let task: Task<Void, Never>

  /// Opens the sockets and serves from then on; `nil` if the world's internet serves nothing.
  static func start(_ world: World, in sandbox: Sandbox) throws(RuntimeProblem) -> Self? {
    guard let internet = world.internet, !internet.services.isEmpty else { return nil }
    do {
      let loop = try loop(world, internet.services, sandbox)
      return InternetServices(
        task: Task {
          await blocking { cancellation in
            var loop = loop
            loop.run(until: cancellation)
          }
        })
    } catch {
      throw .system("serve on the internet", error)
    }
  }

  /// Ends all; the sockets, which keep the namespace alive, are closed then.
  func stop() async {
    task.cancel()
    await task.value
  }

  private static func loop(
    _ world: World, _ services: Set<Internet.Service>, _ sandbox: Sandbox
  ) throws(SystemProblem) -> ServiceLoop {
    let internet = Namespaces(user: sandbox.outer.user, net: sandbox.outer.net)
    let identity = sandbox.identity
    let addresses = world.serverAddresses
    var families: [AddressFamily] = [.inet]
    if addresses.contains(where: { $0.family == .inet6 }) { families.append(.inet6) }
    var listeners: [ServiceLoop.Listener] = []
    for service in services {
      for family in families {
        let socket = try ServiceSocket.listener(
          family, port: service.port, in: internet, as: identity)
        listeners.append(ServiceLoop.Listener(socket: socket, service: service))
      }
    }
    var datagrams: [Descriptor] = []
    if services.contains(.dns) {
      for address in addresses {
        datagrams.append(
          try ServiceSocket.datagrams(
            address, port: Internet.Service.dns.port, in: internet, as: identity))
      }
    }
    return ServiceLoop(names: WorldNames(world), listeners: listeners, datagrams: datagrams)
  }
}

extension Internet.Service {
  fileprivate var port: UInt16 {
    switch self {
    case .http: 80
    case .dns: 53
    }
  }
}
