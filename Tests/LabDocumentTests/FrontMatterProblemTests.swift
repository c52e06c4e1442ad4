import Testing

@testable import LabDocument

/// What is said of a front matter, and where.
struct FrontMatterProblemTests {
  /// Expects problems of a front matter, `netlab: 1` apart.
  private func expectMatter(
    _ yaml: String, _ expected: Expected, location: SourceLocation = #_sourceLocation
  ) {
    expect("---\nnetlab: 1\n\(yaml)\n---\n\n# A lab\n" + Reading.step, expected, location: location)
  }

  @Test func missing() {
    expect("1️⃣# A lab\n" + Reading.step, .error(1, "netlab: 1"))
    expect("1️⃣\n---\nnetlab: 1\n---\n\n# A lab\n" + Reading.step, .error(1, "no front matter"))
  }

  @Test func hasNoEnd() {
    expect("1️⃣---\nnetlab: 1\n\n# A lab\n" + Reading.step, .error(1, "has no end"))
  }

  @Test func isEmpty() {
    expect("1️⃣---\n---\n# A lab\n" + Reading.step, .error(1, "empty"))
    expect("1️⃣---\n# only a comment\n---\n# A lab\n" + Reading.step, .error(1, "empty"))
    expect("---\n1️⃣[netlab]\n---\n# A lab\n" + Reading.step, .error(1, "is a list"))
  }

  @Test func hasNoVersion() {
    expect("1️⃣---\ntitle: A lab\n---\n" + Reading.step, .error(1, "`netlab: 1`"))
  }

  @Test(arguments: ["99", "2", "99999999999999999999999999"])
  func isNewer(_ version: String) {
    expect(
      "---\nnetlab: 1️⃣\(version)\n---\n# A lab\n" + Reading.step, .error(1, "reads version 1"))
  }

  @Test(arguments: ["0", "one", "\"1\"", "1.0", "-1", "[1]", "~"])
  func isNoVersion(_ version: String) {
    expect("---\nnetlab: 1️⃣\(version)\n---\n# A lab\n" + Reading.step, .error(1, "`netlab: 1`"))
  }

  @Test func keys() {
    expectMatter("1️⃣titel: x", .error(1, "write `title`"))
    expectMatter("1️⃣colour: x", .error(1, "its keys are `netlab`"))
    expectMatter("1️⃣\"\": x", .error(1, "its keys"))
    expectMatter("1️⃣[a]: x", .error(1, "as a key"))
  }

  @Test func twice() {
    expectMatter("title: a\nneeds: [ip]\n1️⃣title: b", .error(1, "twice"))
    expectMatter("world:\n  host: {eth0: 10.0.0.1/8, 1️⃣eth0: 10.0.0.2/8}", .error(1, "`eth0`"))
    expectMatter("\"title\": title:a\n1️⃣title: b", .error(1, "twice"))
  }

  @Test func syntax() {
    expectMatter("title: \"a\nneeds: [ip]1️⃣", .error(1, "is not YAML"))
    expectMatter("title: a1️⃣: b", .error(1, "YAML"))
    expectMatter("1️⃣\ttitle: a", .error(1, "YAML"))
    expectMatter("title: ö1️⃣: b", .error(1, "YAML"))
    expectMatter("title: a1️⃣\u{1}b", .error(1, "a character that YAML does not allow"))
  }

