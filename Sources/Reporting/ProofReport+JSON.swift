import LabDocument
import LabResults

extension ProofReport {
  /// The version of the report's form.
  static let version = 1

  /// One JSON object on one line, without a newline at its end.
  public static func line(lab: Lab, result: ProofResult) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("netlab", version)
      writer.member("proof", result.outcome.rawValue)
      writer.member("message", result.message)
      writer.member("seconds", result.duration)
      writer.key("lab")
      writer.object { writer in
        writer.member("id", lab.id)
        writer.member("title", lab.title)
        writer.member("file", lab.file)
      }
      writer.member("steps", result.steps)
      writer.member("claims", result.claims)
      writer.member("commands", result.commands)
      writer.key("findings")
      writer.array(result.findings) { writer, finding in write(finding, &writer) }
      writer.key("changing")
      writer.array(result.changing) { writer, command in write(command, &writer) }
    }
    return writer.text
  }

  /// The line of a file that is no lab: not decided, and what is wrong with it.
  public static func line(
    unreadable file: String, id: String, diagnostics: [Diagnostic]
  ) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("netlab", version)
      writer.member("proof", Outcome.error.rawValue)
      writer.member("message", diagnostics.first?.description ?? "\(file) cannot be read")
      writer.member("seconds", Duration.zero)
      writer.key("lab")
      writer.object { writer in
        writer.member("id", id)
        writer.member("title", id)
        writer.member("file", file)
      }
      for key in ["steps", "claims", "commands"] { writer.member(key, 0) }
      for key in ["findings", "changing"] {
        writer.key(key)
        writer.array([Int]()) { _, _ in }
      }
      writer.key("diagnostics")
      writer.array(diagnostics) { writer, diagnostic in
        writer.object { writer in
          writer.member("severity", diagnostic.severity.rawValue)
          writer.member("line", diagnostic.line)
          writer.member("column", diagnostic.column)
          writer.member("message", diagnostic.message)
        }
      }
    }
    return writer.text
  }

  private static func write(_ finding: ProofFinding, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("kind", finding.kind.rawValue)
      writer.member("outcome", finding.outcome.rawValue)
      writer.member("line", finding.line)
      writer.member("column", finding.column)
      writer.member("subject", finding.subject)
      writer.member("message", finding.message)
      writer.member("difference", finding.difference)
    }
  }

  private static func write(_ command: ChangingCommand, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("line", command.line)
      writer.member("column", command.column)
      writer.member("place", command.place.description)
      writer.member("command", command.command)
      writer.key("changes")
      writer.array(command.changes) { writer, change in writer.string("\(change)") }
      let (verdict, claim, line, reason) = words(for: command.guardedBy)
      writer.member("guard", verdict)
      writer.member("claim", claim)
      writer.member("claimLine", line)
      writer.member("reason", reason)
    }
  }

  private static func words(for found: ChangingCommand.Guard) -> (
    verdict: String, claim: String?, line: Int?, reason: String?
  ) {
    switch found {
    case .claim(let claim, let line): ("claim", claim, line, nil)
    case .beginning(let claim, let line): ("beginning", claim, line, nil)
    case .none: ("none", nil, nil, nil)
    case .excused(let reason): ("excused", nil, nil, reason)
    case .undecided(let reason): ("undecided", nil, nil, reason)
    case .untried: ("untried", nil, nil, nil)
    }
  }
}
