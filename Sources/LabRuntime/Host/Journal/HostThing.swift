/// One thing that a lab makes or changes on the machine itself: what the journal records.
///
/// What lies in a namespace or on a device of the lab's goes with it and is not recorded.
enum HostThing: Codable, Hashable, Sendable {
  /// A folder of netlab's own, with all that is in it.
  case folder(String)
  /// A shell and what it starts.
  case session(process: Int, start: UInt64)
  case namespace(String)
  case link(name: String, kind: String?)
  /// A device of the machine's own that the lab switches on.
  case switchedOn(device: String)
  /// An address on a device of the machine's own.
  case address(prefix: String, device: String)
  /// The words by which `ip route` adds and finds it.
  case route(isIPv6: Bool, words: [String])
  case rule(isIPv6: Bool, words: [String], before: [String])
  case neighbour(words: [String])
  case chain(FirewallPlace)
  /// A rule in a chain that is not the lab's, with what the chain held before.
  case firewallRule(FirewallPlace, words: [String], isFirst: Bool, before: [String])
  case policy(FirewallPlace, old: String, new: String)
  /// A table of nftables; one that iptables makes by itself goes only if nothing is in it.
  case nftTable(family: String, name: String, onlyIfEmpty: Bool)
  /// A file below `/proc/sys`.
  ///
  /// Some pass their value on to each device's own, whose values before are `spread`.
  case parameter(path: String, old: String, new: String, spread: [String: String])
}

/// A chain of a table, and the tool that knows it.
struct FirewallPlace: Codable, Hashable, Sendable {
  /// `iptables`, `ip6tables`, or one of their kin.
  var tool: String
  var table: String
  var chain: String
}

extension HostThing: CustomStringConvertible {
  /// As reports call it.
  var description: String {
    switch self {
    case .folder(let path): "the folder \(path)"
    case .session(let process, _): "the shell with the process id \(process)"
    case .namespace(let name): "the namespace \(name)"
    case .link(let name, _): "the device \(name)"
    case .switchedOn(let device): "the device \(device), switched on"
    case .address(let prefix, let device): "the address \(prefix) on \(device)"
    case .route(_, let words): "the route \(words.joined(separator: " "))"
    case .rule(_, let words, _): "the policy rule \(words.joined(separator: " "))"
    case .neighbour(let words): "the neighbour \(words.joined(separator: " "))"
    case .chain(let place): "the chain \(place.chain) of \(place.tool) -t \(place.table)"
    case .firewallRule(let place, let words, _, _):
      "the rule \(place.tool) -t \(place.table) -A \(place.chain) \(words.joined(separator: " "))"
    case .policy(let place, _, let new):
      "the policy \(new) of \(place.tool) -t \(place.table) \(place.chain)"
    case .nftTable(let family, let name, _): "the nftables table \(family) \(name)"
    case .parameter(let path, _, let new, _): "\(path.replacing("/", with: ".")) = \(new)"
    }
  }
}
