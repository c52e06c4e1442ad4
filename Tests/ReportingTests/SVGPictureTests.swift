import Foundation
import NetworkState
import Testing

@testable import Reporting

@Suite("The picture in a page")
struct SVGPictureTests {
  private static let samples: [String: PictureSample] = [
    "empty-room": .emptyRoom, "both-ends-at-home": .bothEndsAtHome, "one-end-down": .oneEndDown,
    "bridge": .bridge, "overlay": .overlay, "macvlan": .macvlan, "two-cables": .twoCables,
    "wide-letters": .wide, "many": .many(40),
  ]

  @Test("is drawn with lines and texts", arguments: ["bridge", "overlay", "macvlan"])
  func drawing(name: String) throws {
    let sample = try #require(Self.samples[name])
    let text = SVGPicture(sample.topology).text(id: "p", title: "The network")
    try Golden.expect(text, "picture-\(name).svg")
  }

  @Test("says each device's name and address, in the picture and in words", arguments: samples.keys)
  func words(name: String) throws {
    let topology = try #require(Self.samples[name]).topology
    let text = SVGPicture(topology).text(id: "p", title: "The network")
    let parts = text.components(separatedBy: "</desc>")
    #expect(parts.count == 2)
    for place in topology.places {
      for device in place.devices where !device.isPlainLoopback {
        for part in parts {
          #expect(part.contains(device.name))
          for address in device.addresses { #expect(part.contains("\(address)")) }
        }
      }
    }
  }

  @Test("keeps everything within its frame", arguments: samples.keys)
  func frame(name: String) throws {
    let picture = SVGPicture(try #require(Self.samples[name]).topology)
    for chip in picture.chips.values {
      let box = try #require(
        picture.layout.tiers[chip.tier].first { $0.place == chip.id.place })
      #expect(chip.x >= box.x * SVGPicture.column)
      #expect(chip.x + chip.width <= (box.x + box.width) * SVGPicture.column)
      #expect(chip.y > picture.tops[chip.tier])
      #expect(chip.y + chip.height < picture.tops[chip.tier] + picture.heights[chip.tier])
    }
  }

  @Test("marks what is new, and where a packet died")
  func marks() {
    let id = DeviceID(SampleNetwork.netns0, "ceth0")
    let text = SVGPicture(
      PictureSample.bridge.topology, marks: [id: "forward-drop"], fresh: [id],
      freshPlaces: [SampleNetwork.netns0]
    ).text(id: "p", title: "The network")
    #expect(text.contains("class=\"device bad new\""))
    #expect(text.contains("class=\"place new\""))
    #expect(text.contains("✗"))
    #expect(text.contains("(forward-drop)"))
  }
}
