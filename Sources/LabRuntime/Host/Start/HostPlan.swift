import LabDocument
import NetworkState

/// What a lab can be seen to make, read from its commands without running them.
///
/// Names that come of variables or loops are not seen here; the stand-ins see them when they are made.
public struct HostPlan: Sendable, Hashable {
  public internal(set) var namespaces: Set<String> = []
  public internal(set) var links: Set<String> = []
  public internal(set) var prefixes: Set<IPPrefix> = []
  /// `TOOL -t TABLE CHAIN`.
  public internal(set) var chains: Set<String> = []
  /// `FAMILY NAME`.
  public internal(set) var tables: Set<String> = []
  /// What else it changes of the machine, in words.
  public internal(set) var changes: [String] = []

  /// Reads a lab, the labs that it starts from included.
  static func read(_ lab: Lab) -> HostPlan {
    var plan = HostPlan()
    for lab in lab.startLabs + [lab] {
      for step in lab.steps { plan.read(step.elements) }
    }
    return plan
  }

  private mutating func read(_ elements: [Element]) {
    for element in elements {
      switch element {
      case .console(let block) where block.role != .example:
        for entry in block.entries {
          if case .command(let command) = entry { read(command.command, in: command.place) }
          if case .enter(let entry) = entry { add(entry.target) }
        }
      case .file(let file) where ["sh", "bash", "shell"].contains(file.language):
        read(file.contents, in: .host(Place.defaultHostName))
      case .solution(let solution): read(solution.elements)
      case .console, .file, .expect, .prose, .hint, .question, .instructors: break
      }
    }
  }

  private mutating func add(_ place: Place) {
    if case .namespace(let name, _) = place { namespaces.insert(name) }
  }

  private mutating func read(_ text: String, in place: Place) {
    add(place)
    for var words in SimpleCommands.read(text) {
      var isInRoot = if case .host = place { true } else { false }
      // `ip netns exec NAME` and `nsenter --net=…` in front of another command.
      while let inner = SimpleCommands.inside(words) {
        words = inner
        isInRoot = false
      }
      guard let tool = words.first, ToolReading.tools.contains(tool) else { continue }
      let reading = ToolReading.read(tool, Array(words.dropFirst()))
      if reading.namespace != nil { isInRoot = false }
      for change in reading.changes { add(change, isInRoot) }
    }
  }

  private mutating func add(_ change: ToolChange, _ isInRoot: Bool) {
    switch change {
    case .addNamespace(let name): insert(name, into: \.namespaces)
    case .addLink(let name, _, let into) where isInRoot && into == nil: insert(name, into: \.links)
    case .addAddress(let text, _, _):
      guard let prefix = IPPrefix(destination: text), !prefix.address.isLoopback,
        !prefix.address.isLinkLocal
      else { return }
      prefixes.insert(prefix.masked)
    case .addRoute(let route, _) where isInRoot:
      note("adds the route \(route.words.joined(separator: " "))")
    case .addRule(_, let words) where isInRoot:
      note("adds the policy rule \(words.joined(separator: " "))")
    case .addChain(let place) where isInRoot:
      insert("\(place.tool) -t \(place.table) \(place.chain)", into: \.chains)
    case .addTable(let family, let name) where isInRoot: insert("\(family) \(name)", into: \.tables)
    case .addFirewallRule(let place, _, _) where isInRoot:
      note("adds rules to \(place.tool) -t \(place.table) \(place.chain)")
    case .setPolicy(let place, let policy) where isInRoot:
      note("sets the policy of \(place.tool) -t \(place.table) \(place.chain) to \(policy)")
    case .setParameter(let path, let value) where isInRoot || !path.hasPrefix("net/"):
      note("sets \(path.replacing("/", with: ".")) = \(value)")
    default: break
    }
  }

  private mutating func insert(_ name: String, into list: WritableKeyPath<HostPlan, Set<String>>) {
    if !name.contains(where: { "$*`(".contains($0) }) { self[keyPath: list].insert(name) }
  }

  private mutating func note(_ change: String) {
    if !changes.contains(change) { changes.append(change) }
  }

  /// What it makes, a line for each kind.
  public var lines: [String] {
    func line(_ title: String, _ names: some Collection<String>) -> [String] {
      names.isEmpty ? [] : ["\(title): \(names.sorted().joined(separator: ", "))"]
    }
    return line("namespaces", namespaces) + line("devices", links)
      + line("addresses of", prefixes.map(\.description)) + line("chains", chains)
      + line("nftables tables", tables) + changes
  }
}
