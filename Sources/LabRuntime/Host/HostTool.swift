import Glibc

/// Runs the machine's own tools on its own network, past the stand-ins.
enum HostTool {
  /// No lock file of netlab's own: other users of iptables are to be waited for here.
  private static let environment = ["PATH=\(ProcessStart.searchPath)", "LC_ALL=C", "HOME=/"]

  /// Runs a tool to its end; blocks.
  ///
  /// - Parameter net: The network namespace to run in; the caller's own if `nil`.
  static func run(
    _ name: String, _ arguments: [String], in net: Descriptor? = nil
  ) throws(RuntimeProblem) -> ToolResult {
    guard let path = Tool.path(of: name) else { throw .toolMissing(name) }
    do {
      let (output, outputWriting) = try Descriptor.pipe()
      let (errors, errorWriting) = try Descriptor.pipe()
      let child = try ChildProcess.start(
        ProcessStart(
          path: path, arguments: arguments, environment: environment,
          descriptors: [try .open("/dev/null", O_RDONLY), outputWriting, errorWriting],
          namespaces: net.map { Namespaces(user: .none, net: $0) }))
      return collect(child, output, errors)
    } catch {
      throw .system("start \(name)", error)
    }
  }

  private static func collect(
    _ child: ChildProcess, _ output: Descriptor, _ errors: Descriptor
  ) -> ToolResult {
    var streams = [
      BoundedReader(output, bound: 16 << 20), BoundedReader(errors, bound: 1 << 16),
    ]
    let deadline = ContinuousClock.now + .seconds(20)
    var isEnded = false
    while !isEnded {
      let open = streams.indices.filter { !streams[$0].isAtEnd }
      let ready = waitForInput(
        [child.end.number] + open.map { streams[$0].descriptor.number }, until: deadline)
      guard ready.contains(true) else {
        child.signal(SIGKILL)
        break
      }
      for (position, index) in open.enumerated() where ready[position + 1] {
        streams[index].read()
      }
      isEnded = ready[0]
    }
    let end = child.reap()
    for index in streams.indices { streams[index].drain() }
    return ToolResult(
      end: isEnded ? ToolResult.End(end) : .timedOut, output: streams[0].bytes,
      errors: streams[1].bytes, isTruncated: streams.contains { $0.dropped > 0 })
  }

  /// The lines that a tool prints; `nil` if it is missing or ends with another status than 0.
  static func lines(_ name: String, _ arguments: [String], in net: Descriptor? = nil) -> [String]? {
    guard let result = try? run(name, arguments, in: net), result.succeeded else { return nil }
    return result.outputText.split(separator: "\n").map(String.init)
  }
}
