import Foundation
import NetworkState
import Testing

@testable import Reporting

@Suite("The picture of a network")
struct NetworkPictureTests {
  private static let samples: [String: PictureSample] = [
    "empty-room": .emptyRoom, "both-ends-at-home": .bothEndsAtHome, "one-end-down": .oneEndDown,
    "bridge": .bridge, "overlay": .overlay, "macvlan": .macvlan, "two-cables": .twoCables,
    "wide-letters": .wide, "many": .many(6), "unnamed": .unnamed, "four": .many(4),
  ]

  @Test("is drawn in characters", arguments: samples.keys.sorted())
  func characters(name: String) throws {
    let sample = try #require(Self.samples[name])
    let lines = NetworkPicture(sample.topology).lines(Style())
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 })
    try Golden.expect(lines.joined(separator: "\n") + "\n", "picture-\(name).txt")
  }

  @Test("says each device's name and address, however narrow the terminal is")
  func narrow() throws {
    for width in [20, 40, 60, 80, 120, 400] {
      for (name, sample) in Self.samples {
        let text = NetworkPicture(sample.topology).lines(Style(width: width))
          .joined(separator: "\n")
        for place in sample.topology.places {
          for device in place.devices where !device.isPlainLoopback && width >= 80 {
            #expect(text.contains(device.name), "\(name), \(width) columns")
            for address in device.addresses { #expect(text.contains("\(address)")) }
          }
        }
      }
    }
  }

  @Test("shows each line's end on a box, and each title, wherever names make room for them")
  func titles() {
    for length in 1...16 {
      for count in 1...4 {
        var topology = PictureSample.many(count).topology
        for index in topology.places.indices where index > 0 {
          topology.places[index].devices[1].addresses = []
        }
        // Names of all lengths, above devices that are short.
        func name(_ place: Place) -> Place {
          guard case .namespace(let name, let host) = place else { return place }
          return .namespace(name + String(repeating: "x", count: length), host: host)
        }
        for index in topology.places.indices {
          topology.places[index].place = name(topology.places[index].place)
        }
        for index in topology.connections.indices {
          let end = topology.connections[index].to
          topology.connections[index].to = DeviceID(name(end.place), end.name)
        }
        let lines = NetworkPicture(topology).lines(Style(width: 160))
        guard let upper = lines.first(where: { $0.contains("┌") && $0.contains(" netns0x") })
        else {
          Issue.record("\(lines.joined(separator: "\n"))")
          continue
        }
        #expect(upper.count { $0 == "┴" } == count, "\(lines.joined(separator: "\n"))")
        for place in topology.places {
          if case .namespace(let name, _) = place.place {
            #expect(upper.contains(" \(name) "), "\(lines.joined(separator: "\n"))")
          }
        }
      }
    }
  }

  @Test("lets nothing through that a terminal would obey")
  func escapes() {
    var topology = PictureSample.many(6).topology
    topology.places[0].devices[1].name = "\u{1B}[2Jeth0"
    topology.places[1].place = .namespace("a\u{1B}]0;b", host: Place.defaultHostName)
    let picture = NetworkPicture(topology)
    for text in [picture.text(Style()), picture.dot, picture.mermaid] {
      #expect(!text.contains("\u{1B}"))
      #expect(text.contains("␛[2Jeth0"))
    }
  }

  @Test("marks the device where a packet died")
  func marks() {
    let id = DeviceID(.namespace("netns0", host: Place.defaultHostName), "ceth0")
    let picture = NetworkPicture(PictureSample.bridge.topology, marks: [id: "forward-drop"])
    #expect(picture.lines(Style()).contains { $0.contains("✗ ceth0") })
    #expect(picture.lines(Style(colour: true)).contains { $0.contains("\u{1B}[31m✗\u{1B}[0m") })
    #expect(picture.dot.contains("✗ forward-drop"))
    #expect(picture.mermaid.contains("✗ forward-drop"))
  }

  @Test(
    "is written for Graphviz and Mermaid", arguments: ["bridge", "overlay", "macvlan", "unnamed"])
  func languages(name: String) throws {
    let picture = NetworkPicture(try #require(Self.samples[name]).topology)
    try Golden.expect(picture.dot, "picture-\(name).dot")
    try Golden.expect(picture.mermaid, "picture-\(name).mmd")
  }

  @Test("holds names with letters that mean something to those programs")
  func escaping() {
    var topology = PictureSample.emptyRoom.topology
    topology.places[0].devices[1].name = "a\"b<c\\"
    let picture = NetworkPicture(topology)
    #expect(picture.dot.contains(#"a\"b<c\\"#))
    #expect(picture.mermaid.contains("a&quot;b&lt;c"))
  }

  @Test("of nothing is empty")
  func nothing() {
    #expect(NetworkPicture(Topology()).lines(Style()).isEmpty)
  }
}
