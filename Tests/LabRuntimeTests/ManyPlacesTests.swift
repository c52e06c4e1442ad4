import Testing

@testable import LabRuntime

/// Claims about more places than there are processors, files or time for one after the other.
@Suite("Many places")
struct ManyPlacesTests {
  @Test("Containers on one bridge", .needsSandbox, .takingTurns, .timeLimit(.minutes(2)))
  func containers() async throws {
    let world = try LabRun.world("{internet: {addresses: [8.8.8.8], serves: [http]}}")
    let all = 0..<30
    try await TestMachine.with(world) { machine in
      try await machine.output(
        of: """
          ip link add br0 type bridge && ip addr add 172.20.0.1/16 dev br0 && ip link set br0 up &&
          sysctl -q -w net.ipv4.ip_forward=1 &&
          iptables -t nat -A POSTROUTING -s 172.20.0.0/16 ! -o br0 -j MASQUERADE
          for i in $(seq 0 29); do
            ip netns add c$i && ip link add v$i type veth peer name eth0 netns c$i &&
            ip link set v$i master br0 up && ip -n c$i link set eth0 up &&
            ip -n c$i addr add 172.20.0.$((i + 10))/16 dev eth0 &&
            ip -n c$i route add default via 172.20.0.1
          done
          """)
      let claims = all.flatMap { number in
        let next = (number + 1) % all.count
        return [
          "host: link v\(number) master br0 peer c\(number)/eth0",
          "c\(number): link eth0 peer host/v\(number)",
          "c\(number): no link v\(number)",
          "c\(number): ping 172.20.0.1 answered by host",
          "c\(number): ping 172.20.0.\(next + 10) answered by c\(next)",
          "c\(number): tcp 172.20.0.\(next + 10):80 served by c\(next)",
          "c\(number): http http://8.8.8.8/ seen from 10.0.2.15",
          "c\(number): tcp 172.20.0.\(next + 10):81 fails",
        ]
      }
      try await machine.expectHolds(claims.joined(separator: "\n"))
      let wrong = all.prefix(4).map {
        "c\($0): ping 172.20.0.1 answered by c20, within 300ms\n"
          + "c\($0): http http://8.8.8.8/ seen from 172.20.0.\($0 + 10), within 300ms"
      }
      let messages = try await machine.judge(wrong.joined(separator: "\n")).map { $0.message ?? "" }
      for message in messages {
        #expect(
          message.contains("was answered by host, not by c20")
            || message.contains("arrived at internet from 10.0.2.15, not from 172.20.0."))
      }
    }
  }

  @Test("No more is under way than there are slots, and everything has its turn")
  func slots() async {
    let slots = Slots(3)
    let count = Count()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          await slots.with {
            await count.begin()
            await Task.yield()
            await count.end()
          }
        }
      }
    }
    #expect(await count.done == 50)
    #expect(await count.most <= 3)
    #expect(Slots.count(for: 1024) == 51)
    #expect(Slots.count(for: 16) == 8)
    #expect(Slots.count(for: 1 << 20) == 256)
  }
}

private actor Count {
  private var running = 0
  private(set) var most = 0
  private(set) var done = 0

  func begin() {
    running += 1
    most = max(most, running)
  }

  func end() {
    running -= 1
    done += 1
  }
}
