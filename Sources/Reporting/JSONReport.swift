import Diagnosis
import LabDocument
import LabResults

/// A lab's result for programs: one JSON object on one line.
public enum JSONReport {
  /// The version of the report's form.
  static let version = 1

  /// The report of one lab, without a newline at its end.
  public static func line(lab: Lab, result: LabResult) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("netlab", version)
      writer.member("outcome", result.outcome.rawValue)
      writer.member("message", result.message)
      writer.member("seconds", result.duration)
      writer.key("lab")
      writer.object { writer in
        writer.member("id", lab.id)
        writer.member("title", lab.title)
        writer.member("file", lab.file)
      }
      writer.key("steps")
      writer.array(result.steps) { writer, step in write(step, &writer) }
    }
    return writer.text
  }

  private static func write(_ step: StepResult, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", step.id)
      writer.member("title", step.title)
      writer.member("line", step.line)
      writer.member("outcome", step.outcome.rawValue)
      writer.member("points", step.points)
      writer.member("maxPoints", step.maxPoints)
      writer.key("commands")
      writer.array(step.commands) { writer, command in write(command, &writer) }
      writer.key("claims")
      writer.array(step.claims) { writer, claim in write(claim, &writer) }
      if let changes = step.changes {
        writer.key("changes")
        writer.array(changes) { writer, change in writer.string("\(change)") }
      }
    }
  }

  private static func write(_ command: CommandResult, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("line", command.line)
      writer.member("place", command.place.description)
      writer.member("command", command.command)
      writer.member("status", command.status)
      writer.member("outcome", command.outcome.rawValue)
      writer.member("output", command.output)
      writer.member("difference", command.difference)
      writer.member("message", command.message)
      writer.member("seconds", command.duration)
    }
  }

  private static func write(_ claim: ClaimResult, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("line", claim.line)
      writer.member("place", claim.place)
      writer.member("claim", claim.claim)
      writer.member("keep", claim.isKeep)
      writer.member("outcome", claim.outcome.rawValue)
      writer.member("message", claim.message)
      writer.member("seconds", claim.duration)
      if let diagnosis = claim.diagnosis {
        writer.key("diagnosis")
        write(diagnosis, &writer)
      }
    }
  }
}

extension JSONReport {
  private static func write(_ diagnosis: Diagnosis, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("cause", diagnosis.cause?.rawValue)
      writer.member("hop", diagnosis.hop.description)
      writer.member("device", diagnosis.device)
      writer.member("observed", diagnosis.observed)
      writer.member("expected", diagnosis.expected)
      writer.key("ruledOut")
      writer.array(diagnosis.ruledOut) { writer, cause in writer.string(cause.rawValue) }
    }
  }

  /// The report of a file that is no lab: outcome `error`, no steps, and what is wrong with it.
  public static func line(
    unreadable file: String, id: String, diagnostics: [Diagnostic]
  ) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("netlab", version)
      writer.member("outcome", Outcome.error.rawValue)
      writer.member("message", diagnostics.first?.description)
      writer.member("seconds", Duration.zero)
      writer.key("lab")
      writer.object { writer in
        writer.member("id", id)
        writer.member("title", id)
        writer.member("file", file)
      }
      writer.key("steps")
      writer.array([Int]()) { _, _ in }
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
}
