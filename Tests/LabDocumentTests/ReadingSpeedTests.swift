import LabDocument
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// How fast a long lab is read; off unless asked for:
/// `NETLAB_MEGABYTES=10 swift test -c release -Xswiftc -enable-testing --filter ReadingSpeed`.
@Suite(.enabled(if: getenv("NETLAB_MEGABYTES") != nil))
struct ReadingSpeedTests {
  @Test func readsLongLabs() throws {
    let megabytes = getenv("NETLAB_MEGABYTES").flatMap { Int(String(cString: $0)) } ?? 10
    for hasClaims in [false, true] {
      let bytes = LongLab.bytes(megabytes << 20, hasClaims: hasClaims)
      // Processor time: what else the machine does is not the reader's.
      var best = clock_t.max
      for _ in 0..<5 {
        let start = clock()
        let result = LabReader.read(bytes, file: "long.md")
        best = min(best, clock() - start)
        #expect(result.diagnostics.isEmpty)
        _ = try #require(result.lab)
      }
      let seconds = Double(best) / Double(CLOCKS_PER_SEC)
      let speed = Double(bytes.count) / 1e6 / seconds
      print("\(hasClaims ? "with" : "without") claims: \(Int(speed)) MB/s, \(seconds) s")
    }
  }
}

/// A lab of any length that looks like one of the course.
enum LongLab {
  static func bytes(_ count: Int, hasClaims: Bool) -> [UInt8] {
    var bytes = Array("---\nnetlab: 1\nneeds: [ip]\n---\n\n# A long lab\n".utf8)
    var number = 0
    while bytes.count < count {
      bytes += Array(step(number, hasClaims: hasClaims).utf8)
      number += 1
    }
    return bytes
  }

  private static func step(_ number: Int, hasClaims: Bool) -> String {
    let claims = """
      ```expect
      host: link veth\(number) up type veth peer netns\(number)/ceth0
      netns\(number): route 172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10
      ```

      """
    return """

      ## Step \(number): plug in the *cable*
      <!-- netlab: points=2 timeout=20s -->

      A network namespace is **another copy** of the network stack; `ip netns` names it. What is
      in it stays in it, and a [cable](https://example.org/veth) joins it to its host again.

      - It has devices of its own,
      - routes of its own, and rules.

      ```console
      $ sudo ip link add veth\(number) type veth peer name ceth0
      $ for i in 0 1; do
      >   ip link set "veth$i" up
      > done
      $ sudo nsenter --net=/var/run/netns/netns\(number) bash
      $ ip route
      172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10
      $ ping -c 2 172.18.0.11
      PING 172.18.0.11 (172.18.0.11) 56(84) bytes of data.
      64 bytes from 172.18.0.11: icmp_seq=1 ttl=64 time=0.038 ms
      64 bytes from 172.18.0.11: icmp_seq=2 ttl=64 time=0.040 ms
      ...
      $ exit
      root@netns\(number)# ping -c 1 8.8.8.8
      ping: connect: Network is unreachable
      [exit 2]
      ```

      \(hasClaims ? claims : "")
      <details>
      <summary>Hint</summary>

      Which namespace is `ceth0` in?

      </details>

      """
  }
}
