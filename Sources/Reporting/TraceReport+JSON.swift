import LabDocument
import LabResults
import NetworkState

extension TraceReport {
  /// The version of the report's form.
  static let version = 1

  /// One JSON object on one line, without a newline at its end.
  public func json() -> String {
    let (word, message) =
      switch result.ending {
      case .answered(let words): ("answered", words)
      case .unanswered(let words): ("unanswered", words)
      case .impossible(let reason): ("impossible", reason)
      }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("netlab", Self.version)
      writer.member("trace", word)
      writer.member("message", message)
      writer.key("lab")
      writer.object { writer in
        writer.member("id", lab.id)
        writer.member("title", lab.title)
        writer.member("file", lab.file)
      }
      writer.member("stopped", shortfall)
      writer.member("place", line.place.description)
      writer.member("probe", line.text)
      writer.member("answeredBy", word == "answered" ? answerer?.description : nil)
      writer.member("lastSeen", result.lastSeen)
      writer.key("hops")
      writer.array(result.hops) { writer, hop in Self.write(hop, &writer) }
    }
    return writer.text
  }

  private static func write(_ hop: TraceHop, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("leg", hop.leg.rawValue)
      writer.member("place", hop.device.place.description)
      writer.member("device", hop.device.name)
      writer.member("direction", hop.isOutgoing ? "out" : "in")
      writer.member("packet", hop.packet)
      writer.member("source", "\(hop.source.address)")
      writer.member("sourcePort", hop.source.port.map(Int.init))
      writer.member("destination", "\(hop.destination.address)")
      writer.member("destinationPort", hop.destination.port.map(Int.init))
      writer.member("ttl", hop.timeToLive)
      writer.member("tunnel", hop.tunnel)
      writer.key("changes")
      writer.array(hop.changes) { writer, change in writer.string(change) }
      writer.member("copy", hop.isCopy)
      writer.member("microseconds", Int(hop.nanoseconds / 1000))
    }
  }
}
