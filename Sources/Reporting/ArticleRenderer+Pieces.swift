import LabDocument
import LabResults
import NetworkState

extension ArticleRenderer {
  /// A lab's title, underlined.
  public static func title(of lab: Lab, style: Style) -> String {
    text([ArticleLayout(lab: lab, style: style).title()], style: style)
  }

  /// A step's heading with its place in the lab.
  public static func heading(of step: Step, in lab: Lab, style: Style) -> String {
    text([ArticleLayout(lab: lab, style: style).heading(step)], style: style)
  }

  /// The prompt of a place in its colour, `netns0 # `.
  public static func prompt(of place: Place, in lab: Lab, style: Style) -> String {
    ArticleLayout(lab: lab, style: style).prompt(place)
  }

  /// A question's answer, and why it is right.
  public static func answer(to question: Question, in lab: Lab, style: Style) -> String {
    text([ArticleLayout(lab: lab, style: style).answer(question)], style: style)
  }

  /// A hint, unfolded.
  public static func unfolded(_ hint: Hint, in lab: Lab, style: Style) -> String {
    text([ArticleLayout(lab: lab, style: style).hint(hint)], style: style)
  }

  /// What came of a claim: its mark, itself, and a message if it did not pass.
  public static func claim(_ result: ClaimResult, in lab: Lab, style: Style) -> String {
    text([ArticleLayout(lab: lab, style: style).claim(result, why: .cause)], style: style)
  }

  /// A diff in colours, set in.
  public static func difference(_ difference: String, style: Style) -> String {
    text([DifferenceLayout.lines(difference, style: style)], style: style)
  }
}
