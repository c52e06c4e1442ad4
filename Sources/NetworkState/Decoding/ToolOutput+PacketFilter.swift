extension ToolOutput {
  /// The tables of `nft -s list ruleset`.
  ///
  /// A comment may hold line ends and braces, so quotes are read across lines.
  public static func packetFilter(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> PacketFilter {
    var lines = try filterLines(Array(bytes))[...]
    var filter = PacketFilter()
    while let line = lines.popFirst() {
      guard line.count == 4, line[0] == "table", line[3] == "{" else {
        throw unknown(line)
      }
      var table = PacketFilter.Table(family: line[1], name: line[2])
      try read(&table, from: &lines)
      filter.tables.append(table)
    }
    return filter
  }

  /// Reads up to the table's closing brace.
  private static func read(
    _ table: inout PacketFilter.Table, from lines: inout ArraySlice<[String]>
  ) throws(DecodingProblem) {
    while let line = lines.popFirst() {
      if line == ["}"] { return }
      if line.first == "chain", line.count == 3, line[2] == "{" {
        var chain = PacketFilter.Chain(name: line[1])
        try read(&chain, from: &lines)
        table.chains.append(chain)
      } else if line.last == "{" {
        table.declarations.append(try block(line, from: &lines))
      } else if line.first != "flags", line.first != "comment" {
        throw unknown(line)
      }
    }
    throw DecodingProblem("`nft list ruleset` printed a table without an end")
  }

  private static func read(
    _ chain: inout PacketFilter.Chain, from lines: inout ArraySlice<[String]>
  ) throws(DecodingProblem) {
    while let line = lines.popFirst() {
      if line == ["}"] { return }
      if line.first == "type", line.contains("hook"), chain.rules.isEmpty {
        chain.hook = line.joined(separator: " ")
      } else if line.first != "comment" {
        chain.rules.append(PacketFilter.Rule(words: line))
      }
    }
    throw DecodingProblem("`nft list ruleset` printed a chain without an end")
  }

  /// The rest of a set or the like as one line.
  private static func block(
    _ first: [String], from lines: inout ArraySlice<[String]>
  ) throws(DecodingProblem) -> String {
    var text = first.joined(separator: " ")
    var depth = 1
    while let line = lines.popFirst() {
      for word in line where word == "{" || word == "}" { depth += word == "{" ? 1 : -1 }
      guard depth > 0 else { return text + " " + line.joined(separator: " ") }
      let isOpen = line.last == "," || line.last?.last == "," || line.last == "{"
      text += " " + line.joined(separator: " ") + (isOpen ? "" : ";")
    }
    throw DecodingProblem("`nft list ruleset` printed a block without an end")
  }

  /// Each line's words; comment lines and empty ones are left out.
  private static func filterLines(_ bytes: [UInt8]) throws(DecodingProblem) -> [[String]] {
    let quote = UInt8(ascii: "\"")
    return try wordsOfLines(bytes) { (_, index) throws(DecodingProblem) in
      let start = index
      // A quote belongs to its word, as in `"eth*"` and `{ "a",`.
      while index < bytes.count, bytes[index] > UInt8(ascii: " ") {
        if bytes[index] == quote {
          guard let end = bytes[(index + 1)...].firstIndex(of: quote) else {
            throw DecodingProblem("`nft list ruleset` printed a quote without an end")
          }
          index = end
        }
        index += 1
      }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
  }

  private static func unknown(_ line: [String]) -> DecodingProblem {
    DecodingProblem(
      "`nft list ruleset` printed what cannot be understood: "
        + printable(line.joined(separator: " ")))
  }
}
