import NetworkState

/// The network of a lab as a picture.
public struct NetworkPicture: Sendable {
  let topology: Topology
  /// Devices that are to stand out, such as the hop where a packet died.
  let marks: [DeviceID: String]

  public init(_ topology: Topology, marks: [DeviceID: String] = [:]) {
    self.topology = topology
    self.marks = marks
  }

  /// The picture as a text to be printed.
  public func text(_ style: Style) -> String {
    let text = lines(style).map { $0 + "\n" }.joined()
    return style.isTerminal ? text : LogText.of(text)
  }

  /// The picture in characters; as a list where it does not fit into the style's width.
  public func lines(_ style: Style) -> [String] {
    var layout = PictureLayout(topology, marks: marks)
    if layout.width > style.width {
      layout = PictureLayout(topology, marks: marks, isTight: true)
    }
    guard layout.width <= style.width else { return PictureList(topology, marks).lines(style) }
    return PictureDrawing.canvas(layout).lines(style)
  }
}
