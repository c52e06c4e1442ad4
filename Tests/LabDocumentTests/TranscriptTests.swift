import NetworkState
import Testing

@testable import LabDocument

/// How the lines of a transcript are taken.
struct TranscriptTests {
  private func commands(
    _ transcript: String, location: SourceLocation = #_sourceLocation
  ) throws -> [ConsoleCommand] {
    try Reading.console(transcript, location: location).entries.compactMap {
      if case .command(let command) = $0 { command } else { nil }
    }
  }

  private func lines(_ texts: String...) -> [ConsoleCommand.OutputLine] {
    texts.map { $0 == "..." ? .anyLines : .text($0) }
  }

  @Test(arguments: [
    ("sudo ip link", "ip link"), ("sudo  ip link", "ip link"), ("ip link", "ip link"),
    ("sudo -n -E ip link", "ip link"), ("sudo -- ip link", "ip link"),
    ("sudo -H -- ip link", "ip link"), ("sudo sudo ip link", "ip link"), ("sudo", "sudo"),
    ("sudo A=b env", "A=b env"), ("sudoedit file", "sudoedit file"),
    ("echo | sudo tee file", "echo | sudo tee file"), ("sudo 'a\nb' c", "'a\nb' c"),
  ])
  func sudo(_ source: String, _ command: String) {
    #expect(Sudo.strip(source).command == command)
    #expect(Sudo.strip(source).option == nil)
  }

  @Test func sourceKeepsSudo() throws {
    let command = try #require(try commands("$   sudo ip link  ").first)
    #expect(command.source == "sudo ip link  ")
    #expect(command.command == "ip link  ")
    #expect(command.column == 5)
    #expect(command.prompt == "$ ")
  }

  @Test(arguments: [
    "nsenter --net=/var/run/netns/red bash", "nsenter --net=/run/netns/red sh",
    "nsenter --net=/run/netns/red", "sudo nsenter --net=/run/netns/red",
    "ip netns exec red bash", "sudo ip  netns   exec red sh  ",
  ])
  func enters(_ command: String) throws {
    let entries = try Reading.console("$ \(command)\n$ true").entries
    guard case .enter(let entry)? = entries.first, case .command(let next)? = entries.last else {
      Issue.record("no entry")
      return
    }
    #expect(entry.target == .namespace("red", host: "host"))
    #expect(entry.place == .host("host"))
    #expect(entry.source == command)
    #expect(next.place == entry.target)
  }

  @Test(arguments: [
    "ip netns exec red", "ip netns exec red bash -c true", "nsenter --net=/run/netns/red ip link",
    "ip netns exec red ip link", "echo nsenter --net=/run/netns/red bash",
  ])
  func doesNotEnter(_ command: String) throws {
    let commands = try commands("$ \(command)\n$ true")
    #expect(commands.count == 2)
    #expect(commands.last?.place == .host("host"))
  }

  @Test func entriesNestAndLeaveAtAnyPrompt() throws {
    let block = try Reading.console(
      """
      $ ip netns exec red bash
      root@blue# ip netns exec green bash
      $ here
      root@host# exit
      $ there
      root@blue# sudo exit
      $ outside
      """)
    let places = block.entries.map { entry -> String in
      switch entry {
      case .command(let command): "\(command.place): \(command.source)"
      case .enter(let entry): "\(entry.place) > \(entry.target)"
      case .leave(_, let prompt): "leave \(prompt)"
      case .comment: "comment"
      }
    }
    #expect(
      places == [
        "host > red", "blue > green", "green: here", "leave root@host# ", "red: there",
        "leave root@blue# ", "host: outside",
      ])
  }

  @Test func continuation() throws {
    let all = try commands("$ true &&\n> false ||\n>\n> echo 'a\n>  b'\n> output\n>more\n$ true")
    #expect(all[0].source == "true &&\nfalse ||\n\necho 'a\n b'")
    #expect(all[0].expectedOutput == lines("> output", ">more"))
    #expect(all.count == 2)
  }

  @Test func output() throws {
    let all = try commands(
      "\n$ one\n\n  two  \n...\n....\n[exit 3] \nlate\n# comment\n#!sh\nmore\n$ x")
    #expect(all[0].expectedOutput == lines("", "  two  ", "...", "....", "late", "#!sh", "more"))
    #expect(all[0].expectedStatus == 3)
    #expect(all[1].expectedOutput == [])
  }

  @Test func emptyPromptsSayNothing() throws {
    let all = try commands("$\n$ \nroot@red#\n\n$ true\n$")
    #expect(all.map(\.source) == ["true"])
  }

  @Test func whatOnlyLooksLikeAPrompt() throws {
    let all = try commands("$ cat\n$HOME\nroot@red\nroot@red:~ # ls")
    #expect(all[0].expectedOutput == lines("$HOME", "root@red", "root@red:~ # ls"))
  }

  @Test(arguments: [
    ("ip link", true), ("ip route shows more", true), ("sudo anything at all", true),
    ("iptables -L", true), ("ping -c 1 8.8.8.8", true), ("ping the other end", false),
    ("bridge it over", false), ("ip", false), ("The host", false), ("cat /etc/hosts", true),
    ("host names follow", false), ("", false),
  ])
  func comments(_ text: String, _ looksLikeCommand: Bool) {
    #expect(CommentLint.looksLikeCommand(text) == looksLikeCommand)
  }
}
