import Testing

@testable import LabDocument

/// Every diagnostic with its place: `»` stands before the word that it points at.
@Suite struct ClaimsProblemTests {
  private func check(_ marked: String, _ messages: [String], world: World = .article) {
    var text = ""
    var columns: [Int] = []
    for character in marked {
      if character == "»" { columns.append(text.utf8.count + 3) } else { text.append(character) }
    }
    let output = ClaimParser(world: world).parse(text, line: 1, column: 3)
    let errors = output.problems.filter { $0.severity == .error }
    #expect(output.claim == nil, "\(text)")
    #expect(errors.map(\.column).sorted() == columns, "\(text): \(errors.map(\.message))")
    for (problem, message) in zip(errors.sorted { $0.column < $1.column }, messages) {
      #expect(problem.message.contains(message), "\(text): \(problem.message)")
    }
  }

  @Test(arguments: [
    ("»or", "belongs behind `or`"), ("»link eth0 up", "begins with its place: `host: link …`"),
    ("»no link eth0", "begins with its place"), ("»foo bar baz", "write `PLACE: CLAIM`"),
    ("»netns0 link lo", "a colon belongs behind the place"),
    ("»host:link eth0", "a blank belongs behind `host:`"),
    ("host »: link eth0", "directly behind the place: `host:`"),
    ("»host:", "a claim belongs behind `host:`"), ("red »exist", "did you mean `red exists`"),
    ("red: »exists", "write `red exists`"), ("»no red exists", "write `red absent`"),
    ("»no red absent", "write `red exists`"), ("red exists »now", "leave it out"),
    ("»a/b: link lo", "there is no host `a`; this lab's hosts: host"),
    ("»a/b/c: link lo", "is not a place"), ("\"x\"»: link lo", "a blank belongs"),
    ("host: »lnik eth0 up", "did you mean `link`"), ("host: »xyzzy", "write one of link"),
    ("host: »\"link\" eth0", "no claim"), ("host: »no", "a claim belongs here"),
    ("host: no »no link lo", "stands here twice"), ("host: -6 »-6 routes default", "twice"),
    ("host: »-4 routes default", "leave out `-4`"),
    ("host: »-6 ping 10.0.0.1", "`-6` means nothing"),
    ("host: »-6 iptables chain X", "write `ip6tables`"),
    ("host: »no ping 8.8.8.8", "write `ping 8.8.8.8 fails`"),
    ("host: »no run \"true\"", "`exits`"), ("red: »namespaces a", "only a host lists namespaces"),
    ("host: »no sees icmp on eth0 when host: ping 8.8.8.8", "`no` does not go with `sees`"),
    ("host: run »\"true", "has no end"), ("host: run \"a\"»b", "a blank belongs"),
    ("host: link lo »within 5s", "a comma belongs before `within`"),
    ("host: link lo, within »5", "not a duration"), ("host: link lo, within »0s", "not a duration"),
    ("host: link lo, »within", "wants a duration"), ("», within 5s", "before its timing"),
    ("host: link lo, within 1s, »within 2s", "twice"), ("host: link lo, within »1s,", "nothing"),
    ("host: link lo, within 1s »stays 2s", "a comma belongs before `stays`"),
    ("host: link lo, »witin 5s", "only `within` and `stays`"),
    ("host: link lo, within 5s, »stay 1s", "only `within` and `stays`"),
  ])
  func lines(_ marked: String, _ message: String) {
    check(marked, [message])
  }