  @Test func bombs() {
    expectMatter("title: &a x\nsummary: 1️⃣*a", .error(1, "no aliases"))
    expectMatter("title: \(String(repeating: "[", count: 30))1️⃣[", .error(1, "nested"))
    let dashes = String(repeating: "- ", count: 59)
    expectMatter("needs:\n  \(dashes)1️⃣- x", .error(1, "nested"))
    let long = String(repeating: "x", count: 300_000)
    expect("---\n1️⃣netlab: 1\nsummary: \(long)\n---\n# A lab\n" + Reading.step, .error(1, "KB"))
  }

  @Test(arguments: ["title", "summary"])
  func texts(_ key: String) {
    expectMatter("\(key): 1️⃣[a]", .error(1, "`\(key)` is a list"))
    expectMatter("\(key): 1️⃣{a: b}", .error(1, "`\(key)` is a mapping"))
    expectMatter("\(key): 1️⃣~", .error(1, "`\(key)` is empty"))
    expectMatter("\(key): 1️⃣\"a\\nb\"", .error(1, "more than one line"))
  }

  @Test func needs() {
    expectMatter("needs: 1️⃣ip", .error(1, "write a list"))
    expectMatter("needs: [ip, 1️⃣[ping]]", .error(1, "holds a list"))
    expectMatter("needs: [ip, 1️⃣\"a b\"]", .error(1, "neither a tool's name"))
    expectMatter("needs: [1️⃣kernal:macvlan]", .error(1, "`kernel:FEATURE`"))
    expectMatter("needs: [1️⃣/bin/ip]", .error(1, "neither a tool's name"))
  }

  @Test func after() {
    expectMatter("after: 1️⃣01-veth", .error(1, "write a list"))
    expectMatter("after: [1️⃣01-veth.md]", .error(1, "`01-veth`"))
    expectMatter("after: [1️⃣labs/01-veth]", .error(1, "name of its file"))
  }

  @Test func numbersAndDurations() {
    expectMatter("minutes: 1️⃣many", .error(1, "whole number"))
    expectMatter("minutes: 1️⃣0", .error(1, "`minutes: 20`"))
    expectMatter("minutes: 1️⃣99999999999999999999", .error(1, "whole number"))
    expectMatter("limit: 1️⃣60", .error(1, "`limit: 60s`"))
    expectMatter("limit: 1️⃣1h", .error(1, "`500ms`"))
    expectMatter("limit: 1️⃣0s", .error(1, "no duration"))
    expectMatter("limit: 1️⃣99999999999999999999s", .error(1, "no duration"))
    expectMatter("limit: 1️⃣[60s]", .error(1, "is a list"))
    expectMatter("locale: 1️⃣german!", .error(1, "language tag"))
    expectMatter("locale: 1️⃣e", .error(1, "language tag"))
  }

  @Test func variables() {
    expectMatter("variables: 1️⃣[a]", .error(1, "write a mapping"))
    expectMatter("variables: {1️⃣1a: {pick: [b]}}", .error(1, "no variable's name"))
    expectMatter("variables: {a: 1️⃣b}", .error(1, "`{pick: [A, B]}`"))
    expectMatter("variables: {a: {1️⃣pik: [b]}}", .error(1, "write `pick`"))
    expectMatter("variables: {a: 1️⃣{pick: [b], range: [1, 2]}}", .error(1, "one of `pick`"))
    expectMatter("variables: {a: {pick: 1️⃣[]}}", .error(1, "nothing to pick"))
    expectMatter("variables: {a: {pick: 1️⃣b}}", .error(1, "write a list"))
    expectMatter("variables: {a: {pick: [1️⃣\"b\\nc\"]}}", .error(1, "line break"))
    expectMatter("variables: {a: {pick: [1️⃣[b]]}}", .error(1, "holds a list"))
    expectMatter("variables: {a: {range: 1️⃣[1]}}", .error(1, "two numbers"))
    expectMatter("variables: {a: {range: [1, 1️⃣x]}}", .error(1, "whole number"))
    expectMatter("variables: {a: {range: [2, 1️⃣1]}}", .error(1, "`range: [1, 2]`"))
  }

  @Test func world() {
    expectMatter("world: 1️⃣some", .error(1, "`world: none`"))
    expectMatter("world: 1️⃣[a]", .error(1, "is a list"))
    expectMatter("world: {1️⃣hots: {}}", .error(1, "write `host`"))
    expectMatter("world: {host: {1️⃣eth1: 10.0.0.1/8, eth0: 10.0.0.1/8}}", .error(1, "write `eth0`"))
    expectMatter("world: {host: 1️⃣{}}", .error(1, "no `eth0`"))
    expectMatter("world: {host: 1️⃣x}", .error(1, "write a mapping"))
    expectMatter("world: {host: {eth0: 1️⃣10.0.0.1}}", .error(1, "`10.0.0.1/24`"))
    expectMatter("world: {host: {eth0: 1️⃣10.0.0.300/8}}", .error(1, "10.0.0.300"))
    expectMatter("world: {host: {eth0: [10.0.0.1/8, 1️⃣fd00::1/129]}}", .error(1, "fd00::1/129"))
    expectMatter(
      "world: {1️⃣host: {eth0: 10.0.0.1/24, gateway: 10.1.0.1}}", .error(1, "10.0.0.0/24"))
    expectMatter("world: {1️⃣host: {eth0: 10.0.0.1/24, gateway: 10.0.0.1}}", .error(1, "own"))
    expectMatter(
      "world: {host: {eth0: 10.0.0.1/24, gateway: 1️⃣10.0.0.2/24}}", .error(1, "`10.0.0.2`"))
    expectMatter(
      "world: {host: {eth0: 10.0.0.1/24}, 1️⃣internet: [8.8.8.8]}", .error(1, "gateway"))
    expectMatter("world: {internet: [1️⃣8.8.8]}", .error(1, "no IP address"))
    expectMatter("world: {internet: {1️⃣serve: [http]}}", .error(1, "write `serves`"))
    expectMatter("world: {internet: {serves: [1️⃣htp]}}", .error(1, "write `http`"))
    expectMatter("world: {internet: {serves: [1️⃣gopher]}}", .error(1, "`http` or `dns`"))
    expectMatter("world: {start: 1️⃣04-bridge.md}", .error(1, "`04-bridge`"))
    expectMatter("world: {start: 04-bridge, 1️⃣internet: [8.8.8.8]}", .error(1, "keep one"))
    expectMatter("world: {sysctl: {1️⃣kernel.panic: 1}}", .error(1, "no kernel parameter"))
    expectMatter("world: {sysctl: {net.ipv4.ip_forward: 1️⃣[1]}}", .error(1, "is a list"))
  }

  @Test func hosts() {
    expectMatter("world: {hosts: 1️⃣{}}", .error(1, "names no host"))
    expectMatter("world: {hosts: {1️⃣internet: {eth0: 10.0.0.1/8}}}", .error(1, "`internet`"))
    expectMatter("world: {hosts: {1️⃣a_b: {eth0: 10.0.0.1/8}}}", .error(1, "no host's name"))
    expectMatter(
      "world: {hosts: {a: {eth0: 10.0.0.1/8}, 1️⃣host: {eth0: 10.0.0.2/8}}}",
      .error(1, "first host"))
    expectMatter("world: {hosts: {a: {eth0: 10.0.0.1/8, 1️⃣gateway: 10.0.0.2}}}", .error(1, "beside"))
    expectMatter("world: {hosts: {a: 1️⃣{}}}", .error(1, "no `eth0`"))
    expectMatter(
      "world: {hosts: 1️⃣{a: {eth0: 10.0.0.1/8}, b: {eth0: 10.0.0.1/8}}}", .error(1, "change one"))
    expectMatter(
      "world: {hosts: {a: {eth0: 10.0.0.1/8}}, 1️⃣host: {eth0: 10.0.0.2/8}}", .error(1, "keep one"))
  }

  @Test func allAtOnce() {
    expect(
      "---\nnetlab: 1️⃣2\n2️⃣titel: x\nminutes: 3️⃣x\n---\n\n# A lab\n" + Reading.step,
      .error(1, "version 2"), .error(2, "title"), .error(3, "minutes"))
  }
}
