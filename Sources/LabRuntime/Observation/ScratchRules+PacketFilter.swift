import NetworkState

extension ScratchRules {
  /// Turns a rule of nftables into the form of `nft list ruleset`.
  ///
  /// What is valid depends on the chain and on the sets and chains beside it, so tables like the
  /// place's own are made, without their rules; chains that are alike are tried once.
  func form(of rule: String, like filter: PacketFilter) async throws -> FilterForm {
    if let refusal = Self.refusal(of: rule) { return .refused(refusal) }
    guard Tool.path(of: "nft") != nil else { throw RuntimeProblem.toolMissing("nft") }
    let script = Self.script(rule, like: filter)
    if let form = filterForms.withLock({ $0[script] }) { return form }
    let result = try await run(script)
    let form: FilterForm
    if result.end == .exited(99) {
      form = .refused("nft does not take the rule: \(Self.firstLine(result.errorText))")
    } else {
      guard result.succeeded else { throw RuntimeProblem.nonsense(tool: "nft", result.errorText) }
      let rules = try ToolOutput.packetFilter(result.output).tables.flatMap(\.chains)
        .flatMap(\.rules)
      form = .rules(Set(rules.map(\.canonical)))
    }
    filterForms.withLock { $0[script] = form }
    return form
  }

  /// Why a rule is not given to `nft`: only one statement can be a rule.
  private static func refusal(of rule: String) -> String? {
    let outside = rule.split(separator: "\"", omittingEmptySubsequences: false)
    guard outside.count % 2 == 1 else { return "the rule has a quote without an end" }
    for (index, part) in outside.enumerated() {
      if part.contains(where: \.isNewline) || (index % 2 == 0 && part.contains(";")) {
        return "a rule of nft is one statement, without `;`"
      }
    }
    return nil
  }

  private static func script(_ rule: String, like filter: PacketFilter) -> String {
    var lines: [String] = ["try() { nft \"$1\" && taken=1; }"]
    var additions: [String] = []
    for table in filter.tables.prefix(32) {
      var hooks: Set<String> = []
      let target = "\(table.family) \(table.name)"
      for chain in table.chains where !chain.rules.isEmpty {
        guard hooks.insert(chain.hook ?? "").inserted else { continue }
        additions.append("try \(ShellScript.quoted("add rule \(target) \(chain.name) \(rule)"))")
      }
      guard !hooks.isEmpty else { continue }
      let chains = table.chains.prefix(256).map { "chain \($0.name) { \($0.hook ?? "") }" }
      let body = (table.declarations + chains).joined(separator: "\n")
      lines.append("nft \(ShellScript.quoted("table \(target) {\n\(body)\n}")) 2>/dev/null")
    }
    lines += additions
    // No chain of the place takes it: is it a rule at all?
    lines.append("if [ -z \"$taken\" ]; then")
    for family in ["inet", "ip", "ip6"] {
      lines.append("nft \(ShellScript.quoted("table \(family) netlab-scratch {\(usual)}"))")
      for chain in ["plain", "forward", "input", "output", "prerouting", "postrouting"] {
        lines.append(
          "[ \"$taken\" ] || try "
            + ShellScript.quoted("add rule \(family) netlab-scratch \(chain) \(rule)"))
      }
    }
    lines.append("fi")
    lines.append("[ \"$taken\" ] || exit 99")
    lines.append("nft -s list ruleset")
    return lines.joined(separator: "\n")
  }

  private static let usual = """

    chain plain { }
    chain forward { type filter hook forward priority 0; }
    chain input { type filter hook input priority 0; }
    chain output { type filter hook output priority 0; }
    chain prerouting { type nat hook prerouting priority -100; }
    chain postrouting { type nat hook postrouting priority 100; }

    """
}
