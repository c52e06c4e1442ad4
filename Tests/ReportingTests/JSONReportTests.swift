import Foundation
import LabDocument
import LabResults
import Testing

@testable import Reporting

@Suite("The report for programs")
struct JSONReportTests {
  @Test("One line, in the order of the format")
  func golden() throws {
    var run = SampleRun(outputs: [41: "1: lo\n\u{1B}[1m\"x\"\u{1B}[0m\\\n"])
    run.claims[80] = (.failed, "no link")
    run.commands[74] = { $0.difference = "- a\n+ b" }
    let line = JSONReport.line(lab: run.lab, result: run.events().result)
    #expect(!line.contains("\n"))
    try Golden.expect(line.replacing("}, {", with: "},\n{"), "report.json")
  }

  @Test("A skipped lab has a message and no steps")
  func skipped() {
    let result = LabResult(
      outcome: .skipped, message: "needs tcpdump", duration: .milliseconds(4), steps: [])
    #expect(
      JSONReport.line(lab: SampleLab.lab, result: result) == """
        {"netlab": 1, "outcome": "skipped", "message": "needs tcpdump", "seconds": 0.004, \
        "lab": {"id": "01-cable", "title": "A cable between two *rooms*", \
        "file": "labs/01-cable.md"}, "steps": []}
        """)
  }

  @Test("Valid for every byte, and nothing is lost")
  func allBytes() throws {
    var bytes = Array(0...255 as ClosedRange<UInt8>)
    bytes += Array("\"\\\u{202E}\u{2028}\u{FEFF}🚀\u{10FFFF}\r\n".utf8)
    let output = String(decoding: bytes, as: UTF8.self)
    var run = SampleRun()
    run.commands[41] = {
      $0.output = output
      $0.message = output
      $0.difference = output
      $0.status = nil
    }
    run.claims[48] = (.error, output)
    run.lab.title = output
    let line = JSONReport.line(lab: run.lab, result: run.events().result)
    let isPrintable = line.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
    }
    #expect(isPrintable)
    let report = try JSONDecoder().decode(Report.self, from: Data(line.utf8))
    #expect(report.netlab == 1)
    #expect(report.seconds == 1.234)
    #expect(report.lab.title == output)
    let command = try #require(report.steps[0].commands.first { $0.line == 41 })
    #expect(command.output == output)
    #expect(command.difference == output)
    #expect(command.status == nil)
    #expect(report.steps[0].claims[0].message == output)
  }

  private struct Report: Decodable {
    var netlab: Int
    var seconds: Double
    var lab: Lab
    var steps: [Step]

    struct Lab: Decodable { var title: String }
    struct Step: Decodable {
      var commands: [Command]
      var claims: [Claim]
    }
    struct Command: Decodable {
      var line: Int
      var status: Int?
      var output: String
      var difference: String?
    }
    struct Claim: Decodable { var message: String? }
  }
}
