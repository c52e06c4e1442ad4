import CLinux
import Glibc

/// The processes of a lab on the machine itself.
struct HostProcesses {
  let beginning: JournalBeginning
  let things: [RecordedThing]

  /// Ends them all: those of its shells' sessions, and those that carry its token, wherever they went.
  func end(into report: inout HostUndo.Report) {
    let deadline = ContinuousClock.now + .seconds(5)
    while true {
      let living = living
      guard !living.isEmpty else { return }
      guard ContinuousClock.now < deadline else {
        report.problems += living.map {
          "the process \($0) (\(HostProcess.name(of: $0))) could not be ended"
        }
        return
      }
      for process in living { end(process) }
      usleep(10_000)
    }
  }

  /// Its number may have been given to another since it was looked up: that one is not the lab's.
  private func end(_ process: pid_t) {
    let number = clinux_pidfd_open(process)
    guard number >= 0 else { return }
    let descriptor = Descriptor(owning: number)
    if isOurs(process) { clinux_pidfd_kill(descriptor.number) }
  }

  private var living: [pid_t] {
    HostProcess.all.filter { $0 != getpid() && $0 != 1 && isOurs($0) }
  }

  private func isOurs(_ process: pid_t) -> Bool {
    guard HostProcess.start(of: process) != nil else { return false }
    if HostProcess.has("\(HostSide.tokenName)=\(beginning.token)", process) { return true }
    guard let session = HostProcess.session(of: process) else { return false }
    return things.contains { recorded in
      guard case .session(let leader, let start) = recorded.thing, leader == Int(session) else {
        return false
      }
      // Without its leader a session keeps its number; with another leader it is another one.
      return HostProcess.start(of: session).map { $0 == start } ?? true
    }
  }
}
