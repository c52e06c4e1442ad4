import Glibc
import NetworkState

/// Looks up names as a program in a place would, by files and by questions of netlab's own.
struct Resolver: Sendable {
  let means: ProbeMeans
  let namespaces: Namespaces
  let settings: ResolverSettings

  /// What came of a name.
  enum Answer: Equatable, Sendable {
    /// The addresses, and who had them.
    case addresses([IPAddress], from: String)
    /// No address; a sentence that says why.
    case nothing(String)
    case impossible(String)
  }

  /// Looks up the addresses of a family.
  func addresses(of name: String, _ family: AddressFamily, until limit: ContinuousClock.Instant)
    async -> Answer
  {
    if let found = settings.addresses(of: name, family) {
      return .addresses(found, from: "/etc/hosts")
    }
    return await blocking { [self] cancellation in ask(name, family, until: limit, cancellation) }
  }

  private func ask(
    _ name: String, _ family: AddressFamily, until limit: ContinuousClock.Instant,
    _ cancellation: CInt
  ) -> Answer {
    // As the C library does: without a server named, this machine is asked.
    let servers = settings.servers.isEmpty ? [IPAddress("127.0.0.1")!] : settings.servers
    let noServer = settings.servers.isEmpty ? "resolv.conf names no server; " : ""
    var words: [String] = []
    // The time is shared, so that a server that is silent leaves some to the next.
    var left = servers.count
    for server in servers {
      let share = ContinuousClock.now.duration(to: limit) / left
      left -= 1
      var isBelieved = false
      candidates: for candidate in settings.candidates(for: name) {
        switch ask(server, candidate, family, until: .now + share, cancellation) {
        case .final(let answer): return answer
        case .unknown(let sentence):
          words.append(sentence)
          isBelieved = true
        case .failed(let sentence):
          words.append(sentence)
          break candidates
        }
      }
      // Only a server that cannot tell is followed by the next.
      if isBelieved { break }
    }
    let sentences = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return .nothing(noServer + sentences.joined(separator: "; "))
  }

  /// What one server had to say of one name.
  private enum Word {
    case final(Answer)
    /// It says that there is no such address.
    case unknown(String)
    /// It is silent, unreachable, or cannot tell.
    case failed(String)
  }

  private func ask(
    _ server: IPAddress, _ name: String, _ family: AddressFamily,
    until limit: ContinuousClock.Instant, _ cancellation: CInt
  ) -> Word {
    guard let question = DNSMessage.question(name, family, id: .random(in: 0...65535)) else {
      return .final(.impossible("`\(name)` cannot be asked for"))
    }
    let datagrams = DatagramExchange(
      means: means, namespaces: namespaces, address: server, port: 53)
    var result = datagrams.ask(question, until: limit, cancellation) {
      DNSMessage($0, to: question) != nil
    }
    var how = ""
    if case .success(let bytes) = result, DNSMessage(bytes, to: question)?.isTruncated == true {
      let connector = Connector(means: means, namespaces: namespaces, address: server, port: 53)
      result = DNSConnection(connector: connector).ask(question, until: limit, cancellation)
      how = " by TCP, where it sends an answer that is too long for a datagram"
    }
    switch result {
    case .failure(let failure):
      guard case .noAnswer(let words) = failure.answer else {
        if case .impossible(let reason) = failure.answer { return .final(.impossible(reason)) }
        return .failed("the server \(server) did not answer\(how)")
      }
      return .failed(
        "the server \(server) did not answer\(how)" + (words.isEmpty ? "" : ": \(words)"))
    case .success(let bytes):
      guard let message = DNSMessage(bytes, to: question) else {
        return .failed("the server \(server) did not answer\(how)")
      }
      if !message.addresses.isEmpty {
        return .final(.addresses(message.addresses, from: "\(server)"))
      }
      let sentence = "the server \(server) " + Self.sentence(message.responseCode, name, family)
      return [0, 3].contains(message.responseCode) ? .unknown(sentence) : .failed(sentence)
    }
  }

  private static func sentence(_ code: UInt8, _ name: String, _ family: AddressFamily) -> String {
    switch code {
    case 0: "knows no \(family == .inet ? "IPv4" : "IPv6") address of \(name)"
    case 3: "says that there is no name \(name) (NXDOMAIN)"
    case 2: "could not find out about \(name) (SERVFAIL)"
    case 5: "refuses to look up \(name) (REFUSED)"
    default: "answered the question for \(name) with the error \(code)"
    }
  }
}
