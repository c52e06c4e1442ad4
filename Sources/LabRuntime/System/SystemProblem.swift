import Glibc

/// A call to the system that failed, in words.
struct SystemProblem: Error, CustomStringConvertible {
  /// What was tried.
  var action: String
  /// The number of errno.
  var code: CInt

  init(_ action: String, code: CInt = errno) {
    self.action = action
    self.code = code
  }

  var description: String { "\(action): \(Self.words(code))" }

  /// The system's words for an error number, as tools print them.
  static func words(_ code: CInt) -> String {
    String(cString: strerror(code))
  }
}
