/// Turns the text of a lab into a ``Lab`` and says what is wrong with it.
public enum LabReader {
  /// What came of reading a file.
  public struct Result: Sendable {
    /// `nil` if there is an error among the diagnostics.
    public var lab: Lab?
    /// Everything that is wrong, in the order of the lines.
    public var diagnostics: [Diagnostic]
  }

  /// Reads a lab from its bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file's contents; ill-formed UTF-8 is an error with its position.
  ///   - file: The path for diagnostics; its last part without `.md` is the lab's id.
  ///   - seed: What the values of variables follow from; `nil` for the seed of the front matter, and
  ///     for the first values if it has none.
  ///   - load: Gets the lab at whose end this one starts. Without it, places are those of the
  ///     article's world, and the lab cannot be run.
  public static func read(
    _ bytes: [UInt8], file: String, seed: String? = nil, load: LabLoader? = nil
  ) -> Result {
    read(bytes, file: file, seed: seed, load: load, chain: [file])
  }

  /// Reads a lab that others led to, by the files in `chain`.
  static func read(
    _ bytes: [UInt8], file: String, seed: String?, load: LabLoader?, chain: [String]
  ) -> Result {
    let log = DiagnosticLog(file: file)
    let source = TextDecoding.text(of: bytes, log: log)
    let extent = FrontMatter.extent(in: source, log: log)
    guard !extent.isUnclosed else { return Result(lab: nil, diagnostics: log.sorted) }
    var matter = FrontMatterReader.read(extent, in: source, log: log)
    let seed = seed ?? matter.seed
    var startLabs: [Lab] = []
    if let start = matter.world.start, let load {
      let reader = StartReader(load: load, seed: seed, chain: chain)
      // Without its world, every place in the article would be blamed too.
      guard let labs = reader.labs(from: start, at: matter.startPosition, log: log) else {
        return Result(lab: nil, diagnostics: log.sorted)
      }
      startLabs = labs
      matter.world.begin(atEndOf: labs[labs.count - 1])
    }
    let substitution = Substitution(matter.variables, seed: seed)
    substitution.check(source, fromLine: extent.bodyLine, log: log)
    var article = ArticleReader(
      source, from: extent.bodyLine, matter: matter, substitution: substitution, log: log)
    article.read(from: extent.bodyLine)
    let id = LabID.id(ofFile: file)
    let title = matter.title.map { substitution.text($0) } ?? article.title
    if title == nil, extent.yaml != nil {
      log.warning(
        Position(min(extent.bodyLine, source.lineCount)),
        "the lab has no title; write an H1 above its text: `# TITLE`")
    }
    guard !log.hasErrors else { return Result(lab: nil, diagnostics: log.sorted) }
    let lab = Lab(
      id: id, file: file, title: title ?? id,
      summary: matter.summary.map { substitution.text($0) },
      needs: Requirement.union(startLabs.flatMap(\.needs) + matter.needs),
      after: matter.after, minutes: matter.minutes, limit: matter.limit, world: matter.world,
      startLabs: startLabs,
      variables: matter.variables, seed: seed, instructorLines: article.instructorLines,
      locale: matter.locale, introduction: article.introduction,
      sections: article.sections)
    return Result(lab: lab, diagnostics: log.sorted)
  }
}
