import NetworkState

@testable import LabDocument

/// A lab's model as lines of text, for comparison with a recorded one.
struct LabDump {
  private(set) var text = ""
  private var depth = 0

  static func text(of lab: Lab) -> String {
    var dump = LabDump()
    dump.add(lab)
    return dump.text
  }

  private mutating func line(_ text: String) {
    self.text += String(repeating: "  ", count: depth) + text + "\n"
  }

  private mutating func nested(_ body: (inout LabDump) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  private func quoted(_ text: String) -> String { text.debugDescription }

  private mutating func add(_ lab: Lab) {
    line("lab \(lab.id) \(quoted(lab.title))")
    nested { dump in
      if let summary = lab.summary { dump.line("summary \(dump.quoted(summary))") }
      let needs = lab.needs.map {
        switch $0 {
        case .tool(let name): name
        case .kernel(let name): "kernel:\(name)"
        }
      }
      dump.line("needs \(needs) after \(lab.after) minutes \(lab.minutes.map(String.init) ?? "-")")
      dump.line("limit \(lab.limit) locale \(lab.locale)")
      dump.add(lab.world)
      for variable in lab.variables { dump.line("variable \(variable.name) \(variable.choices)") }
    }
    line("introduction")
    nested { $0.add(lab.introduction) }
    for section in lab.sections { add(section) }
  }

  private mutating func add(_ world: World) {
    for host in world.hosts {
      line("host \(host.name) \(host.addresses.map(\.description))")
    }
    line("gateways \(world.gateways.map(\.description)) start \(world.start ?? "-")")
    if let internet = world.internet {
      let services = internet.services.map(\.rawValue).sorted()
      line("internet \(internet.addresses.map(\.description)) serves \(services)")
    }
    for (key, value) in world.sysctls.sorted(by: { $0.key < $1.key }) {
      line("sysctl \(key) = \(value)")
    }
  }

  private mutating func add(_ section: Section) {
    switch section {
    case .reading(let reading):
      line("reading \(quoted(reading.title)) @\(reading.line)")
      nested { $0.add(reading.elements) }
    case .step(let step):
      line("step \(step.id) \(quoted(step.title)) @\(step.line)")
      nested { dump in
        dump.line(
          "points \(step.points) bonus \(step.bonus) timeout \(step.timeout) "
            + "why \(step.diagnosisLevel.rawValue)"
            + (step.isExercise ? " exercise" : "") + (step.isOptional ? " optional" : ""))
        dump.add(step.elements)
      }
    }
  }

  private mutating func add(_ elements: [Element]) {
    for element in elements { add(element) }
  }

  private mutating func add(_ element: Element) {
    switch element {
    case .prose(let prose): line("prose @\(prose.line) \(quoted(prose.markdown))")
    case .console(let block):
      line("console \(block.role.rawValue) @\(block.line)")
      nested { dump in for entry in block.entries { dump.add(entry) } }
    case .file(let file):
      line("file \(file.path) \(file.language) @\(file.line) \(quoted(file.contents))")
    case .expect(let block):
      line("expect\(block.isKeep ? " keep" : "") @\(block.line)")
      nested { dump in
        for group in block.claims {
          for (index, claim) in group.alternatives.enumerated() {
            dump.line(
              "\(index > 0 ? "or " : "")\(claim.placeText) | \(claim.text) "
                + "@\(claim.line):\(claim.column)")
          }
        }
      }
    case .hint(let hint):
      line("hint \(hint.condition) @\(hint.line)")
      nested { $0.add(.prose(hint.body)) }
    case .solution(let solution):
      line("solution @\(solution.line)")
      nested { $0.add(solution.elements) }
    case .question(let question):
      line("question \(quoted(question.text)) @\(question.line)")
      nested { dump in
        if let body = question.body { dump.add(.prose(body)) }
        for option in question.options { dump.line("option \(dump.quoted(option))") }
        dump.line("answer \(question.answer)")
        dump.add(.prose(question.explanation))
      }
    case .instructors(let elements):
      line("instructors")
      nested { $0.add(elements) }
    }
  }

  private mutating func add(_ entry: ConsoleEntry) {
    switch entry {
    case .comment(let text, let number): line("comment @\(number) \(quoted(text))")
    case .leave(let number, let prompt): line("leave @\(number) \(quoted(prompt))")
    case .enter(let entry):
      line(
        "enter \(entry.target) from \(entry.place) @\(entry.line) "
          + quoted(entry.prompt + entry.source))
    case .command(let command):
      line(
        "command \(command.place) @\(command.line):\(command.column) "
          + "\(quoted(command.prompt + command.source)) "
          + (command.command == command.source ? "" : "runs \(quoted(command.command)) ")
          + (command.expectedStatus == 0 ? "" : "exits \(command.expectedStatus)"))
      nested { dump in
        for output in command.expectedOutput {
          switch output {
          case .anyLines: dump.line("...")
          case .text(let text): dump.line(dump.quoted(text))
          }
        }
      }
    }
  }
}
