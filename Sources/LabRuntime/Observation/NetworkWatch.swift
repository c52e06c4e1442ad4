import LabResults
import NetworkState

/// Reads the network between the steps of a run, and says what each of them changed.
actor NetworkWatch {
  private let observer: Observer
  /// How the network stood at the end of the last step.
  private var last: NetworkSnapshot?

  init(_ observer: Observer) {
    self.observer = observer
  }

  /// Reads the network as the first step finds it.
  func begin() async {
    last = await observer.networkSnapshot()
  }

  /// What is not as it was when this was last asked; `nil` if it could not be read.
  func change() async -> NetworkChange? {
    let now = await observer.networkSnapshot()
    // A run that is cancelled reads nothing whole.
    guard !Task.isCancelled else { return nil }
    defer { last = now }
    return last.map { NetworkChange(from: $0, to: now) }
  }
}
