import Foundation
import LabResults
import NetworkState

@testable import LabRuntime

/// What captures saw of a real probe, one line a sighting: device, way, nanoseconds, EtherType, bytes.
struct TraceRecording {
  var sightings: [TraceSighting] = []
  var token: [UInt8] = []

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/\(name).txt")
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "token" { token = Self.bytes(words[1]) }
      guard words.count == 5, let time = Int64(words[2]) else { continue }
      let id = words[0].split(separator: "/").map(String.init)
      sightings.append(
        TraceSighting(
          device: DeviceID(Self.place(id[0]), id[1]), isOutgoing: words[1] == "out",
          isForOthers: words[1] == "others", nanoseconds: time,
          etherType: UInt16(words[3], radix: 16) ?? 0, bytes: Self.bytes(words[4])))
    }
  }

  static func place(_ name: String) -> Place {
    switch name {
    case "host": .host("host")
    case "internet": .internet
    default: .namespace(name, host: "host")
    }
  }

  private static func bytes(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
    }
  }

  /// Two rooms, `red` and `blue`, on a bridge of the host, which has a cable to the internet.
  static let rooms: Topology = {
    func device(_ name: String, _ prefix: String? = nil, bridge: String? = nil) -> TopologyDevice {
      var device = TopologyDevice(name: name)
      device.addresses = prefix.flatMap { IPPrefix($0) }.map { [$0] } ?? []
      device.bridge = bridge
      return device
    }
    let cables = [
      ("host/v-red", "red/c0"), ("host/v-blue", "blue/c0"), ("host/eth0", "internet/eth0"),
    ]
    return Topology(
      places: [
        TopologyPlace(
          place: place("host"),
          devices: [
            device("eth0", "10.0.2.15/24"), device("br0", "172.18.0.1/24"),
            device("v-red", bridge: "br0"), device("v-blue", bridge: "br0"),
          ]),
        TopologyPlace(place: place("blue"), devices: [device("c0", "172.18.0.3/24")]),
        TopologyPlace(place: place("red"), devices: [device("c0", "172.18.0.2/24")]),
        TopologyPlace(place: .internet, devices: [device("eth0", "10.0.2.2/24")]),
      ],
      connections: cables.map { from, to in
        let ends = [from, to].map { text in
          let words = text.split(separator: "/").map(String.init)
          return DeviceID(place(words[0]), words[1])
        }
        return Connection(kind: .cable, from: ends[0], to: ends[1], isCarrying: true)
      })
  }()
}

extension TraceHop {
  /// `host eth0 out there 10.0.2.15 > 8.8.8.8 echo request; source rewritten (NAT), ttl 63`.
  var line: String {
    let way = isOutgoing ? "out" : "in"
    let text = "\(device.place) \(device.name) \(way) \(leg) \(source) > \(destination) \(packet)"
    return changes.isEmpty ? text : text + "; " + changes.joined(separator: ", ")
  }
}
