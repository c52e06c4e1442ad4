import Diagnosis
import LabResults
import NetworkState

/// What a step did to the network: the changes in words, and the picture before and after.
struct HTMLNetwork {
  let step: HTMLStep

  func text() -> String {
    guard let change = step.run.network[step.step.id] else { return "" }
    let report = step.article.report
    return (report.showsChanges ? changes(change.changes) : "")
      + (report.showsPicture && change.changesPicture ? picture(change) : "")
  }

  private func changes(_ changes: [StateChange]) -> String {
    guard !changes.isEmpty else { return "" }
    let items = changes.map { change in
      let name = change.place.description
      let look = HTMLText.colourClass(step.article.colours?.ink(of: change.place) ?? .bold)
      return "<li class=\"\(change.kind.rawValue)\"><span class=\"mark\" aria-hidden=\"true\">"
        + "\(change.kind.mark)</span>\(HTMLText.spoken(change.kind.rawValue))"
        + "<code><span class=\"\(look)\">\(HTMLText.line(name))</span>: "
        + "\(HTMLText.line(change.text))</code></li>\n"
    }
    return "<details class=\"fold changes\" open\(step.article.own)>\n"
      + "<summary>What this step changed: \(changes.count)</summary>\n"
      + "<ul>\n\(items.joined())</ul>\n</details>\n"
  }

  private func picture(_ change: NetworkChange) -> String {
    let (before, after) = (Topology(change.before), change.topology)
    let states = [
      ("before", "Before this step", SVGPicture(before)),
      (
        "after", "After this step",
        SVGPicture(
          after, marks: marks, fresh: Self.fresh(from: before, to: after),
          freshPlaces: Set(after.places.map(\.place)).subtracting(before.places.map(\.place)))
      ),
    ]
    let figures = states.map { name, title, picture in
      let id = "netlab-\(name)-\(step.article.anchor(of: step.step))"
      return "<div class=\"state\" data-state=\"\(name)\">\n<p class=\"caption\">\(title)</p>\n"
        + "<div class=\"scroll\">\n\(picture.text(id: id, title: "The network: \(title)"))</div>\n"
        + "</div>\n"
    }
    return "<figure class=\"picture\"\(step.article.own)>\n<div class=\"states\">\n"
      + figures.joined() + "</div>\n<figcaption>\(legend)</figcaption>\n</figure>\n"
  }

  private var legend: String {
    "Bold frame: new or changed. Red and dashed: down, or carries nothing."
      + (marks.isEmpty ? "" : " ✗: where a probe was stopped.")
  }

  /// Where probes of the step were stopped.
  private var marks: [DeviceID: String] {
    var marks: [DeviceID: String] = [:]
    for claim in step.result.claims {
      if let hop = claim.brokenHop(at: step.step.diagnosisLevel) { marks[hop.device] = hop.text }
    }
    return marks
  }

  private static func fresh(from before: Topology, to after: Topology) -> Set<DeviceID> {
    Set(
      after.places.flatMap { place in
        place.devices.map { (DeviceID(place.place, $0.name), $0) }
      }.filter { id, device in
        before.device(id) != device
          || Set(before.connections(of: id)) != Set(after.connections(of: id))
      }.map(\.0))
  }
}
