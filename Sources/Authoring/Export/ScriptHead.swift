import LabDocument

/// What a script says of itself before its first step.
struct ScriptHead {
  let lab: Lab
  let contents: ScriptContents
  let solutions: Bool

  var text: String {
    var lines = ["#!/usr/bin/env bash", ShellExport.comment(lab.title), "#"]
    func say(_ text: String) { lines += Self.wrapped(text).map { "# \($0)" } }
    say("The commands of the lab \(lab.id), exported by netlab.")
    if let seed = lab.seed {
      let text = seed.unicodeScalars.map { $0.value < 0x20 ? "?" : String($0) }.joined()
      lines.append("# seed: \(text)")
    }
    lines.append("#")
    say(
      "Run it as root, in an empty directory, on a machine that may be changed: it makes what the lab "
        + "makes, and takes nothing back. It stops where a command ends otherwise than in the lab.")
    if let start = lab.startLabs.last {
      lines.append("#")
      say("It begins where the lab \(start.id) ends: run that lab's script first.")
    }
    if contents.leftOut > 0 {
      lines.append("#")
      say(
        "It does not solve the exercises, and what follows them may need that; write your own "
          + "commands where it says so, or export with --solutions.")
    }
    if contents.internetCommands > 0 {
      lines.append("#")
      say("What the lab runs on its internet is left out.")
    }
    let forgetful = contents.keeping.filter { contents.shells[$0, default: 0] > 1 }.sorted()
    if !forgetful.isEmpty {
      lines.append("#")
      say(
        "In the lab, one shell lasts in \(forgetful.joined(separator: ", ")): its variables, "
          + "functions, directory and jobs. Here each `nsenter` starts another, so what one of them "
          + "sets is not known to the next.")
    }
    lines += [
      "", "set -e", "# Commands read nothing, unless the script itself is read from there.",
      "[ -z \"${BASH_SOURCE-}\" ] || exec </dev/null",
    ]
    if contents.hasSudo {
      lines += [
        "# Root needs no sudo, and a sandbox may have none.", "sudo() { \"$@\"; }",
        "export -f sudo",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 90 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
