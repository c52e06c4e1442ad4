import LabDocument
import NetworkState

/// Gives each place of a lab a colour of its own, in the order in which the article comes to it.
struct PlaceColours: Sendable {
  private var colours: [Place: Ink.Colour] = [:]

  private static let palette: [Ink.Colour] = [
    .green, .cyan, .magenta, .yellow, .blue, .brightGreen, .brightCyan, .brightMagenta,
    .brightYellow, .brightBlue,
  ]

  init(_ lab: Lab) {
    for host in lab.world.hosts { add(.host(host.name)) }
    for step in lab.steps { add(step.elements) }
    add(.internet)
  }

  func ink(of place: Place) -> Ink {
    colours[place].map(Ink.coloured) ?? .bold
  }

  /// The ink of a place by its name in prompts and claims.
  func ink(named name: String) -> Ink {
    colours.first { $0.key.description == name }.map { .coloured($0.value) } ?? .bold
  }

  private mutating func add(_ elements: [Element]) {
    for element in elements {
      switch element {
      case .console(let block):
        for entry in block.entries {
          switch entry {
          case .command(let command): add(command.place)
          case .enter(let entry): add(entry.target)
          case .leave, .comment: break
          }
        }
      case .expect(let block):
        for claim in block.claims.flatMap(\.alternatives) where !claim.placeText.isEmpty {
          add(claim.place)
        }
      case .solution(let solution): add(solution.elements)
      case .prose, .file, .hint, .question, .instructors: break
      }
    }
  }

  private mutating func add(_ place: Place) {
    if colours[place] == nil {
      colours[place] = Self.palette[colours.count % Self.palette.count]
    }
  }
}