  @Test(arguments: [
    ("host: »link", "wants a device's name"), ("host: link eth0 »upp", "did you mean `up`"),
    ("host: link eth0 up »down", "contradicts"), ("host: link eth0 mtu 1 »mtu 2", "twice"),
    ("host: link eth0 »mtu", "wants a number"), ("host: link eth0 mtu »9k", "`9k` does not fit"),
    ("host: link eth0 »colour 10", "it may have: up, down"),
    ("host: link eth0 type »vteh", "did you mean `veth`"),
    ("host: link eth0 address »02:00", "`02:00` is not a MAC address"),
    ("host: link eth0 peer »veth0", "write `PLACE/veth0`"),
    ("host: link eth0 peer »x/y/z", "there is no host `x`"),
    ("host: link eth0 peer »red/", "is not a device's name"),
    ("host: link eth0 state »forwardin", "did you mean `forwarding`"),
    ("host: link eth0 state »up", "did you mean `UP`"),
    ("host: link eth0 isolated »yes", "write one of on, off"),
    ("host: link eth0 master »<any>", "`<any>` stands only"),
    ("host: link »averylongdevicename", "at most 15 bytes"), ("host: link »a/b", "no `/`"),
    ("host: link »eth0@if2", "write `eth0`"), ("host: links eth0 »eth0", "twice"),
    ("host: »links", "write `no links` for none"), ("host: no links »eth0", "stands alone"),
    ("host: links »eth0, eth1", "without commas"), ("host: »addrs", "only in `no addrs`"),
    ("host: no addrs »x", "leave it out"), ("namespaces »a/b", "names a host"),
    ("host: addr »10.0.2.300/24 dev eth0", "`10.0.2.300` is not a valid address"),
    ("host: addr »10.0.2.15/33 dev eth0", "`33` is not a prefix length"),
    ("host: addr »10.0.2.15 dev eth0", "such as `10.0.2.15/32`"),
    ("host: »addr 10.0.2.15/24", "wants the device"), ("host: addr 10.0.2.15/24 »eth0", "dev"),
    ("host: -6 addr »10.0.2.15/24 dev eth0", "leave out `-6`"),
    ("host: neigh »10.0.0.1/8", "write the address alone"),
    ("host: neigh »fe80::1%eth0", "names a device"),
    ("host: neigh 10.0.0.1 »reachable", "did you mean `REACHABLE`"),
    ("host: neigh 10.0.0.1 STALE »FAILED", "contradicts"), ("host: fdb »10.0.0.1", "MAC"),
    ("host: fdb 02:00:00:00:00:01 »self", "has no attribute"),
    ("host: listen »80", "no value `80`; write one of tcp, udp"),
    ("host: »listen", "wants one of"), ("host: listen tcp »0", "from 1 to 65535"),
    ("host: listen tcp »65536", "`65536` is not a port"),
    ("host: listen tcp »10.0.2.300:80", "`10.0.2.300`"), ("host: listen tcp 80 »x", "leave"),
    ("host: listen tcp »fd00::1:80", "in brackets"),
    ("host: sysctl »kernel.hostname = x", "not a network's own"),
    ("host: sysctl »net.ipv4.ip_forward=1", "write `KEY = VALUE`"),
    ("host: sysctl net.ipv4.ip_forward »1", "`=` belongs"),
    ("host: sysctl »net.ipv4.ip_forward =", "wants a value"),
    ("host: sysctl »net/ipv4/ip_forward = 1", "begin with `net.`"),
    ("host: sysctl »net.//.kernel.x = 1", "is not a key"),
  ])
  func stateClaims(_ marked: String, _ message: String) { check(marked, [message]) }

  @Test(arguments: [
    ("host: »route", "wants a destination"), ("host: route default »vai 10.0.2.2", "`via`"),
    ("host: route »10.0.2.15/24", "write the destination `10.0.2.0/24`"),
    ("host: route »10.0.2.0/33", "`33`"), ("host: route »defualt", "not an address"),
    ("host: route default via »10.0.2", "`10.0.2` is not a valid address"),
    ("host: route 10.0.0.0/8 via »fd00::1", "`fd00::1` is IPv6"),
    ("host: -6 route »10.0.0.0/8", "leave out `-6`"),
    ("host: route 10.0.0.0/8 via inet6 »10.0.0.1", "not of the family"),
    ("host: route default proto »kernal", "did you mean `kernel`"),
    ("host: route default scope »lnk", "did you mean `link`"),
    ("host: route default metric »-1", "does not fit `metric`"),
    ("host: route default pref »mid", "no value `mid`"),
    ("host: »routes", "write `no routes`"), ("host: routes »fd00::/64", "write `-6 routes`"),
    ("host: -6 routes »10.0.0.0/8", "leave out `-6`"), ("host: route to »x", "not an address"),
    ("host: »route to", "wants an address"), ("host: route to 10.0.0.1 »metric 5", "has no"),
    ("host: »rule", "wants what `ip rule` prints"),
    ("host: »rule 5:", "wants what `ip rule` prints"),
    ("host: rule »priority 5", "more than its priority"),
    ("host: rule »x: from all", "is not a priority"),
    ("host: rule from »10.0.0.1/8", "write the destination"),
    ("host: rule fwmark »0xg", "not a mark"), ("host: rule from all »lokup 7", "`lookup`"),
    ("host: iptables -t »nta chain X", "did you mean `nat`"), ("host: »iptables", "wants a rule"),
    ("host: iptables »-I INPUT -j DROP", "behind `-A CHAIN`"),
    ("host: iptables »-N X", "write `chain NAME`"),
    ("host: iptables -P INPUT »DENY", "write one of ACCEPT, DROP"),
    ("host: iptables -A »INPUT", "wants matches or a target"),
    ("host: iptables »-s 10.0.0.1 -j DROP", "not a chain's name"),
    ("host: iptables -A INPUT »-t nat -j DROP", "belongs before the chain"),
    ("host: iptables chain X »Y", "leave it out"), ("host: »nft", "wants a rule"),
    ("host: iptables INPUT -s »10.0.2.300 -j DROP", "`10.0.2.300` is not an address"),
    ("host: iptables INPUT ! -d »10.0.0.0/33 -j DROP", "`10.0.0.0/33`"),
    ("host: ip6tables INPUT -s »10.0.0.1 -j DROP", "write `iptables`"),
    ("host: iptables INPUT -p tcp --dport »70000 -j DROP", "not a port"),
  ])
  func routesAndRules(_ marked: String, _ message: String) { check(marked, [message]) }

