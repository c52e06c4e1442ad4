import LabDocument
import LabResults
import NetworkState

/// The claims of a step, each with what came of it.
struct HTMLClaims {
  let step: HTMLStep

  private var article: HTMLArticle { step.article }

  func text(_ block: ExpectBlock, _ results: [Int: ClaimResult]) -> String {
    let results = block.claims.compactMap { results[$0.line] }
    // A learner hears of what must stay as it was only when it did not.
    let told = results.filter { !$0.isKeep || $0.outcome != .passed }
    let kept = results.filter { $0.isKeep && $0.outcome == .passed }
    var text = ""
    if !told.isEmpty { text += list(told) }
    if !kept.isEmpty {
      let count = kept.count == 1 ? "1 thing" : "\(kept.count) things"
      text +=
        "<details class=\"fold\">\n<summary\(article.own)>\(count) had to stay so, and did"
        + "</summary>\n\(list(kept))</details>\n"
    }
    return text
  }

  private func list(_ results: [ClaimResult]) -> String {
    "<ul class=\"claims\"\(article.own)>\n" + results.map { item($0) }.joined() + "</ul>\n"
  }

  private func item(_ result: ClaimResult) -> String {
    let verb = result.claim.prefix { $0.isLetter }
    let look = HTMLText.colourClass(article.colours?.ink(named: result.place) ?? .bold)
    let place =
      result.place.isEmpty
      ? ""
      : "<span class=\"\(look)\">\(HTMLText.line(result.place))</span>"
        + (verb == "exists" || verb == "absent" ? " " : ": ")
    let sign = result.outcome == .passed ? result.outcome.sign : result.outcome.badge + " "
    var text =
      "<li class=\"\(result.outcome.rawValue)\" "
      + "id=\"\(HTMLText.line(article.anchor(ofLine: result.line)))\">\(sign)"
      + "<span class=\"claim\"><code>\(place)\(HTMLText.line(result.claim))</code>"
    if result.isKeep, result.outcome != .passed { text += " <small>must stay so</small>" }
    if let message = result.message, result.outcome != .passed {
      text += "<span class=\"message\">\(HTMLText.message(message))</span>"
    }
    text += "</span>"
    if let explanation = step.run.explanations[result.line] { text += self.text(explanation) }
    return text + "</li>\n"
  }

  /// Why a probe got no answer, as far as the step's author lets it be told.
  private func text(_ explanation: ProbeExplanation) -> String {
    let level = step.step.diagnosisLevel
    guard level != .symptom else { return "" }
    let device = explanation.device.map { "/\($0)" } ?? ""
    var rows = [("where", "<code>\(HTMLText.line("\(explanation.place)\(device)"))</code>")]
    if level == .cause || level == .fix {
      rows.append(("observed", HTMLText.message(explanation.observed)))
      rows.append(("expected", HTMLText.message(explanation.expected)))
      if let lesson = explanation.lesson { rows.append(("because", HTMLText.message(lesson))) }
      if let command = explanation.command {
        rows.append(("look", "<code>\(HTMLText.line(command))</code>"))
      }
    }
    if level == .fix, let remedy = explanation.remedy {
      rows.append(("do", HTMLText.message(remedy)))
    }
    return "<dl class=\"why\">\n"
      + rows.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }.joined() + "</dl>\n"
  }
}
