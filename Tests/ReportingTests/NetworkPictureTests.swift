import Foundation
import NetworkState
import Testing

@testable import Reporting

@Suite("The picture of a network")
struct NetworkPictureTests {
  private static let samples: [String: PictureSample] = [
    "empty-room": .emptyRoom, "both-ends-at-home": .bothEndsAtHome, "one-end-down": .oneEndDown,
    "bridge": .bridge, "overlay": .overlay, "macvlan": .macvlan, "two-cables": .twoCables,
    "wide-letters": .wide, "many": .many(6),
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

  @Test("marks the device where a packet died")
  func marks() {
    let id = DeviceID(.namespace("netns0", host: Place.defaultHostName), "ceth0")
    let picture = NetworkPicture(PictureSample.bridge.topology, marks: [id: "forward-drop"])
    #expect(picture.lines(Style()).contains { $0.contains("✗ ceth0") })
    #expect(picture.lines(Style(colour: true)).contains { $0.contains("\u{1B}[31m✗\u{1B}[0m") })
    #expect(picture.dot.contains("✗ forward-drop"))
    #expect(picture.mermaid.contains("✗ forward-drop"))
  }

  @Test("is written for Graphviz and Mermaid", arguments: ["bridge", "overlay", "macvlan"])
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
