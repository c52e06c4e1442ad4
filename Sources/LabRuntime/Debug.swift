import LabDocument
import Glibc
public enum DebugLaunch {
  public static func go() async throws {
    let c = ContinuousClock()
    let t0 = c.now
    let s = try await SandboxLauncher.launch()
    let t1 = c.now
    try await WorldBuilder(sandbox: s, world: .article).build()
    let t2 = c.now
    print("launch", t0.duration(to: t1), "world", t1.duration(to: t2))
    let sh = try Shell.enter(.host("host"), net: s.lab.net, of: s)
    let _ = ["ip addr", "false", "echo $?", "ls -la /proc/self/fd; ls /", "sudo ip netns add red; ip netns", "cat", "sleep 100 & echo started", "yes | head -c 3000000", "cat /proc/self/status | grep -iE 'seccomp|newpriv|Cap'; ulimit -a | grep -E 'proc|files'", "ps aux", "mount | head -30", "env", "exit 3"].count
    for cmd in ["true"] {
      let r = await sh.run(cmd, timeout: .seconds(3))
      print("$", cmd, "→", r.end, r.dropped, r.duration); print(String(decoding: r.output.prefix(2500), as: UTF8.self))
    }
    let pd = PlaceDirectory(sandbox: s)
    print(pd.names(ofHost: "host"))
    let si = try Shell.enter(.internet, net: s.outer.net, of: s)
    _ = await si.run("sleep 100", timeout: .seconds(1))
    print(waitForInput([], until: .now + .milliseconds(1)))
    let t5 = c.now
    await s.destroy()
    print("destroy", t5.duration(to: c.now))
  }
}
