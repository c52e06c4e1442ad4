/// Reads the arguments of `iptables` and its kin (iptables(8)).
enum IPTablesArguments {
  static func read(_ tool: String, _ arguments: [String]) -> [ToolChange] {
    var table = "filter"
    var command: (name: String, chain: String?)?
    var words: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "-t", "--table": table = rest.popFirst() ?? table
      case _ where word.hasPrefix("--table="): table = String(word.dropFirst(8))
      case _ where word.hasPrefix("-t") && !word.hasPrefix("--") && word.count > 2:
        table = String(word.dropFirst(2))
      case "-w", "--wait", "-W", "--wait-interval":
        if let next = rest.first, next.allSatisfy(\.isNumber) { rest.removeFirst() }
      case "-n", "--numeric", "-v", "--verbose", "--line-numbers", "-x", "--exact": break
      case _ where command == nil && commands[word] != nil:
        let chain = rest.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
        if chain != nil { rest.removeFirst() }
        command = (commands[word]!, chain)
      default: words.append(word)
      }
    }
    guard let command else { return [] }
    guard let chain = command.chain else {
      return switch command.name {
      case "F": [.flushChain(tool: tool, table: table, chain: nil)]
      case "X", "Z", "R": [.refused("`\(tool) -\(command.name)` must name a chain of the lab's")]
      default: []
      }
    }
    let place = FirewallPlace(tool: tool, table: table, chain: chain)
    switch command.name {
    case "A": return [.addFirewallRule(place, words: words, isFirst: false)]
    case "I":
      guard let number = words.first, number.allSatisfy(\.isNumber) else {
        return [.addFirewallRule(place, words: words, isFirst: true)]
      }
      return [.addFirewallRule(place, words: Array(words.dropFirst()), isFirst: number == "1")]
    case "D": return [.deleteFirewallRule(place, words: words)]
    case "N": return [.addChain(place)]
    case "X": return [.deleteChain(place)]
    case "F": return [.flushChain(tool: tool, table: table, chain: chain)]
    case "P": return words.first.map { [.setPolicy(place, $0)] } ?? []
    case "R", "Z", "E":
      return [.refused("what `\(tool) -\(command.name)` changes is not recorded")]
    default: return []
    }
  }

  private static let commands: [String: String] = [
    "-A": "A", "--append": "A", "-I": "I", "--insert": "I", "-D": "D", "--delete": "D",
    "-R": "R", "--replace": "R", "-N": "N", "--new-chain": "N", "-X": "X", "--delete-chain": "X",
    "-F": "F", "--flush": "F", "-P": "P", "--policy": "P", "-Z": "Z", "--zero": "Z",
    "-E": "E", "--rename-chain": "E", "-L": "L", "--list": "L", "-S": "S", "--list-rules": "S",
    "-C": "C", "--check": "C", "-V": "V", "--version": "V", "-h": "h", "--help": "h",
  ]
}
