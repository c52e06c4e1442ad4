/// What stands up to and with an `expect` block: the unit by which a lab is run and read.
public struct Part: Sendable {
  /// What the part shows, runs and judges, in the order in which it runs.
  public var elements: [Element]

  /// Some of a step's elements that run or are judged together.
  public init(elements: [Element]) {
    self.elements = elements
  }
}

extension Step {
  /// The step cut behind its `expect` blocks; `console setup` comes first.
  ///
  /// Blocks that stand one under the other are judged together; hints under them belong to them,
  /// and so does what a step says last.
  public var parts: [Part] {
    let setups = elements.filter(\.isSetup)
    var parts: [Part] = []
    var current = setups
    var hasClaims = false
    for element in elements where !element.isSetup {
      switch element {
      case .expect:
        hasClaims = true
      case .hint:
        break
      case .prose, .console, .file, .solution, .question, .instructors:
        if hasClaims {
          parts.append(Part(elements: current))
          current = []
          hasClaims = false
        }
      }
      current.append(element)
    }
    if let last = parts.last, !hasClaims, !current.contains(where: \.runs) {
      parts[parts.count - 1] = Part(elements: last.elements + current)
    } else if !current.isEmpty {
      parts.append(Part(elements: current))
    }
    return parts
  }
}

extension Element {
  /// Whether running the lab executes something for the element.
  public var runs: Bool {
    switch self {
    case .console(let block): block.role != .example
    case .file: true
    case .solution(let solution): solution.elements.contains(where: \.runs)
    case .prose, .expect, .hint, .question, .instructors: false
    }
  }

  fileprivate var isSetup: Bool {
    if case .console(let block) = self { block.role == .setup } else { false }
  }
}
