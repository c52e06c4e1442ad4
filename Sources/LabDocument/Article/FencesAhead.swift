import Dispatch
import Synchronization

/// The contents of an article's fences, read ahead on all processors: most of the work of a long lab.
///
/// What a fence says does not depend on where it stands; whether it may stand there is told later,
/// and only then do its mistakes count.
struct FencesAhead {
  enum Content: Sendable {
    case console(ConsoleBlock, [Diagnostic])
    case claims([ClaimLine])
  }

  /// By the line on which the fence begins.
  private var contents: [Int: Content] = [:]

  /// Fewer fences than these are read faster one by one.
  private static let leastCount = 200
  private static let chunkSize = 50

  /// Nothing is read ahead.
  init() {}

  init(_ blocks: [MarkdownBlock], of article: ArticleReader) {
    let fences = blocks.filter { Self.role(of: $0) != nil }
    guard fences.count >= Self.leastCount else { return }
    let reader = Reader(
      source: article.source, world: article.world, substitution: article.substitution,
      parser: article.claimParser, file: article.log.file)
    let found = Mutex<[Int: Content]>([:])
    DispatchQueue.concurrentPerform(
      iterations: (fences.count + Self.chunkSize - 1) / Self.chunkSize
    ) { chunk in
      let start = chunk * Self.chunkSize
      let part = fences[start..<min(start + Self.chunkSize, fences.count)].map { fence in
        (fence.start.line, reader.content(of: fence))
      }
      found.withLock { found in
        for case (let line, let content?) in part { found[line] = content }
      }
    }
    contents = found.withLock { $0 }
  }

  /// What the fence that begins on a line says, if it was read; it is handed out once.
  mutating func take(atLine line: Int) -> Content? {
    contents.isEmpty ? nil : contents.removeValue(forKey: line)
  }

  private static func role(of block: MarkdownBlock) -> FenceRole? {
    guard case .code(let info) = block.kind else { return nil }
    switch info {
    case "console": return .console(.shown)
    case "expect": return .expect(isKeep: false)
    // The others are few.
    default: return nil
    }
  }

  /// What the contents of a fence depend on.
  private struct Reader: Sendable {
    let source: SourceText
    let world: World
    let substitution: Substitution
    let parser: ClaimParser
    let file: String

    func content(of block: MarkdownBlock) -> Content? {
      let fence = Fence(block, info: "", in: source)
      switch FencesAhead.role(of: block) {
      case .console(let role):
        let log = DiagnosticLog(file: file)
        let console = ConsoleReader.read(
          fence.lines(of: source, substitution), role: role, line: block.start.line, world: world,
          log: log)
        return .console(console, log.entries)
      case .expect:
        return .claims(ClaimLine.read(fence, in: source, substitution, parser))
      default:
        return nil
      }
    }
  }
}