  @Test(arguments: [
    ("host: ping »not an address", "`not` is not an address"),
    ("host: »ping", "wants an address"), ("host: ping »10.0.2.300", "`10.0.2.300`"),
    ("host: ping 10.0.0.1 ttl »0", "from 1 to 255"), ("host: ping 10.0.0.1 ttl »256", "255"),
    ("host: ping 10.0.0.1 size »65508", "65507"), ("host: ping 10.0.0.1 from »eth0", "`eth0`"),
    ("host: ping 10.0.0.1 from »fd00::1", "is IPv6"),
    ("host: ping 10.0.0.1 answered »internet", "`answered by PLACE`"),
    ("host: ping 10.0.0.1 »answered", "`answered by PLACE`"),
    ("host: ping 10.0.0.1 answered by »gamma/x", "there is no host `gamma`"),
    ("host: ping 10.0.0.1 »answered by red fails", "has no answer"),
    ("host: ping 10.0.0.1 fails with »no", "in double quotes"),
    ("host: ping 10.0.0.1 fails »with", "a text in double quotes"),
    ("host: ping 10.0.0.1 fails »with \"\"", "not empty"),
    ("host: ping 10.0.0.1 »failes", "did you mean `fails`"),
    ("host: tcp »10.0.0.1", "has no port"), ("host: tcp »10.0.0.1:0", "not a port"),
    ("host: tcp »web:80", "`web` is not an address"),
    ("host: tcp »[10.0.0.1]:80", "not a valid"), ("host: tcp 10.0.0.1:80 served »x", "by"),
    ("host: http »https://10.0.0.1/", "`https` is not supported"),
    ("host: http »http://web.lab/", "names are checked by `dns`"),
    ("host: http »http://10.0.0.300/", "`10.0.0.300`"), ("host: http »10.0.0.1", "not a URL"),
    ("host: http »http://[fd00::1/", "`]` behind"), ("host: http »http://", "not an"),
    ("host: http »http://10.0.0.1:x/", "not a port"),
    ("host: http »http://[fd00::1]x/", "not an address and port"),
    ("host: http http://10.0.0.1/ status »99", "100 to 599"),
    ("host: http http://10.0.0.1/ seen »10.0.0.2", "`from` belongs"),
    ("host: http http://10.0.0.1/ body »text", "in double quotes"),
    ("host: dns »10.0.0.1 = 10.0.0.1", "an address already"), ("host: dns web »10.0.0.1", "`=`"),
    ("host: dns web = »x", "not an address"), ("host: dns »a/b = 10.0.0.1", "not a name"),
    ("host: »dns web =", "wants an address"), ("host: sees »icpm on eth0", "`icmp`"),
    ("host: »sees icmp on eth0", "what makes the packet"),
    ("host: »sees icmp when host: ping 10.0.0.1", "wants the device"),
    ("host: sees icmp »dport 5 on eth0 when host: ping 10.0.0.1", "has no ports"),
    ("host: sees icmp on eth0 when »host ping 10.0.0.1", "a place with a colon"),
    ("host: sees icmp on eth0 when »host: link lo", "a probe belongs"),
    ("host: sees icmp on eth0 when host: ping »x", "not an address"),
    ("host: sees icmp on eth0 when host: »ping 10.0.0.1 fails", "leave out `fails`"),
    ("host: run »true", "in double quotes"), ("host: »run", "wants a text"),
    ("host: run \"true\" exits »256", "0 to 255"), ("host: »run \" \"", "wants a command"),
    ("host: run \"x\" »print \"y\"", "did you mean `prints`"),
  ])
  func probes(_ marked: String, _ message: String) { check(marked, [message]) }

  @Test func allProblemsOfALine() {
    check(
      "host: link eth0 »upp mtu »x type »vteh", ["`up`", "does not fit `mtu`", "`veth`"])
    check("host: route default »vai 10.0.2.2 dev »a/b", ["`via`", "not a device's name"])
    check("host: addr »10.0.2.300/24 dev eth0, within »x", ["10.0.2.300", "duration"])
    check("host: links »a/b c »d:e", ["`a/b`", "`d:e`"])
  }

  @Test func places() {
    check("»gamma/pod exists", ["hosts: alpha, beta"], world: Claims.twoHosts)
    check("»bata/pod: link lo", ["did you mean `beta/pod`"], world: Claims.twoHosts)
    check("»internet: link eth0", ["has no `internet`"], world: .none)
  }

  @Test func columnsCountBytes() {
    check("host: run \"äöü\" »exit 1", ["did you mean `exits`"])
    check("host: link é »upp", ["did you mean `up`"])
  }
}
