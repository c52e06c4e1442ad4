import LabDocument
import NetworkState

extension StateJudge {
  static func forwardingEntry(_ pattern: ForwardingEntryPattern, in view: PlaceView) -> Finding {
    guard let entries = view.state.forwardingEntries else {
      return view.notRead("the forwarding entries")
    }
    let ours = entries.filter { $0.address == pattern.address }
    let match = ours.first { entry in
      (pattern.device == nil || pattern.device == entry.device)
        && (pattern.destination == nil || pattern.destination == entry.destination)
    }
    if let match { return .matches("\(view.place) has the fdb entry `\(match)`") }
    guard !ours.isEmpty else {
      // Group addresses, which every device has, say nothing about who is where.
      let others = entries.filter { $0.address.value >> 40 & 1 == 0 }.map { "`\($0)`" }
      let there = others.isEmpty ? "there are no others" : "its entries: \(list(others, limit: 6))"
      return .differs("no fdb entry for \(pattern.address) in \(view.place); \(there)")
    }
    var expected: [String] = []
    if let device = pattern.device { expected.append("dev \(device)") }
    if let destination = pattern.destination { expected.append("dst \(destination)") }
    return .differs(
      "the fdb entry in \(view.place) is \(list(ours.map { "`\($0)`" }, limit: 6)); "
        + "expected \(expected.joined(separator: " "))")
  }
}
