import NetworkState

/// What the lab's commands did to the routes of one place.
struct History: Sendable {
  /// The words of single commands of `ip` that ran in the place, without `ip` itself.
  private var calls: [(text: String, words: [String], status: Int, output: String)] = []

  init(_ commands: [PastCommand], _ place: Place) {
    for command in commands {
      for part in Self.parts(of: command.command) {
        guard let (target, words) = Self.call(part, in: command.place), target == place else {
          continue
        }
        calls.append((part, words, command.status, command.output))
      }
    }
  }

  /// The last attempt to add a route for a destination whose gateway the kernel did not take.
  func refusedGateway(for destination: IPAddress) -> String? {
    let last = calls.last { Self.addsRoute($0.words, to: destination) }
    guard let last, last.status != 0, last.output.contains("Nexthop has invalid gateway") else {
      return nil
    }
    return last.text
  }

  struct LostRoute {
    var added: String
    var down: String
    var device: String?
  }

  /// A route that was added, and after which a link of the place was set down.
  func lostRoute(to destination: IPAddress) -> LostRoute? {
    guard
      let added = calls.lastIndex(where: {
        $0.status == 0 && Self.addsRoute($0.words, to: destination)
      })
    else { return nil }
    for call in calls[(added + 1)...] where call.status == 0 {
      // Whoever deletes a route has not lost it.
      if call.words.count > 1, "route".hasPrefix(call.words[0]),
        ["del", "delete", "flush", "d"].contains(call.words[1])
      {
        return nil
      }
      guard call.words.count > 3, ["link", "l", "li"].contains(call.words[0]),
        call.words.contains("down")
      else { continue }
      let name = call.words.dropFirst(2).first { $0 != "dev" && $0 != "down" }
      return LostRoute(added: calls[added].text, down: call.text, device: name)
    }
    return nil
  }

  private static func addsRoute(_ words: [String], to destination: IPAddress) -> Bool {
    guard words.count > 2, "route".hasPrefix(words[0]),
      ["add", "replace", "append", "a", "change"].contains(words[1])
    else { return false }
    let rest = words.dropFirst(2).filter { !["unicast", "to"].contains($0) }
    guard let target = rest.first else { return false }
    if target == "default" { return true }
    return IPPrefix(destination: target)?.contains(destination) ?? false
  }

  /// The commands of a line, without `sudo`.
  private static func parts(of command: String) -> [String] {
    var text = command.replacing("&&", with: "\n").replacing("||", with: "\n")
    text = text.replacing(";", with: "\n").replacing("|", with: "\n")
    return text.split(whereSeparator: \.isNewline).map { part in
      var words = part.split(separator: " ").map(String.init)
      if words.first == "sudo" { words.removeFirst() }
      return words.joined(separator: " ")
    }
  }

  /// The place that a command of `ip` is about, and its words.
  private static func call(_ text: String, in place: Place) -> (Place, [String])? {
    var place = place
    var words = text.split(separator: " ").map(String.init)[...]
    let host =
      switch place {
      case .host(let name), .namespace(_, let name): name
      case .internet: Place.defaultHostName
      }
    if words.first == "nsenter", let net = words.dropFirst().first, net.hasPrefix("--net=") {
      place = .namespace(String(net.split(separator: "/").last ?? ""), host: host)
      words = words.dropFirst(2)
    }
    while let first = words.first, first == "ip" || first.hasSuffix("/ip") {
      words = words.dropFirst()
      while let option = words.first, option.hasPrefix("-") {
        words = words.dropFirst()
        if option == "-n" || option == "-netns" {
          guard let name = words.popFirst() else { return nil }
          place = .namespace(name, host: host)
        }
      }
      guard words.first == "netns", words.dropFirst().first == "exec",
        let name = words.dropFirst(2).first
      else { return (place, Array(words)) }
      place = .namespace(name, host: host)
      words = words.dropFirst(3)
    }
    return nil
  }
}
