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
  /// The networks of the hosts and the internet, which are no namespaces of `ip netns`.
  private let ownNets: Set<FileIdentity>

  /// What stands under a name.
  enum Finding: Sendable {
    case found(Descriptor)
    case missing
    /// Something that is not a network namespace of this lab; why not.
    case refused(String)
  }

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
    owner = sandbox.onHost?.userNamespace ?? sandbox.lab.user.identity
    let stages = sandbox.hosts.map(\.stage) + [sandbox.outer]
    ownNets = Set(stages.compactMap(\.net.identity))
  }

  /// Opens a place. A descriptor keeps its namespace alive: do not hold it across commands.
  func open(_ place: Place) -> Finding {
    switch place {
    case .host(let host): sandbox.host(named: host).map { .found($0.stage.net) } ?? .missing
    case .internet: sandbox.onHost == nil ? .found(sandbox.outer.net) : .missing
    case .namespace(let name, let host): open(name, ofHost: host)
    }
  }

  /// The place as something to look into.
  func namespaces(of place: Place, net: Descriptor) -> Namespaces {
    Namespaces(user: sandbox.stage(of: place).user, net: net)
  }

  /// What a name stands for now, without keeping it alive.
  func identity(of place: Place) -> FileIdentity? {
    if case .found(let net) = open(place) { net.identity } else { nil }
  }

  /// The names that `ip netns` of a host lists and that are namespaces, sorted.
  func names(ofHost host: String) -> [String] {
    guard let folder = directory(ofHost: host) else { return [] }
    return Folder.names(in: folder).filter {
      if case .missing = open($0, in: folder) { false } else { true }
    }
  }

  /// All places that there are now.
  var all: [Place] {
    let hosts = sandbox.hosts.map(\.name)
    return hosts.map { .host($0) } + (sandbox.onHost == nil ? [.internet] : [])
      + hosts.flatMap { host in names(ofHost: host).map { .namespace($0, host: host) } }
  }

  func directory(ofHost name: String) -> Descriptor? {
    let flags = clinux_o_path | O_NOFOLLOW | O_DIRECTORY
    guard let host = sandbox.host(named: name),
      let run = try? Descriptor.open("run", in: host.stage.root, flags)
    else { return nil }
    return try? Descriptor.open("netns", in: run, flags)
  }

  private func open(_ name: String, ofHost host: String) -> Finding {
    directory(ofHost: host).map { open(name, in: $0) } ?? .missing
  }

  private func open(_ name: String, in folder: Descriptor) -> Finding {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"),
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
    let result = clinux_namespace_owner(net.number, &device, &inode)
    // A namespace whose owner this program may not see is the machine's own.
    guard result == 0 || result == -EPERM else {
      return .refused("\(name) cannot be examined: \(SystemProblem.words(-result))")
    }
    guard result == 0, FileIdentity(device: device, inode: inode) == owner else {
      return .refused("\(name) is a network namespace from outside the lab")
    }
    guard let identity = net.identity, !ownNets.contains(identity) else {
      return .refused("\(name) is another name of a host's own network")
    }
    return .found(net)
  }
}
