import CCMark

/// The blocks of a Markdown text: everything that libcmark is asked.
///
/// Values leave this file, pointers do not.
enum MarkdownDocument {
  /// Deeper lists and quotes than this are refused.
  static let maximumDepth = 100

  struct Blocks {
    /// In the order of the document, containers before what they hold.
    var blocks: [MarkdownBlock] = []
    /// A block that is nested too deeply; it and what it holds are missing.
    var tooDeep: Position?
  }

  /// Reads the lines of a text from one on.
  static func blocks(of source: SourceText, fromLine first: Int) -> Blocks {
    MarkdownArena.with { allocator in
      let root = tree(of: source.bytes[source.offset(ofLine: first)...], allocator)
      return blocks(below: root, of: source, fromLine: first)
    }
  }

  private static func blocks(
    below root: OpaquePointer?, of source: SourceText, fromLine first: Int
  ) -> Blocks {
    var result = Blocks()
    guard let root else { return result }
    var depth = 0
    var node = cmark_node_first_child(root)
    while let current = node {
      let start = Position(
        max(Int(cmark_node_get_start_line(current)), 1) + first - 1,
        max(Int(cmark_node_get_start_column(current)), 1))
      let kind = kind(of: current)
      if depth >= maximumDepth {
        if result.tooDeep == nil { result.tooDeep = start }
      } else if let kind {
        var block = MarkdownBlock(
          kind: kind, depth: depth, start: start,
          endLine: max(Int(cmark_node_get_end_line(current)) + first - 1, start.line),
          literal: literal(of: current, kind, isNested: depth > 0 || start.column > 1))
        block.endLine = endLine(of: block, in: source)
        result.blocks.append(block)
        if kind.isContainer, let child = cmark_node_first_child(current) {
          depth += 1
          node = child
          continue
        }
      }
      node = next(after: current, root: root, depth: &depth)
    }
    return result
  }

  /// The last line of a block, which libcmark counts a line short for comments and a line too far
  /// for headings with a line under them.
  private static func endLine(of block: MarkdownBlock, in source: SourceText) -> Int {
    switch block.kind {
    case .html:
      let lines = block.literal?.count { $0 == ASCII.newline } ?? 0
      return block.start.line + max(lines, 1) - 1
    case .heading:
      let first = source.line(block.start.line).dropFirst(block.start.column - 1)
      if first.first == ASCII.hash, block.endLine <= block.start.line + 1 {
        let rest = first.drop { $0 == ASCII.hash }
        if rest.first.map(ASCII.isBlank) ?? true { return block.start.line }
      }
      var line = block.start.line + 1
      while line < block.endLine, !isUnderline(source.line(line)) { line += 1 }
      return line
    default:
      return block.endLine
    }
  }

  /// Whether a line makes a heading of the lines above; it may stand in a quote.
  private static func isUnderline(_ line: ArraySlice<UInt8>) -> Bool {
    let marks = line.drop { ASCII.isBlank($0) || $0 == ASCII.greater }.trimmed
    guard let mark = marks.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else {
      return false
    }
    return marks.allSatisfy { $0 == mark }
  }

  /// The next sibling of a node or of its nearest ancestor that has one.
  private static func next(
    after node: OpaquePointer, root: OpaquePointer, depth: inout Int
  ) -> OpaquePointer? {
    var node = node
    while true {
      if let sibling = cmark_node_next(node) { return sibling }
      guard let parent = cmark_node_parent(node), parent != root else { return nil }
      node = parent
      depth -= 1
    }
  }

  private static func kind(of node: OpaquePointer) -> MarkdownBlock.Kind? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_LIST:
      cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        ? .orderedList(start: Int(cmark_node_get_list_start(node))) : .bulletList
    case CMARK_NODE_HEADING:
      .heading(level: Int(cmark_node_get_heading_level(node)), text: plainText(of: node))
    case CMARK_NODE_CODE_BLOCK: .code(info: string(cmark_node_get_fence_info(node)))
    case CMARK_NODE_HTML_BLOCK: .html
    default: nil
    }
  }

  private static func literal(
    of node: OpaquePointer, _ kind: MarkdownBlock.Kind, isNested: Bool
  ) -> [UInt8]? {
    switch kind {
    case .html: Array(string(cmark_node_get_literal(node)).utf8)
    case .code where isNested: Array(string(cmark_node_get_literal(node)).utf8)
    default: nil
    }
  }

  /// The text of a heading without its marks.
  private static func plainText(of heading: OpaquePointer) -> String {
    guard let iterator = cmark_iter_new(heading) else { return "" }
    defer { cmark_iter_free(iterator) }
    var text = ""
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += string(cmark_node_get_literal(node))
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
      default: break
      }
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }

  /// The tree of a text, which lives as long as the allocator's pieces do.
  private static func tree(
    of text: ArraySlice<UInt8>, _ allocator: UnsafeMutablePointer<cmark_mem>
  ) -> OpaquePointer? {
    guard let parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, allocator) else { return nil }
    defer { cmark_parser_free(parser) }
    text.withUnsafeBytes {
      cmark_parser_feed(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    return cmark_parser_finish(parser)
  }
}

extension MarkdownBlock.Kind {
  var isContainer: Bool {
    switch self {
    case .quote, .bulletList, .orderedList, .item: true
    case .paragraph, .thematicBreak, .heading, .code, .html: false
    }
  }
}
