import LabResults

extension DoctorReport {
  /// The findings as one JSON object on one line, without a newline at its end.
  public static func json(_ examination: Examination) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("netlab", JSONReport.version)
      writer.member("runs", examination.canRun)
      writer.key("groups")
      writer.array(examination.groups) { writer, group in
        writer.object { writer in
          writer.member("subject", group.subject.rawValue)
          writer.key("findings")
          writer.array(group.findings) { writer, finding in write(finding, &writer) }
        }
      }
    }
    return writer.text
  }

  private static func write(_ finding: Finding, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", finding.name)
      writer.member("state", finding.state.rawValue)
      writer.member("detail", finding.detail)
      writer.member("advice", finding.advice)
      writer.member("package", finding.package)
    }
  }
}
