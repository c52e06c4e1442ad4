/// Durations as labs write them: `500ms`, `20s`, `2m`.
enum DurationText {
  /// The duration of a text; none is zero or longer than a day.
  static func duration(_ text: String) -> Duration? {
    let digits = text.utf8.prefix(while: ASCII.isDigit)
    guard (1...8).contains(digits.count), let number = Int(Substring(digits)), number > 0 else {
      return nil
    }
    let duration: Duration
    switch Substring(text.utf8.dropFirst(digits.count)) {
    case "ms": duration = .milliseconds(number)
    case "s": duration = .seconds(number)
    case "m": duration = .seconds(number * 60)
    default: return nil
    }
    return duration <= .seconds(86_400) ? duration : nil
  }

  /// What to say of a text that is none.
  static func message(_ key: String, _ text: String, example: String) -> String {
    "`\(key)` is `\(text.prefix(40))`, no duration such as `500ms`, `20s` or `2m`; "
      + "write `\(example)`"
  }
}
