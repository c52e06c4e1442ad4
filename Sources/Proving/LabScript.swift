import LabDocument
import NetworkState

/// A lab as one list of what happens in it, in the order of a run.
struct LabScript: Sendable {
  /// One thing that happens.
  struct Item: Sendable {
    var action: Action
    /// The number of the step, from 0.
    var step: Int
    /// The longest that a command of the step may take.
    var timeout: Duration
    var role = ConsoleBlock.Role.shown
  }

  enum Action: Sendable {
    /// The reason is what the author says for that no claim guards the command.
    case command(ConsoleCommand, reason: String?)
    case file(FileBlock)
    case enter(PlaceEntry)
    /// What a learner does in the step begins here: its setup is done.
    case work
    case judge([ExpectBlock])
  }

  var steps: [Step]
  private(set) var items: [Item] = []

  init(_ lab: Lab) {
    steps = lab.steps
    for (number, step) in steps.enumerated() {
      var hasBegun = false
      for part in step.parts {
        for element in part.elements {
          if case .console(let block) = element, block.role == .setup {
            add(element, of: number)
          } else {
            if !hasBegun { append(.work, number) }
            hasBegun = true
            add(element, of: number)
          }
        }
        if !hasBegun { append(.work, number) }
        hasBegun = true
        let blocks = part.elements.compactMap { element -> ExpectBlock? in
          if case .expect(let block) = element { block } else { nil }
        }
        if !blocks.isEmpty { append(.judge(blocks), number) }
      }
    }
  }

  private mutating func append(
    _ action: Action, _ step: Int, _ role: ConsoleBlock.Role = .shown
  ) {
    items.append(Item(action: action, step: step, timeout: steps[step].timeout, role: role))
  }

  private mutating func add(
    _ element: Element, of step: Int, inSolution: Bool = false
  ) {
    switch element {
    case .console(let block) where block.role != .example:
      let role = inSolution ? .solution : block.role
      var reason: String?
      for entry in block.entries {
        switch entry {
        case .comment(let text, line: _):
          reason = Self.reason(in: text)
        case .command(let command):
          append(.command(command, reason: reason), step, role)
          reason = nil
        case .enter(let entry):
          append(.enter(entry), step, role)
          reason = nil
        case .leave:
          reason = nil
        }
      }
    case .file(let block):
      append(.file(block), step, inSolution ? .solution : .shown)
    case .solution(let solution):
      for element in solution.elements { add(element, of: step, inSolution: true) }
    case .console, .expect, .prose, .hint, .question, .instructors:
      break
    }
  }

  /// What a comment `# unguarded: REASON` says.
  private static func reason(in comment: String) -> String? {
    let word = "unguarded:"
    guard comment.hasPrefix(word) else { return nil }
    let reason = comment.dropFirst(word.count).drop { $0 == " " }
    return reason.isEmpty ? nil : String(reason)
  }
}

extension LabScript {
  /// The claims of a step, with their kind.
  func blocks(ofStep step: Int) -> [ExpectBlock] {
    items.flatMap { item -> [ExpectBlock] in
      if item.step == step, case .judge(let blocks) = item.action { blocks } else { [] }
    }
  }

  /// Where the work of a step begins.
  func beginning(ofStep step: Int) -> Int {
    items.firstIndex { item in
      if item.step == step, case .work = item.action { true } else { false }
    } ?? items.count
  }

  /// Whether a step has a solution, and runs something else besides it and its setup.
  func exercise(ofStep step: Int) -> (hasSolution: Bool, runsMore: Bool) {
    var found = (hasSolution: false, runsMore: false)
    for item in items where item.step == step {
      switch item.action {
      case .command, .file, .enter:
        if item.role == .solution { found.hasSolution = true }
        if item.role == .shown { found.runsMore = true }
      case .work, .judge: break
      }
    }
    return found
  }
}

extension ClaimGroup {
  /// `# holds before` stands on one of its lines.
  var holdsBefore: Bool { alternatives.contains(where: \.holdsBefore) }

  /// The claim as messages name it.
  var subject: String { alternatives[0].subject }

  var column: Int { alternatives[0].column }
}

extension Claim {
  /// `netns0: link lo up`, `netns0 exists`, `namespaces netns0`.
  var subject: String {
    switch assertion {
    case .exists, .absent: "\(placeText) \(text)"
    case _ where placeText.isEmpty: text
    default: "\(placeText): \(text)"
    }
  }
}
