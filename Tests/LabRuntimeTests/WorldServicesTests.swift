import LabResults
import Testing

@testable import LabRuntime

/// The internet's servers, in a sandbox.
@Suite(.enabled(if: WorldSample.hasSandbox, "needs bubblewrap"), .timeLimit(.minutes(1)))
struct WorldServicesTests {
  private static let world = """
    host: {eth0: [10.0.2.15/24, "fd00:2::15/64"], gateway: [10.0.2.2, "fd00:2::2"]}
      internet: {addresses: [8.8.8.8, "2001:4860:4860::8888"], serves: [http, dns]}
    """

  /// A bash function that asks for a page of an address.
  private static let ask =
    #"ask() { exec 3<>/dev/tcp/$1/80; printf 'GET / HTTP/1.1\r\n\r\n' >&3; cat <&3; exec 3>&-; }"#

  @Test func pagesAndNames() async throws {
    let result = try await WorldSample.run(
      world: Self.world,
      """
      $ \(Self.ask)
      $ ask 8.8.8.8 | grep -F 'You asked from 10.0.2.15.'
      $ ask 2001:4860:4860::8888 | grep -F 'You asked from fd00:2::15.'
      $ ask 10.0.2.2 | grep -F 'This is 10.0.2.2'
      $ ask internet.lab | grep -F ' 200 OK'
      $ getent ahostsv4 host.lab | grep -F 10.0.2.15
      $ getent ahostsv6 host.lab | grep -F fd00:2::15
      $ getent hosts elsewhere.lab
      [exit 2]
      $ echo 'options use-vc' >>/etc/resolv.conf; getent ahostsv4 internet.lab | grep -F 8.8.8.8
      """,
      expect: "host: tcp [fd00:2::2]:53")
    #expect(result.complaints == [])
    #expect(result.outcome == .passed)
  }

  @Test func whoMisbehavesDoesNotStopThem() async throws {
    let result = try await WorldSample.run(
      world: Self.world,
      """
      $ \(Self.ask)
      $ for i in $(seq 10 150); do eval "exec $i<>/dev/tcp/8.8.8.8/80"; done
      $ for i in $(seq 200 300); do eval "exec $i<>/dev/tcp/8.8.8.8/53"; done
      $ head -c 100000 /dev/urandom 2>/dev/null >/dev/tcp/8.8.8.8/53; true
      $ head -c 100000 /dev/urandom 2>/dev/null >/dev/tcp/8.8.8.8/80; true
      $ for i in $(seq 300); do head -c 60 /dev/urandom >/dev/udp/8.8.8.8/53; done; true
      $ ask 8.8.8.8 | grep -F ' 200 OK'
      $ getent ahostsv4 host.lab
      """)
    #expect(result.complaints == [])
    #expect(result.outcome == .passed)
  }

  @Test func aSingleWorldServesNothingUnasked() async throws {
    let result = try await WorldSample.run(
      world: "internet: [8.8.8.8]",
      """
      $ ! grep nameserver /etc/resolv.conf && grep -P '10.0.2.15\\thost' /etc/hosts
      """,
      expect: "host: tcp 8.8.8.8:80 fails with \"refused\"")
    #expect(result.complaints == [])
  }
}
