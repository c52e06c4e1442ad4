import LabDocument
import NetworkState

/// What came of one try of a probe.
enum ProbeAnswer: Sendable, Equatable {
  /// An answer came; what was said of it.
  case answered(String)
  /// No answer: silence if nothing was said, else the tool's or the kernel's words.
  case noAnswer(String)
  /// The probe could not be made; why.
  case impossible(String)
}

/// How long a try may take.
enum ProbePatience: Sendable {
  /// An answer is expected until then.
  case answer(ContinuousClock.Instant)
  /// Silence of one second is decisive.
  case silence
  /// A word of the tool is waited for, four seconds at most.
  case words
}
