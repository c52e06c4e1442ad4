import LabDocument

extension Lab {
  /// Whether a command or a file of the lab, or of one that it starts from, may change a kernel
  /// parameter that is not of one device.
  ///
  /// A lab can run nothing but its own text and the machine's programs, and of these hardly one
  /// writes a parameter that nobody named.
  var speaksOfParameters: Bool {
    (startLabs + [self]).contains { lab in
      lab.steps.flatMap(\.elements).contains(where: \.speaksOfParameters)
    }
  }
}

extension Element {
  fileprivate var speaksOfParameters: Bool {
    switch self {
    case .console(let block):
      block.entries.contains { entry in
        if case .command(let command) = entry { Self.speaks(command.command) } else { false }
      }
    case .file(let file): Self.speaks(file.contents)
    case .solution(let solution): solution.elements.contains(where: \.speaksOfParameters)
    case .expect, .prose, .hint, .question, .instructors: false
    }
  }

  private static func speaks(_ text: String) -> Bool {
    ["sysctl", "proc/sys", "docker", "podman", "wg-quick"].contains { text.contains($0) }
  }
}
