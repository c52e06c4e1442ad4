extension ToolOutput {
  /// The sockets of `ss -Hltn` (`isTCP`) or `ss -Hlun`.
  public static func listeners(
    _ bytes: some Sequence<UInt8>, isTCP: Bool
  ) throws(DecodingProblem) -> [Listener] {
    var listeners: [Listener] = []
    for bytes in Array(bytes).split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: bytes, as: UTF8.self)
      // State, two queues, the local and the remote address.
      let columns = line.split(separator: " ", omittingEmptySubsequences: true)
      guard !columns.isEmpty else { continue }
      guard columns.count >= 5, let listener = listener(columns[3], isTCP: isTCP) else {
        throw DecodingProblem(
          "`ss` printed what cannot be understood: \(printable(line))")
      }
      listeners.append(listener)
    }
    return listeners
  }

  /// `*:80`, `0.0.0.0%lo:80`, `[::]:80`, `[fe80::1]%eth0:80`; some versions have `%eth0]`.
  private static func listener(_ text: Substring, isTCP: Bool) -> Listener? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    var device: String?
    if let percent = host.firstIndex(of: "%") {
      device = String(host[host.index(after: percent)...])
      host = host[..<percent]
    }
    if host.first == "[" {
      if host.last == "]" {
        host = host.dropLast()
      } else if device?.last == "]" {
        device?.removeLast()
      } else {
        return nil
      }
      host = host.dropFirst()
    }
    if host == "*" { return Listener(isTCP: isTCP, address: nil, port: port, device: device) }
    guard let address = IPAddress(String(host)) else { return nil }
    return Listener(isTCP: isTCP, address: address, port: port, device: device)
  }
}
