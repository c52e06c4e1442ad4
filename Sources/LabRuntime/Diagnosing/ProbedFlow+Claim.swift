import Diagnosis
import LabDocument
import NetworkState

extension ProbedFlow {
  /// What a claim's probe sends; `nil` for claims that send nothing that has one way.
  ///
  /// - Parameter servers: The name servers that a place asks.
  init?(_ claim: Claim, servers: (Place) -> [IPAddress]) {
    guard case .probe(let probe, _) = claim.assertion else { return nil }
    switch probe {
    case .ping(let ping):
      self.init(from: claim.place, .ping, to: ping.address)
      source = ping.source
      let headers = ping.address.family == .inet ? 28 : 48
      length = headers + (ping.size ?? 56)
      dontFragment = ping.dontFragment
      answerer = ping.answeredBy
    case .connect(let proto, let address, let port, let server):
      self.init(from: claim.place, proto == .tcp ? .tcp : .udp, to: address, port: port)
      bringsServer = server != nil
      answerer = server
    case .http(let http):
      self.init(from: claim.place, .tcp, to: http.address, port: http.port)
      answerLength = 1500
    case .dns:
      guard let server = servers(claim.place).first else { return nil }
      self.init(from: claim.place, .udp, to: server, port: 53)
    }
  }
}

extension NetworkSnapshot {
  /// The name servers of a place, as its files say.
  func nameServers(of place: Place) -> [IPAddress] {
    let host: String
    var paths = ["/etc/resolv.conf"]
    switch place {
    case .host(let name): host = name
    case .internet: return []
    case .namespace(let name, let home):
      host = home
      paths.insert("/etc/netns/\(name)/resolv.conf", at: 0)
    }
    let texts = files[host] ?? [:]
    guard let text = paths.lazy.compactMap({ texts[$0] }).first else { return [] }
    return ResolverSettings(hosts: "", resolver: text).servers
  }
}
