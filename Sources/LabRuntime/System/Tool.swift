import CLinux
import Glibc

/// A short-lived program of the machine, such as `ip` or `ping`, and what it said.
struct ToolResult: Sendable {
  enum End: Hashable, Sendable {
    case exited(Int)
    case signalled(Int)
    case timedOut
    case cancelled

    init(_ end: ProcessEnd) {
      switch end {
      case .exited(let status): self = .exited(status)
      case .signalled(let signal): self = .signalled(signal)
      }
    }
  }

  var end: End
  var output: [UInt8]
  var errors: [UInt8]
  /// More was printed than is kept.
  var isTruncated: Bool

  var succeeded: Bool { end == .exited(0) }

  var outputText: String { String(decoding: output, as: UTF8.self) }

  /// What was said on standard error, without the line end.
  var errorText: String {
    var text = String(decoding: errors, as: UTF8.self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// Starts programs of the machine by their names.
enum Tool {
  /// Where a program is, or `nil` if the machine has none of this name.
  static func path(of name: String) -> String? {
    for folder in ProcessStart.searchPath.split(separator: ":") {
      let path = "\(folder)/\(name)"
      if access(path, X_OK) == 0 { return path }
    }
    return nil
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - input: What it reads; nothing if empty.
  ///   - inherited: Descriptors that it has from number 3 on.
  ///   - timeout: After this long it is killed.
  ///   - bound: How many bytes of each stream are kept; the rest is read and dropped.
  static func run(
    _ name: String, _ arguments: [String], input: [UInt8] = [], inherited: [Descriptor] = [],
    in namespaces: Namespaces? = nil, as identity: ChildIdentity = .inherited,
    timeout: Duration = .seconds(10), bound: Int = 16 << 20
  ) async throws(RuntimeProblem) -> ToolResult {
    guard let path = path(of: name) else { throw .toolMissing(name) }
    do {
      let source: Descriptor
      if input.isEmpty {
        source = try Descriptor.open("/dev/null", O_RDONLY)
      } else {
        source = try Descriptor.memoryFile("input", input)
      }
      let (outputReading, outputWriting) = try Descriptor.pipe()
      let (errorReading, errorWriting) = try Descriptor.pipe()
      let child = try ChildProcess.start(
        ProcessStart(
          path: path, arguments: arguments,
          descriptors: [source, outputWriting, errorWriting] + inherited,
          identity: identity, namespaces: namespaces))
      return await collect(
        child, outputReading, errorReading, deadline: .now + timeout, bound: bound)
    } catch {
      throw .system("start \(name)", error)
    }
  }

  /// Reads what a child says until it ends; what it leaves behind ends too if it has a mark.
  static func collect(
    _ child: ChildProcess, _ output: Descriptor, _ errors: Descriptor,
    deadline: ContinuousClock.Instant, bound: Int, mark: ProcessMark? = nil
  ) async -> ToolResult {
    await blocking { cancellation in
      var streams = [BoundedReader(output, bound: bound), BoundedReader(errors, bound: bound)]
      var isEnded = false
      var early: ToolResult.End?
      // Both streams may outlive the program if it left a child behind: its end is what counts.
      while !isEnded {
        let open = streams.indices.filter { !streams[$0].isAtEnd }
        let ready = waitForInput(
          [cancellation, child.end.number] + open.map { streams[$0].descriptor.number },
          until: deadline)
        if ready[0] || !ready.contains(true) {
          early = ready[0] ? .cancelled : .timedOut
          if mark != nil { ProcessTree.endSession(of: child) }
          child.signal(SIGKILL)
          break
        }
        for (position, index) in open.enumerated() where ready[position + 2] {
          streams[index].read()
        }
        isEnded = ready[1]
      }
      let end = child.reap()
      if let mark { ProcessTree.killMembers(marked: mark) }
      for index in streams.indices { streams[index].drain() }
      return ToolResult(
        end: early ?? ToolResult.End(end),
        output: streams[0].bytes, errors: streams[1].bytes,
        isTruncated: streams.contains { $0.dropped > 0 })
    }
  }
}

/// Reads a stream to its end and keeps a bounded beginning of it.
struct BoundedReader {
  let descriptor: Descriptor
  private let bound: Int
  private(set) var bytes: [UInt8] = []
  private(set) var dropped = 0
  private(set) var isAtEnd = false

  init(_ descriptor: Descriptor, bound: Int) {
    descriptor.setNonBlocking()
    self.descriptor = descriptor
    self.bound = bound
  }

  /// Reads what is there now, one piece; returns how many bytes came.
  @discardableResult
  mutating func read() -> Int {
    let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 * 1024) { buffer in
      let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
      if count > 0 {
        let kept = min(count, bound - bytes.count)
        bytes.append(contentsOf: buffer[..<kept])
        dropped += count - kept
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        isAtEnd = true
      }
      return count
    }
    return max(0, count)
  }

  /// Reads everything that is there now, without waiting for more.
  mutating func drain() {
    while !isAtEnd, read() > 0 {}
  }

  /// Reads as much as the pipe holds at this moment, even while somebody goes on writing to it.
  mutating func readWhatIsThere() {
    var waiting: CInt = 0
    guard ioctl(descriptor.number, UInt(FIONREAD), &waiting) == 0 else { return }
    while waiting > 0, !isAtEnd {
      let count = read()
      guard count > 0 else { return }
      waiting -= CInt(count)
    }
  }

  /// Hands out what was kept and begins anew.
  mutating func take() -> (bytes: [UInt8], dropped: Int) {
    defer {
      bytes = []
      dropped = 0
    }
    return (bytes, dropped)
  }
}
