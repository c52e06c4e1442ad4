/// Reads a shell's status channel: first `ready`, then `end NUMBER STATUS` for each command.
struct StatusReader {
  private var reader: BoundedReader

  init(_ descriptor: Descriptor) {
    reader = BoundedReader(descriptor, bound: 64 * 1024)
  }

  var descriptor: Descriptor { reader.descriptor }
  var isAtEnd: Bool { reader.isAtEnd }
  private(set) var isReady = false
  private var ends: [Int: Int] = [:]
  private var rest: [UInt8] = []

  /// What stands on the channel that is neither: the words of a tool that failed to enter.
  private(set) var text = ""

  mutating func read() {
    reader.drain()
    rest += reader.take().bytes
    while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
      take(String(decoding: rest[..<newline], as: UTF8.self))
      rest.removeSubrange(...newline)
    }
    if isAtEnd, !rest.isEmpty {
      take(String(decoding: rest, as: UTF8.self))
      rest = []
    }
  }

  /// The status of a command that has ended.
  mutating func status(of number: Int) -> Int? {
    ends.removeValue(forKey: number)
  }

  private mutating func take(_ line: String) {
    let words = line.split(separator: " ")
    if line == "ready" {
      isReady = true
    } else if words.count == 3, words[0] == "end", let number = Int(words[1]),
      let status = Int(words[2])
    {
      ends[number] = status
    } else if !line.isEmpty, text.utf8.count < 1000 {
      text += text.isEmpty ? line : "; \(line)"
    }
  }
}
