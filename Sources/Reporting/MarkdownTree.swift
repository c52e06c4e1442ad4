import CCMark

/// A block of Markdown.
indirect enum MarkdownBlock: Hashable, Sendable {
  case heading(level: Int, [MarkdownInline])
  case paragraph([MarkdownInline])
  case list(MarkdownList)
  case quote([MarkdownBlock])
  /// A fence or an indented block.
  case code(String)
  case table(MarkdownTable)
  case rule
}

struct MarkdownList: Hashable, Sendable {
  /// The number of the first item; `nil` for bullets.
  var start: Int?
  /// Without blank lines between the items.
  var isTight: Bool
  var items: [[MarkdownBlock]]
}

/// A piece of a line of Markdown.
indirect enum MarkdownInline: Hashable, Sendable {
  case text(String)
  case code(String)
  case space
  case lineBreak
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case link(address: String, [MarkdownInline])
}

/// Reads Markdown into values; the parser's own nodes do not leave this file.
enum MarkdownTree {
  /// What is nested deeper is read as text.
  private static let maximumDepth = 24

  /// The blocks of a text.
  static func parse(_ markdown: String) -> [MarkdownBlock] {
    guard let document = Document(markdown) else { return [] }
    return blocks(
      in: document.root, depth: 0,
      lines: markdown.split(separator: "\n", omittingEmptySubsequences: false))
  }

  /// The pieces of a text that is one line, such as a title or a table's cell.
  static func parseLine(_ markdown: String) -> [MarkdownInline] {
    guard let document = Document(markdown), let first = cmark_node_first_child(document.root)
    else { return [] }
    switch cmark_node_get_type(first) {
    case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: return inlines(in: first, depth: 0)
    default: return [.text(markdown)]
    }
  }

  /// Owns the parser's nodes.
  private final class Document {
    let root: OpaquePointer

    init?(_ markdown: String) {
      var markdown = markdown
      let root = markdown.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          cmark_parse_document(
            characters.baseAddress, characters.count, CMARK_OPT_VALIDATE_UTF8)
        }
      }
      guard let root else { return nil }
      self.root = root
    }

    deinit { cmark_node_free(root) }
  }

  private static func children(of node: OpaquePointer) -> [OpaquePointer] {
    var children: [OpaquePointer] = []
    var next = cmark_node_first_child(node)
    while let child = next {
      children.append(child)
      next = cmark_node_next(child)
    }
    return children
  }

  private static func blocks(
    in node: OpaquePointer, depth: Int, lines: [Substring]
  ) -> [MarkdownBlock] {
    guard depth < maximumDepth else {
      return [.paragraph([.text(text(of: node))])]
    }
    return children(of: node).compactMap { child in
      switch cmark_node_get_type(child) {
      case CMARK_NODE_HEADING:
        return .heading(
          level: Int(cmark_node_get_heading_level(child)), inlines(in: child, depth: depth))
      case CMARK_NODE_PARAGRAPH:
        let first = Int(cmark_node_get_start_line(child)) - 1
        let last = Int(cmark_node_get_end_line(child)) - 1
        if first >= 0, first < last, last < lines.count,
          let table = MarkdownTable(lines[first...last])
        {
          return .table(table)
        }
        return .paragraph(inlines(in: child, depth: depth))
      case CMARK_NODE_LIST:
        let isOrdered = cmark_node_get_list_type(child) == CMARK_ORDERED_LIST
        return .list(
          MarkdownList(
            start: isOrdered ? Int(cmark_node_get_list_start(child)) : nil,
            isTight: cmark_node_get_list_tight(child) != 0,
            items: children(of: child).map { blocks(in: $0, depth: depth + 1, lines: lines) }))
      case CMARK_NODE_BLOCK_QUOTE:
        return .quote(blocks(in: child, depth: depth + 1, lines: lines))
      case CMARK_NODE_CODE_BLOCK:
        return .code(literal(of: child))
      case CMARK_NODE_HTML_BLOCK:
        let text = MarkdownHTML.text(literal(of: child))
        return text.isEmpty ? nil : .paragraph([.text(text)])
      case CMARK_NODE_THEMATIC_BREAK:
        return .rule
      default:
        return nil
      }
    }
  }

  private static func inlines(in node: OpaquePointer, depth: Int) -> [MarkdownInline] {
    guard depth < maximumDepth else { return [.text(text(of: node))] }
    return children(of: node).compactMap { child in
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT: return .text(literal(of: child))
      case CMARK_NODE_CODE: return .code(literal(of: child))
      case CMARK_NODE_SOFTBREAK: return .space
      case CMARK_NODE_LINEBREAK: return .lineBreak
      case CMARK_NODE_EMPH: return .emphasis(inlines(in: child, depth: depth + 1))
      case CMARK_NODE_STRONG: return .strong(inlines(in: child, depth: depth + 1))
      case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
        let address = cmark_node_get_url(child).map { String(cString: $0) } ?? ""
        return .link(address: address, inlines(in: child, depth: depth + 1))
      case CMARK_NODE_HTML_INLINE:
        return literal(of: child).lowercased().hasPrefix("<br") ? .lineBreak : nil
      default: return nil
      }
    }
  }

  private static func literal(of node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  /// All text under a node, found without recursion.
  private static func text(of node: OpaquePointer) -> String {
    guard let iterator = cmark_iter_new(node) else { return "" }
    defer { cmark_iter_free(iterator) }
    var text = ""
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let current = cmark_iter_get_node(iterator) else {
        continue
      }
      switch cmark_node_get_type(current) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_CODE_BLOCK: text += literal(of: current)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_PARAGRAPH:
        if !text.isEmpty { text += " " }
      default: break
      }
    }
  }
}
