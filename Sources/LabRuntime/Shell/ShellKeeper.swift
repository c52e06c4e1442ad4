import Glibc
import NetworkState

/// The lab's shells: one for each place, for as long as the place's name means the same namespace.
actor ShellKeeper {
  private let sandbox: Sandbox
  private let places: PlaceDirectory
  private var shells: [Place: Shell] = [:]
  private var births: NamespaceBirths

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
    places = PlaceDirectory(sandbox: sandbox)
    births = NamespaceBirths(places: places)
  }

  /// Why there is no shell in a place.
  enum Absence: Error {
    /// The lab's fault: there is no such place.
    case noPlace(String)
    /// netlab's or the machine's: it could not be entered.
    case problem(RuntimeProblem)
  }

  /// The shell of a place, entered now if it is not there yet.
  func shell(in place: Place) async throws(Absence) -> Shell {
    await endStaleShells()
    if let shell = shells[place] { return shell }
    switch places.open(place) {
    case .found(let net):
      do {
        let shell = try Shell.enter(place, net: net, of: sandbox)
        shells[place] = shell
        return shell
      } catch {
        throw .problem(error)
      }
    case .missing:
      throw .noPlace(Self.missing(place))
    case .refused(let reason):
      throw .noPlace(reason)
    }
  }

  /// To be called before a command.
  func prepare(for command: String) {
    births.prepare(for: command)
  }

  /// To be called after a command: nothing that it made or deleted is other than it would be on a
  /// machine of the lab's own.
  func settle() async {
    births.settle()
    await endStaleShells()
  }

  /// Why a place cannot be gone into, or `nil` if it can.
  func refusal(to place: Place) -> String? {
    switch places.open(place) {
    case .found: nil
    case .missing: Self.missing(place)
    case .refused(let reason): reason
    }
  }

  /// Ends the shells whose place's name is gone or means another namespace.
  ///
  /// A shell in a deleted namespace keeps it and its devices alive.
  func endStaleShells() async {
    for (place, shell) in shells where places.identity(of: place) != shell.namespace {
      shells[place] = nil
      await shell.end()
    }
  }

  /// Forgets a shell that has ended.
  func drop(_ place: Place) async {
    await shells.removeValue(forKey: place)?.end()
  }

  /// Reaps all shells once their sandbox is gone.
  func reapAll() async {
    let all = shells.values
    shells = [:]
    for shell in all { await shell.end(isAlone: true) }
  }

  private static func missing(_ place: Place) -> String {
    "there is no network namespace \(place); `ip netns` lists those that are there"
  }
}
