@testable import LabRuntime

/// A machine as tests want it.
struct FakeFacts: HostFacts {
  var namespaces: Set<String> = []
  /// Numbers of devices by their names.
  var links: [String: Int] = ["lo": 1, "eth0": 2]
  var up: Set<String> = ["lo", "eth0"]
  var prefixes: [String: [String]] = ["eth0": ["10.0.2.15/24"]]
  /// The devices of routes by their destinations.
  var routes: [String: [String?]] = ["default": ["eth0"], "10.0.2.0/24": ["eth0"]]
  var ruleLines = ["0: from all lookup local", "32766: from all lookup main"]
  /// What `-S` lists, by chain.
  var chains: [String: [String]] = [
    "FORWARD": ["-P FORWARD ACCEPT"], "POSTROUTING": ["-P POSTROUTING ACCEPT"],
  ]
  var tables: Set<String> = ["ip filter", "ip nat"]
  var parameters: [String: String] = [
    "net/ipv4/ip_forward": "0", "net/ipv4/conf/eth0/forwarding": "0",
    "net/ipv4/conf/all/accept_redirects": "1", "kernel/pid_max": "32768",
  ]

  func isRoot(_ namespace: String) -> Bool { namespace == "1" }
  func hasNamespace(_ name: String) -> Bool { namespaces.contains(name) }
  func linkIndex(_ name: String) -> Int? { links[name] }
  func isUp(_ link: String) -> Bool { up.contains(link) }
  func addresses(of link: String) -> [String] { prefixes[link] ?? [] }
  func devices(of route: RouteWords) -> [String?] { routes[route.destination ?? ""] ?? [] }
  func rules(isIPv6: Bool) -> [String] { ruleLines }

  func listing(_ tool: String, _ table: String, _ chain: String?) -> [String]? {
    chain.map { chains[$0] } ?? chains.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  func hasTable(behind place: FirewallPlace) -> Bool? { tables.contains("ip \(place.table)") }
  func hasTable(family: String, name: String) -> Bool { tables.contains("\(family) \(name)") }
  func parameter(_ path: String) -> String? { parameters[path] }

  func parameterNames(_ path: String) -> [String] { path == "net/ipv4/conf" ? ["eth0"] : [] }
}

extension JournalState {
  /// A journal that holds these things, the first with the number 0.
  static func holding(_ things: [(HostThing, String?)]) -> JournalState {
    JournalState(
      things.enumerated().flatMap { number, item -> [JournalEntry] in
        let made = JournalEntry.makes(number: number, thing: item.0)
        return item.1.map { [made, .made(number: number, mark: $0)] } ?? [made]
      })
  }
}
