import CLinux
import Glibc
import NetworkState

/// Finds the network namespaces of a sandbox by the names that its inside controls.
///
/// Whoever runs inside may put a FIFO, a symbolic link or a foreign namespace under a name; what is
/// opened here is proved to be a network namespace of the lab's own before it is used.
struct PlaceDirectory: Sendable {
  let sandbox: Sandbox
  /// The owner that every namespace of the lab must have.
  private let owner: FileIdentity?
  private let hostNet: FileIdentity?
  private let outerNet: FileIdentity?

  /// What stands under a name.
  enum Finding: Sendable {
    case found(Descriptor)
    case missing
    /// Something that is not a network namespace of this lab; why not.
    case refused(String)
  }

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
    owner = sandbox.lab.user.identity
    hostNet = sandbox.lab.net.identity
    outerNet = sandbox.outer.net.identity
  }

  /// Opens a place. A descriptor keeps its namespace alive: do not hold it across commands.
  func open(_ place: Place) -> Finding {
    switch place {
    case .host: .found(sandbox.lab.net)
    case .internet: .found(sandbox.outer.net)
    case .namespace(let name, _): open(name)
    }
  }

  /// The user namespace that has rights over a place.
  func stage(of place: Place) -> StageDescriptors {
    place == .internet ? sandbox.outer : sandbox.lab
  }

  /// The place as something to look into.
  func namespaces(of place: Place, net: Descriptor) -> Namespaces {
    Namespaces(user: stage(of: place).user, net: net)
  }

  /// What a name stands for now, without keeping it alive.
  func identity(of place: Place) -> FileIdentity? {
    if case .found(let net) = open(place) { net.identity } else { nil }
  }

  /// The names that `ip netns` lists and that are namespaces, sorted.
  func names(ofHost host: String) -> [String] {
    guard let folder = directory() else { return [] }
    return Folder.names(in: folder).filter { if case .missing = open($0) { false } else { true } }
  }

  /// All places that there are now.
  var all: [Place] {
    let host = Place.defaultHostName
    return [.host(host), .internet] + names(ofHost: host).map { .namespace($0, host: host) }
  }

  private func directory() -> Descriptor? {
    let flags = clinux_o_path | O_NOFOLLOW | O_DIRECTORY
    guard let run = try? Descriptor.open("run", in: sandbox.lab.root, flags) else { return nil }
    return try? Descriptor.open("netns", in: run, flags)
  }

  private func open(_ name: String) -> Finding {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), let folder = directory(),
      let entry = try? Descriptor.open(name, in: folder, clinux_o_path | O_NOFOLLOW)
    else { return .missing }
    // `ip netns add` makes a plain file and mounts the namespace over it: before and after
    // that, and for anything else, the name is not a namespace.
    guard clinux_is_namespace(entry.number) else { return .missing }
    // Only nsfs is opened, which cannot block.
    guard let net = try? Descriptor.open("/proc/self/fd/\(entry.number)", O_RDONLY) else {
      return .refused("\(name) cannot be opened")
    }
    guard clinux_is_network_namespace(net.number) else {
      return .refused("\(name) is not a network namespace")
    }
    var device: UInt64 = 0
    var inode: UInt64 = 0
    guard clinux_namespace_owner(net.number, &device, &inode) == 0,
      FileIdentity(device: device, inode: inode) == owner
    else { return .refused("\(name) is a network namespace from outside the lab") }
    guard let identity = net.identity, identity != hostNet, identity != outerNet else {
      return .refused("\(name) is another name of the host's own network")
    }
    return .found(net)
  }
}
