import LabResults
import NetworkState

extension TracePath {
  /// What did not go on, for a probe without an answer; `nil` if what came back came home.
  var lastSeen: (device: DeviceID?, sentence: String)? {
    let own = hops.filter { !$0.isCopy }
    if let back = own.last(where: { $0.leg == .back }) {
      if back.device.place == origin, !back.isOutgoing { return hasError ? lastBeforeError : nil }
      let what = hasError ? "the error" : "the answer"
      return (back.device, "\(what) was last seen: \(Self.text(back)); \(fate(of: back, what))")
    }
    guard let last = own.last(where: { $0.leg == .there }) else { return neverLeft }
    return (last.device, "last seen: \(Self.text(last)); \(fate(of: last, "it"))")
  }

  private var neverLeft: (device: DeviceID?, sentence: String) {
    let question = unanswered(after: nil, in: origin)
    return (nil, "no packet of the probe left \(origin)" + (question.map { "; \($0)" } ?? ""))
  }

  /// Where the probe was when the place that has it sent an error back.
  private var lastBeforeError: (device: DeviceID?, sentence: String)? {
    guard let last = hops.last(where: { $0.leg == .there && !$0.isCopy }) else { return neverLeft }
    guard let error = hops.first(where: { $0.leg == .back && !$0.isCopy }) else { return nil }
    let place = error.device.place
    let question = unanswered(after: nil, in: place).map { "\($0); it" } ?? "\(place)"
    return (last.device, "last seen: \(Self.text(last)); \(question) sent back: \(error.packet)")
  }

  private static func text(_ hop: TraceHop) -> String {
    "\(hop.device.place) \(hop.device.name) \(hop.isOutgoing ? "out" : "in")"
  }

  private func fate(of hop: TraceHop, _ what: String) -> String {
    let place = hop.device.place
    if hop.isOutgoing { return "it arrived nowhere" }
    if let question = unanswered(after: hop, in: place) { return question }
    if hop.changes.contains(Self.notForIt) {
      return "it has another MAC address than \(hop.device.name), which did not take it"
    }
    let owned =
      topology.places.first { $0.place == place }?.devices
      .flatMap { $0.addresses.map(\.address) } ?? []
    if owned.contains(hop.destination.address) {
      return hop.leg == .there
        ? "it is for \(place), which did not answer" : "it is for \(place), which did not take it"
    }
    return "it did not leave \(place)"
  }

  /// The place asked for the next machine, in vain.
  private func unanswered(after hop: TraceHop?, in place: Place) -> String? {
    let question = hops.last {
      $0.leg == .asking && $0.device.place == place && $0.packet.hasSuffix("nobody answered")
        && $0.nanoseconds >= hop?.nanoseconds ?? .min
    }
    return question.map {
      "\(place) asked for \($0.destination.address) on \($0.device.name), and nobody answered"
    }
  }
}
