import Glibc
import LabDocument
import NetworkState

extension ProbeSource {
  /// Watches a device of this place while a probe runs elsewhere; how that ends does not matter.
  func sees(_ pattern: PacketPattern, on device: String, when sender: ProbeSource, _ probe: Probe)
    async -> ProbeAttempt
  {
    let capture: PacketCapture
    do {
      capture = PacketCapture(
        try means.captures.open(.everything, in: namespaces, device: device))
    } catch {
      return ProbeAttempt(
        verdict: error.code == ENODEV
          ? .fails("there is no link \(device) in \(place)")
          : .undecided("\(device) in \(place) could not be watched: \(error)"))
    }
    // The probe ends once the packet was seen; a single one a try, so that silence does not last.
    let (attempt, isSeen, seen) = await withTaskGroup(of: Sight.self) { group in
      group.addTask { .ended(await sender.attempt(probe, .fails)) }
      group.addTask {
        let (isSeen, seen) = await capture.watch { $0.matches(pattern) }
        return .watched(isSeen, seen)
      }
      var attempt: ProbeAttempt?
      var result: (Bool, [Packet]) = (false, [])
      for await sight in group {
        switch sight {
        case .ended(let ended): attempt = ended
        case .watched(let isSeen, let seen): result = (isSeen, seen)
        }
        group.cancelAll()
      }
      return (attempt, result.0, result.1)
    }
    if isSeen { return ProbeAttempt(verdict: .holds) }
    if let attempt, case .undecided = attempt.verdict { return attempt }
    return ProbeAttempt(
      verdict: .fails(Self.unseen(pattern, seen, on: "\(device) in \(place)")))
  }

  private enum Sight: Sendable {
    case ended(ProbeAttempt)
    case watched(Bool, [Packet])
  }

  private static func unseen(_ pattern: PacketPattern, _ seen: [Packet], on device: String)
    -> String
  {
    var proto = pattern
    (proto.source, proto.destination, proto.destinationPort) = (nil, nil, nil)
    let near = seen.filter { $0.matches(proto) }
    var texts: [String] = []
    for packet in near.isEmpty ? seen : near {
      let text = "`\(packet)`"
      if !texts.contains(text) { texts.append(text) }
    }
    let list = texts.prefix(4).joined(separator: ", ")
    let more = texts.count > 4 ? " and \(texts.count - 4) more" : ""
    return "no such packet passed \(device); "
      + (texts.isEmpty ? "nothing passed while the probe ran" : "what passed: \(list)\(more)")
  }
}
