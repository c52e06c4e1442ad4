extension StringProtocol {
  /// Without blanks and line ends around it.
  var trimmed: String {
    var text = Substring(self)
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
  }

  /// Words with one blank between them, as values of kernel parameters are compared.
  var spaced: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
