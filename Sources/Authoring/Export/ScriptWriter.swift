import LabDocument
import NetworkState

/// Writes the commands of one step for a shell on the lab's host.
struct ScriptWriter {
  private(set) var lines: [String] = []
  private(set) var internetCommands = 0
  private(set) var hasSudo = false
  /// Namespaces whose shell keeps something for later.
  private(set) var keeping: Set<String> = []
  /// How many shells a namespace gets.
  private(set) var shells: [String: Int] = [:]

  /// A job may be about to make what the next claims are about.
  private var hasJob = false
  /// Commands of one namespace that follow each other; notes among them are not forgotten.
  private var group: [GroupLine] = []
  private var groupName = ""

  private enum GroupLine {
    case command(ScriptCommand)
    case note(String)
  }

  mutating func note(_ text: String) {
    if group.isEmpty {
      lines.append(ShellExport.comment(text))
    } else {
      group.append(.note(text))
    }
  }

  mutating func add(_ command: ConsoleCommand) {
    let script = ScriptCommand(command)
    hasSudo = hasSudo || script.mentionsSudo
    hasJob = hasJob || script.startsJob
    switch command.place {
    case .internet:
      internetCommands += 1
      note("on the internet: \(command.command)")
    case .namespace(let name, _):
      if name != groupName { endGroup() }
      groupName = name
      group.append(.command(script))
      if script.keepsState { keeping.insert(name) }
    case .host:
      endGroup()
      lines += script.lines
    }
  }

  /// Writes a file into the directory in which the script runs.
  mutating func add(_ file: FileBlock) {
    endGroup()
    let path = ScriptCommand.quoted(file.path)
    if let slash = file.path.lastIndex(of: "/") {
      lines.append("mkdir -p -- \(ScriptCommand.quoted(String(file.path[..<slash])))")
    }
    if file.contents.isEmpty {
      lines.append(": >\(path)")
    } else {
      lines += Self.hereDocument("cat >\(path)", file.contents, after: "")
    }
    if file.isExecutable { lines.append("chmod +x -- \(path)") }
  }

  /// Waits for what a job makes, as the lab does here.
  mutating func add(_ block: ExpectBlock) {
    guard hasJob, !block.isKeep else { return }
    let waits = block.claims.filter { $0.alternatives.count == 1 }.compactMap { group in
      group.alternatives[0].holdsBefore ? nil : ScriptWait.line(for: group.alternatives[0])
    }
    guard !waits.isEmpty else { return }
    endGroup()
    lines += waits
  }

  /// Writes the commands that have gathered for a namespace.
  mutating func endGroup() {
    guard !group.isEmpty else { return }
    defer { (group, groupName) = ([], "") }
    let enter = "nsenter --net=/run/netns/\(ScriptCommand.quoted(groupName))"
    let isPlain = group.allSatisfy {
      if case .command(let line) = $0 { line.isPlain } else { true }
    }
    if isPlain {
      for line in group {
        switch line {
        case .command(let command): lines += command.lines(behind: enter)
        case .note(let text): lines.append(ShellExport.comment(text))
        }
      }
    } else {
      shells[groupName, default: 0] += 1
      let body = group.flatMap { line in
        switch line {
        case .command(let command): command.lines
        case .note(let text): [ShellExport.comment(text)]
        }
      }
      // A here-document as standard input would be read by the commands in it.
      lines += Self.hereDocument(
        "\(enter) bash -e -c \"$(cat", body.joined(separator: "\n") + "\n", after: ")\"")
    }
  }

  /// A command with a text that no shell looks into.
  private static func hereDocument(_ command: String, _ text: String, after: String) -> [String] {
    var body = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if body.last == "" { body.removeLast() }
    var delimiter = "END"
    var number = 1
    while body.contains(delimiter) {
      number += 1
      delimiter = "END\(number)"
    }
    return ["\(command) <<'\(delimiter)'"] + body + [delimiter] + (after.isEmpty ? [] : [after])
  }
}
