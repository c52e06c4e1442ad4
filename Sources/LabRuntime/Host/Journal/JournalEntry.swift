/// A line of the journal of a run on the machine itself.
///
/// Every line is a JSON object; numbers count the lines of a journal from 0.
enum JournalEntry: Codable, Hashable, Sendable {
  case begin(JournalBeginning)
  /// This is about to be made, and was not there before.
  case makes(number: Int, thing: HostThing)
  /// It was made; by this the same thing is told from another of its name.
  case made(number: Int, mark: String)
  /// It was not made after all, or the lab has removed it by itself.
  case void(number: Int)
  /// It is undone, or left on purpose.
  case settled(number: Int)
}

/// What a journal says first: which run it is of, on which machine.
struct JournalBeginning: Codable, Hashable, Sendable {
  /// The version of the journal's format.
  var version = Self.currentVersion
  var lab: String
  var token: String
  /// The kernel's id of this start of the machine.
  var boot: String
  /// The network namespace that is changed, as device and inode.
  var network: String
  var process: Int
  /// When that process began, in the kernel's ticks.
  var start: UInt64
  /// The lab's directory, and the folder of stand-ins.
  var directory: String
  var shims: String
  /// The kernel parameters of the network before the run, by their paths below `/proc/sys`.
  var parameters: [String: String]

  static let currentVersion = 1
}

/// A thing of the journal that is still to be undone.
struct RecordedThing: Hashable, Sendable {
  var number: Int
  var thing: HostThing
  /// What was noted when it had been made; `nil` if the run ended before.
  var mark: String?
}

/// What a journal says, all its lines taken together.
struct JournalState: Sendable {
  var beginning: JournalBeginning?
  /// In the order in which they were made.
  private(set) var things: [RecordedThing] = []
  private(set) var nextNumber = 0

  init(_ entries: [JournalEntry] = []) {
    for entry in entries { add(entry) }
  }

  mutating func add(_ entry: JournalEntry) {
    switch entry {
    case .begin(let beginning):
      self.beginning = beginning
    case .makes(let number, let thing):
      nextNumber = max(nextNumber, number + 1)
      things.append(RecordedThing(number: number, thing: thing, mark: nil))
    case .made(let number, let mark):
      for index in things.indices where things[index].number == number {
        things[index].mark = mark
      }
    case .void(let number), .settled(let number):
      things.removeAll { $0.number == number }
    }
  }
}
