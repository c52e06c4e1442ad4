import NetworkState
import Synchronization

/// Turns claimed rules into the form of `iptables -S`, by loading them where nobody is.
///
/// Every rule gets a network namespace of its own, over which the lab has no rights and which ends
/// with the tools in it. What a rule's form is does not change, so each is asked for once.
final class ScratchRules: Sendable {
  let sandbox: Sandbox
  private let forms = Mutex<[RuleQuery: RuleForm]>([:])
  let filterForms = Mutex<[String: FilterForm]>([:])

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
  }

  func form(of query: RuleQuery) async throws -> RuleForm {
    if let form = forms.withLock({ $0[query] }) { return form }
    let form = try await load(query)
    forms.withLock { $0[query] = form }
    return form
  }

  private func load(_ query: RuleQuery) async throws -> RuleForm {
    let tool = query.table.family == .inet ? "iptables" : "ip6tables"
    let words = RuleQuery.withoutComments(query.words)
    if let refusal = RuleSafety.refusal(of: words) { return .refused(refusal) }
    guard Tool.path(of: tool) != nil else { throw RuntimeProblem.toolMissing(tool) }
    let command = "\(tool) -t \(ShellScript.quoted(query.table.name))"
    let chain = ShellScript.quoted(query.chain)
    // Chains that the rule names are made first; built-in ones and targets of the tool refuse it.
    var lines = ["\(command) -N \(chain) 2>/dev/null"]
    for name in Self.targets(of: words) {
      lines.append("\(command) -N \(ShellScript.quoted(name)) 2>/dev/null")
    }
    let rule = words.map(ShellScript.quoted).joined(separator: " ")
    lines.append("\(command) -A \(chain) \(rule) >/dev/null || exit 99")
    lines.append("\(command) -S \(chain)")
    let result = try await run(lines.joined(separator: "\n"))
    if result.end == .exited(99) {
      return .refused("\(tool) does not take the rule: \(Self.firstLine(result.errorText))")
    }
    guard result.succeeded else { throw RuntimeProblem.nonsense(tool: tool, result.errorText) }
    let rules = try ToolOutput.ruleListing(result.output).rules[query.chain] ?? []
    guard !rules.isEmpty else { return .refused("\(tool) makes no rule of it") }
    return .rules(rules)
  }

  /// Runs a script of tools in a network namespace that ends with it.
  func run(_ script: String, input: [UInt8] = []) async throws -> ToolResult {
    let result = try await Tool.run(
      "unshare", ["--net", "sh", "-c", script], input: input,
      in: Namespaces(user: sandbox.outer.user, net: sandbox.outer.net), as: sandbox.identity,
      bound: 4 << 20)
    switch result.end {
    case .timedOut: throw RuntimeProblem.timedOut("unshare")
    case .cancelled: throw RuntimeProblem.cancelled
    case .exited, .signalled: return result
    }
  }

  private static func targets(of words: [String]) -> [String] {
    zip(words, words.dropFirst()).filter { ["-j", "-g", "--jump", "--goto"].contains($0.0) }
      .map(\.1).filter { !["ACCEPT", "DROP", "RETURN", "QUEUE"].contains($0) }
  }

  static func firstLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first { !$0.hasPrefix("#") }
    return line.map(String.init) ?? "it does not say why"
  }
}

/// What a claimed rule must not hold, since the tool that loads it runs on the machine itself.
enum RuleSafety {
  /// Why the words are not given to the tool; `nil` if they can be.
  ///
  /// Which words are another option's text is not known here, so none may look like an option.
  static func refusal(of words: [String]) -> String? {
    var previous = ""
    for word in words {
      defer { previous = word }
      if ["-m", "--match", "-j", "--jump"].contains(previous), word.contains("/") {
        return "`\(word)` is not the name of a match or target"
      }
      guard word.first == "-", word.count > 1 else { continue }
      if word.hasPrefix("--") {
        let name = word.dropFirst(2).prefix { $0 != "=" }
        // --modprobe names a program to run; getopt takes abbreviations.
        let isAbbreviation = ["modprobe", "source", "destination"].contains { full in
          full.hasPrefix(name) && (name.count < full.count || full == "modprobe")
        }
        if isAbbreviation { return "`\(word)` is not an option of a rule; write options in full" }
      } else if !word.dropFirst().allSatisfy(\.isNumber) {
        guard word.count == 2, "spdiojgmf".contains(word.dropFirst()) else {
          return "`\(word)` is not an option of a rule"
        }
      }
    }
    return nil
  }
}
