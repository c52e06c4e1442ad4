import Testing

@testable import Reporting

@Suite("The table of labs")
struct LabTableTests {
  private let rows = [
    LabTable.Row(id: "01-veth", title: "A `veth` pair", minutes: 15, needs: ["ip", "ping"]),
    LabTable.Row(id: "网络", title: "名前空間", minutes: 5, needs: []),
    LabTable.Row(
      id: "09-vxlan", title: "An overlay between two hosts that do not know each other",
      minutes: nil, needs: ["ip", "ping", "tcpdump", "kernel:vxlan"]),
  ]

  @Test("Columns are aligned by what letters take")
  func plain() {
    #expect(
      LabTable.render(rows, style: Style(width: 40)) == """
        LAB       TITLE                                                     MIN  NEEDS
        01-veth   A `veth` pair                                              15  ip ping
        网络      名前空間                                                    5
        09-vxlan  An overlay between two hosts that do not know each other       \
        ip ping tcpdump kernel:vxlan

        """)
  }

  @Test("On a terminal, no line is wider than it", arguments: [40, 60, 80, 120])
  func terminal(width: Int) {
    let text = LabTable.render(rows, style: Style(width: width, isTerminal: true))
    let isNarrow = text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= width }
    #expect(isNarrow)
    #expect(text.contains("01-veth"))
  }

  @Test("No labs, only the heading")
  func empty() {
    #expect(LabTable.render([], style: Style()) == "LAB  TITLE  MIN  NEEDS\n")
  }
}
