import Authoring
import LabDocument
import Testing

/// The lab that `netlab new` writes.
@Suite struct SkeletonTests {
  @Test("It has nothing wrong, and all that a lab has")
  func reading() throws {
    let result = LabReader.read(
      Array(LabSkeleton.text(title: "The *way* out").utf8), file: "new.md")
    #expect(result.diagnostics.map(\.description) == [])
    let lab = try #require(result.lab)
    #expect(lab.title == "The *way* out")
    #expect(lab.steps.map(\.id) == ["make-the-room", "cable", "join"])
    #expect(lab.steps.map(\.isExercise) == [false, false, true])
    let hints = lab.steps[2].elements.filter { if case .hint = $0 { true } else { false } }
    #expect(hints.count == 2)
    #expect(LabSkeleton.text(title: "x").split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(
    "A heading is made of the name",
    arguments: [("05-way-out", "Way out"), ("mine", "Mine"), ("05", "05"), ("a_b", "A b")])
  func titles(_ id: String, _ title: String) {
    #expect(LabSkeleton.title(ofLab: id) == title)
  }
}
