import NetworkState

/// The network in languages of other programs.
extension NetworkPicture {
  /// A graph for Graphviz (https://graphviz.org/doc/info/lang.html), places as clusters.
  public var dot: String {
    var lines = [
      "graph network {",
      "  graph [rankdir=TB, compound=true, labeljust=l, ranksep=0.6, "
        + "fontname=\"Helvetica\", fontsize=13, bgcolor=\"transparent\"]",
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"white\", fontname=\"Helvetica\", "
        + "fontsize=11]",
      "  edge [fontname=\"Helvetica\", fontsize=10]",
    ]
    for (number, place) in topology.places.enumerated() {
      lines.append("  subgraph cluster_\(number) {")
      lines.append(
        "    label=\(Self.quoted([place.title])); style=\"rounded,filled\"; "
          + "fillcolor=\"#eef2f7\"; color=\"#8795a8\"")
      for device in shown(place) {
        let id = DeviceID(place.place, device.name)
        let isBad = marks[id] != nil || device.fault != nil
        let look = isBad ? ", color=\"#c62828\", fontcolor=\"#c62828\"" : ""
        let dashes = device.fault == nil ? "" : ", style=\"rounded,filled,dashed\""
        lines.append(
          "    \(Self.quoted([id.description])) [label=\(Self.quoted(words(device, id)))\(look)\(dashes)]"
        )
      }
      for device in place.devices {
        guard let bridge = device.bridge, place.devices.contains(where: { $0.name == bridge })
        else { continue }
        let ends = [bridge, device.name].map {
          Self.quoted([DeviceID(place.place, $0).description])
        }
        lines.append("    \(ends[0]) -- \(ends[1]) [penwidth=2]")
      }
      lines.append("  }")
    }
    for connection in topology.connections {
      let ends = Self.downwards(connection).map { Self.quoted([$0.description]) }
      lines.append("  \(ends[0]) -- \(ends[1]) [\(Self.look(connection))]")
    }
    for (number, id) in hiddenEnds.enumerated() {
      lines.append("  hidden\(number) [shape=plain, style=\"\", label=\"?\"]")
      lines.append("  \(Self.quoted([id.description])) -- hidden\(number)")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// A flowchart for Mermaid (https://mermaid.js.org/syntax/flowchart.html).
  public var mermaid: String {
    var names: [DeviceID: String] = [:]
    var lines = ["flowchart TB"]
    var bad: [String] = []
    for (number, place) in topology.places.enumerated() {
      lines.append("  subgraph p\(number)[\(Self.mermaidText([place.title]))]")
      for (index, device) in shown(place).enumerated() {
        let id = DeviceID(place.place, device.name)
        let name = "p\(number)d\(index)"
        names[id] = name
        if marks[id] != nil || device.fault != nil { bad.append(name) }
        lines.append("    \(name)[\(Self.mermaidText(words(device, id)))]")
      }
      for device in place.devices {
        guard let bridge = device.bridge, let upper = names[DeviceID(place.place, bridge)],
          let lower = names[DeviceID(place.place, device.name)]
        else { continue }
        lines.append("    \(upper) === \(lower)")
      }
      lines.append("  end")
    }
    for connection in topology.connections {
      let ends = Self.downwards(connection).map { names[$0] }
      guard let from = ends[0], let to = ends[1] else { continue }
      let line =
        switch connection.kind {
        case .cable: connection.isCarrying ? "---" : "-. no carrier .-"
        case .stacked: "-. on .-"
        case .tunnel: "== tunnel ==="
        }
      lines.append("  \(from) \(line) \(to)")
    }
    for (number, id) in hiddenEnds.enumerated() {
      if let from = names[id] { lines.append("  \(from) --- hidden\(number)((\"?\"))") }
    }
    if !bad.isEmpty {
      lines.append("  classDef bad stroke:#c62828,color:#c62828,stroke-dasharray:4")
      lines.append("  class \(bad.joined(separator: ",")) bad")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The ends of a connection, the one first that stands above: the internet, hosts, namespaces.
  private static func downwards(_ connection: Connection) -> [DeviceID] {
    let ends = [connection.from, connection.to]
    let tiers = ends.map { PictureLayout.tier(of: $0.place) }
    return tiers[0] <= tiers[1] ? ends : ends.reversed()
  }

  /// The devices whose cables lead to where nobody can see.
  private var hiddenEnds: [DeviceID] {
    topology.places.flatMap { place in
      place.devices.filter(\.hasHiddenPeer).map { DeviceID(place.place, $0.name) }
    }
  }

  private func shown(_ place: TopologyPlace) -> [TopologyDevice] {
    let devices = place.devices.filter { !$0.isPlainLoopback }
    // A box without anything in it is not drawn by either program.
    return devices.isEmpty ? Array(place.devices.prefix(1)) : devices
  }

  private func words(_ device: TopologyDevice, _ id: DeviceID) -> [String] {
    let mark = marks[id].map { ["✗ \($0)"] } ?? []
    let state = ([device.fault].compactMap { $0 } + device.notes).joined(separator: ", ")
    return [device.name] + (state.isEmpty ? [] : [state]) + device.addresses.map { "\($0)" } + mark
  }

  private static func look(_ connection: Connection) -> String {
    let kind =
      switch connection.kind {
      case .cable: "penwidth=1.5"
      case .stacked: "style=dotted, label=\"on\""
      case .tunnel: "color=\"black:black\", label=\"tunnel\", constraint=false"
      }
    return connection.isCarrying ? kind : "style=dashed, color=\"#c62828\", label=\"no carrier\""
  }

  /// Rows of text as a string of DOT; names of devices may hold any printable letter.
  private static func quoted(_ rows: [String]) -> String {
    let escaped = rows.map {
      VisibleText.line($0).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
    return "\"\(escaped.joined(separator: "\\n"))\""
  }

  private static func mermaidText(_ rows: [String]) -> String {
    let escaped = rows.map {
      VisibleText.line($0).replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    return "\"\(escaped.joined(separator: "<br/>"))\""
  }
}

extension TopologyPlace {
  /// All its names: `pod0 = web`.
  var title: String {
    ([place] + otherNames).map(\.description).joined(separator: " = ")
  }
}
