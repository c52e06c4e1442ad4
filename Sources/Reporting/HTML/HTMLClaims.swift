import Diagnosis
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
    if result.outcome != .passed, let diagnosis = result.diagnosis {
      text += HTMLDiagnosis(level: step.step.diagnosisLevel).text(diagnosis)
    }
    return text + "</li>\n"
  }
}
