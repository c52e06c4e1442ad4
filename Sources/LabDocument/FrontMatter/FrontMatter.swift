import NetworkState

/// What a lab says of itself above its article.
struct FrontMatter {
  var title: String?
  var summary: String?
  var needs: [Requirement] = []
  var after: [String] = []
  var minutes: Int?
  var limit: Duration = .seconds(60)
  var world = World.article
  /// Where the front matter names the lab that it starts from.
  var startPosition = Position(1)
  var variables: [Variable] = []
  /// What the values of variables follow from where nobody says another.
  var seed: String?
  var locale = "en"
}

extension FrontMatter {
  /// The version of the format that this program reads.
  static let version = 1

  /// The YAML of a file, and where the article begins.
  struct Extent {
    /// `nil` if the file has no front matter.
    var yaml: ArraySlice<UInt8>?
    /// The line of the file of the YAML's first line.
    var firstLine = 2
    var bodyLine = 1
    /// The first `---` has no second one: nobody knows what is article.
    var isUnclosed = false
  }

  /// Finds the two `---` lines at the very top.
  static func extent(in source: SourceText, log: DiagnosticLog) -> Extent {
    func isFence(_ line: Int) -> Bool {
      let text = source.line(line)
      return text.hasPrefix("---") && text.dropFirst(3).isBlank
    }
    guard isFence(1) else {
      log.error(
        Position(1),
        "the lab has no front matter; begin the file with the lines `---`, `netlab: 1` and `---`")
      return Extent()
    }
    var line = 2
    while line <= source.lineCount {
      if isFence(line) {
        return Extent(yaml: source.lines(2..<line), bodyLine: line + 1)
      }
      line += 1
    }
    log.error(
      Position(1), "the front matter has no end; write a line `---` between it and the article")
    return Extent(isUnclosed: true)
  }
}
