import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Reporting

/// Shows a run as it goes, and lets the person at the terminal say when it goes on.
actor TerminalDirector: RunDirector {
  private var report: TerminalReport
  private let lab: Lab
  private var isWaiting: Bool
  private let shells: ShellWish
  private let pager: Pager
  /// Where `!` opens a shell.
  private var place: Place
  private var ticker: Task<Void, Never>?
  private var isRunningShown = false
  /// A step's heading, which is shown together with what stands under it.
  private var heading = ""
  /// What a command printed beyond the screen's end; shown when the command has ended.
  private var overflow = ""
  /// The last thing shown at this pause is the network as it stands.
  private var hasPicture = false
  /// Nobody could be shown how the run went.
  private(set) var isUnread = false

  init(report: TerminalReport, lab: Lab, isInteractive: Bool, shells: ShellWish) {
    self.report = report
    self.lab = lab
    isWaiting = isInteractive
    self.shells = shells
    pager = Pager(style: report.style)
    place = .host(lab.world.hosts[0].name)
  }

  func receive(_ event: RunEvent) async {
    if case .commandFinished = event { stopTicking() }
    var text = report.text(for: event)
    if case .stepStarted = event, isWaiting {
      heading = text
      return
    }
    if !text.isEmpty {
      text = heading + text
      heading = ""
    }
    if !text.isEmpty { await show(text, isLive: event.isLive) }
    switch event {
    case .commandStarted(let command):
      place = command.place
      startTicking()
    case .placeChanged(.enter(let entry), let result) where result?.outcome == .passed:
      place = entry.target
    default:
      break
    }
  }

  func goesOn(to part: Part, of step: Step, index: Int, on machine: LabMachine) async -> Bool {
    guard isWaiting else { return true }
    await show(heading + report.lead(), isLive: false)
    heading = ""
    guard part.elements.contains(where: \.runs) else { return true }
    hasPicture = false
    while true {
      switch await pager.ask(Self.question) {
      case .goOn: return true
      case .goToEnd:
        isWaiting = false
        return true
      case .picture: await togglePicture(of: machine)
      case .shell:
        await openShell(on: machine, in: place)
        hasPicture = false
      case .quit: return false
      }
    }
  }

  func isAboutToEnd(_ result: LabResult, at place: Place, on machine: LabMachine) async {
    guard shells.applies(to: result.outcome) else { return }
    await show(
      "\nThe lab is as it stands now; exit, or Ctrl-D, ends it.\n", isLive: false)
    await openShell(on: machine, in: self.place)
  }

  private static let question =
    "Enter goes on · s to the end · g picture on/off · ! a shell here · q quits"

  /// Shows the network as it stands, and after later steps; asked once more, no longer.
  private func togglePicture(of machine: LabMachine) async {
    hasPicture.toggle()
    report.showsPicture = hasPicture
    let text =
      hasPicture
      ? report.picture(of: await machine.network()) + "\n"
      : "No pictures from here on; g shows them again.\n"
    await show(text, isLive: false)
  }

  private func openShell(on machine: LabMachine, in place: Place) async {
    do {
      try await machine.interactiveShell(in: place)
      await pager.startScreen()
    } catch {
      Output.complain("netlab: \(error)")
    }
  }

  private func show(_ new: String, isLive: Bool) async {
    var text = overflow + new
    guard !text.isEmpty else { return }
    if isLive, isWaiting {
      // A running command must not wait for a key, and the screen must not run on: so the rest waits.
      overflow = text
      guard overflow == new, await pager.hasRoom(for: text) else { return }
    }
    overflow = ""
    eraseRunning()
    switch await pager.show(text, pausing: isWaiting && !isLive) {
    case .read: break
    case .toEnd(let rest):
      isWaiting = false
      text = rest
      if await pager.show(text, pausing: false) != .read { cancel() }
    case .stopped: cancel()
    }
  }

  /// Nobody reads any more: what is left of the run is not worth its while.
  private func cancel() {
    isUnread = true
    withUnsafeCurrentTask { $0?.cancel() }
  }

  private func eraseRunning() {
    guard isRunningShown else { return }
    try? Output.write(report.clearRunning())
    isRunningShown = false
  }

  private func startTicking() {
    guard report.style.isTerminal else { return }
    ticker = Task { [weak self] in
      try? await Task.sleep(for: .milliseconds(500))
      let started = ContinuousClock.now
      while !Task.isCancelled {
        await self?.tick(Int(started.duration(to: .now).components.seconds))
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func tick(_ seconds: Int) {
    guard !Task.isCancelled, ticker != nil else { return }
    let text = report.running(seconds: seconds + 1)
    guard !text.isEmpty else { return }
    try? Output.write(text)
    isRunningShown = true
  }

  private func stopTicking() {
    ticker?.cancel()
    ticker = nil
    eraseRunning()
  }
}

extension RunEvent {
  /// Text that comes while a command runs, which must not wait for a key.
  var isLive: Bool {
    switch self {
    case .commandOutput: true
    default: false
    }
  }
}
