import Glibc
import LabDocument
import LabResults
import NetworkState
import Synchronization
import Testing

@testable import LabRuntime

extension TestMachine {
  /// Judges the lines of an `expect` block as a run would.
  func judge(_ claims: String, location: SourceLocation = #_sourceLocation) async throws
    -> [ClaimResult]
  {
    let lab = try LabRun.lab(
      "## A step\n\n```expect\n\(claims)\n```", frontMatter: "summary: The article's world.",
      location: location)
    let blocks = lab.steps.flatMap(\.parts).flatMap(\.expectBlocks)
    let results = Mutex<[ClaimResult]>([])
    await machine.verifier.judge(blocks) { result in results.withLock { $0.append(result) } }
    return results.withLock { $0 }
  }

  /// All of the claims hold.
  func expectHolds(_ claims: String, location: SourceLocation = #_sourceLocation) async throws {
    for result in try await judge(claims, location: location) {
      #expect(
        result.outcome == .passed, "\(result.claim): \(result.message ?? "")",
        sourceLocation: location)
    }
  }

  /// A claim comes to an outcome, with words in its message.
  func expect(
    _ outcome: Outcome, of claim: String, saying words: String = "",
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try #require(try await judge(claim, location: location).first)
    #expect(
      result.outcome == outcome, "\(claim): \(result.message ?? "")", sourceLocation: location)
    let message = result.message ?? ""
    #expect(
      words.isEmpty || message.contains(words), "\(claim): \(message)", sourceLocation: location)
  }

  /// Listens for connections in a place until the descriptor is dropped.
  func listener(in place: Place, port: UInt16) throws -> Descriptor {
    guard case .found(let net) = places.open(place) else { throw RuntimeProblem.cancelled }
    let socket = try Netlink.openSocket(
      in: places.namespaces(of: place, net: net), as: sandbox.identity, AF_INET,
      CInt(SOCK_STREAM.rawValue), 0)
    let any = SocketAddress(IPAddress(family: .inet, value: 0), port: port)
    let result = any.withPointer { bind(socket.number, $0, $1) }
    guard result == 0, listen(socket.number, 8) == 0 else { throw SystemProblem("listen") }
    return socket
  }

  /// Two rooms, `red` and `blue`, each on a cable to the host, with addresses.
  func makeRooms() async throws {
    for (number, room) in ["red", "blue"].enumerated() {
      let net = "172.18.\(number)"
      try await output(
        of: "ip netns add \(room) && ip link add v-\(room) type veth peer name c0 netns \(room) && "
          + "ip addr add \(net).1/24 dev v-\(room) && ip link set v-\(room) up && "
          + "ip -n \(room) link set lo up && ip -n \(room) link set c0 up && "
          + "ip -n \(room) addr add \(net).2/24 dev c0 && "
          + "ip -n \(room) route add default via \(net).1")
    }
  }
}
