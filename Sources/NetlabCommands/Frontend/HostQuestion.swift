import Glibc
import LabDocument
import LabRuntime

/// Asks once whether a lab may change this machine's own network.
struct HostQuestion {
  let lab: Lab
  /// The answer was given with the command.
  let isAgreed: Bool

  enum Answer {
    case agreed(HostRun)
    case refused(String)
  }

  func answer() async -> Answer {
    let start: OnHost.Start
    do {
      start = try OnHost.prepare(lab)
    } catch {
      return .refused("\(error)")
    }
    if !isAgreed {
      do {
        try Output.write(text(start.plan))
      } catch {
        return .refused("the question could not be asked: \(error)")
      }
      let key = await Terminal.key()
      try? Output.write("\n\n")
      guard key == UInt8(ascii: "y") || key == UInt8(ascii: "Y") else {
        return .refused("nothing was changed; without --on-host the lab runs in a sandbox")
      }
    }
    return .agreed(HostRun(start))
  }

  private func text(_ plan: HostPlan) -> String {
    let lines = plan.lines.map { "  \($0)\n" }.joined()
    return "\(lab.id) will run on this machine itself, as root. It can be seen to make:\n"
      + (lines.isEmpty ? "  nothing\n" : lines)
      + "All that it makes is recorded, and undone at the end.\nGo on? [y/N] "
  }
}
