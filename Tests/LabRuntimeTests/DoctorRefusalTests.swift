import LabResults
import Testing

@testable import LabRuntime

@Suite("Why a sandbox is refused, and the way out")
struct DoctorRefusalTests {
  /// What bubblewrap says, recorded.
  private enum Said {
    static let noPermission = """
      bwrap: No permissions to create new namespace, likely because the kernel does not allow \
      non-privileged user namespaces. See <https://deb.li/bubblewrap> or \
      <file:///usr/share/doc/bubblewrap/README.Debian.gz>.
      """
    static let noPermissionOlder = """
      bwrap: No permissions to creating new namespace, likely because the kernel does not allow \
      non-privileged user namespaces. On e.g. debian this can be enabled with \
      'sysctl kernel.unprivileged_userns_clone=1'.
      """
    static let limit = """
      bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces \
      exceeded (ENOSPC)
      """
    static let idMap = "bwrap: setting up uid map: Permission denied"
    static let loopback = "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted"
    static let maskedProc = "bwrap: Can't mount proc on /newroot/proc: Operation not permitted"
    static let option = "bwrap: Unknown option --size"
  }

  private func facts(_ words: String, _ settings: [String: Int] = [:]) -> MachineFacts {
    var facts = MachineFacts.able
    facts.namespaces = .refused(words)
    facts.sandbox = .untried
    facts.features = []
    facts.settings.merge(settings) { $1 }
    return facts
  }

  @Test(
    "The setting that forbids is named, with its way out, and nothing else is blamed",
    arguments: [
      (Said.limit, "user.max_user_namespaces", 0, "user.max_user_namespaces=10000"),
      (Said.limit, "user.max_net_namespaces", 0, "user.max_net_namespaces=10000"),
      (
        Said.noPermission, "kernel.unprivileged_userns_clone", 0,
        "kernel.unprivileged_userns_clone=1"
      ),
      (
        Said.idMap, "kernel.apparmor_restrict_unprivileged_userns", 1,
        "kernel.apparmor_restrict_unprivileged_userns=0"
      ),
      (
        Said.loopback, "kernel.apparmor_restrict_unprivileged_userns", 1,
        "profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }"
      ),
    ])
  func settings(words: String, name: String, value: Int, remedy: String) throws {
    var facts = facts(words, [name: value])
    facts.container = .docker
    let finding = try #require(facts.examination.finding(name))
    #expect(finding.state == .broken)
    #expect(finding.advice?.contains(remedy) == true)
    #expect(facts.examination.finding("container")?.state == .fine)
    #expect(facts.examination.finding("user namespaces")?.advice == nil)
    #expect(facts.examination.finding("user namespaces")?.detail.contains(words) == true)
    #expect(!facts.examination.canRun)
  }

  @Test("Settings that allow are not told")
  func allowed() {
    let facts = facts(
      Said.noPermission,
      ["kernel.unprivileged_userns_clone": 1, "kernel.apparmor_restrict_unprivileged_userns": 0])
    let names = facts.examination.groups[0].findings.map(\.name)
    #expect(names == ["bubblewrap", "user namespaces", "a lab's machine", "memory of a lab"])
  }

  @Test("A setting that forbids others but not the sandbox is no fault")
  func letThrough() {
    var facts = MachineFacts.able
    facts.settings["kernel.apparmor_restrict_unprivileged_userns"] = 1
    let finding = facts.examination.finding("kernel.apparmor_restrict_unprivileged_userns")
    #expect(finding?.state == .fine)
    #expect(facts.examination.canRun)
    // bubblewrap's own profile may let it through, and not the second stage.
    facts.sandbox = .failed("the sandbox could not be made (unshare: Permission denied)")
    let other = facts.examination.finding("kernel.apparmor_restrict_unprivileged_userns")
    #expect(other?.state == .broken)
  }

  @Test(
    "A container that forbids is told how to be started",
    arguments: [Said.noPermission, Said.noPermissionOlder, Said.maskedProc])
  func container(words: String) {
    var facts = facts(words)
    facts.container = .docker
    let docker = facts.examination.finding("container")
    #expect(docker?.state == .broken)
    #expect(docker?.advice?.contains("--security-opt systempaths=unconfined") == true)
    facts.container = .podman
    #expect(facts.examination.finding("container")?.advice?.contains("unmask=ALL") == true)
    facts.container = .other("lxc")
    #expect(facts.examination.finding("container")?.detail == "lxc, which forbids sandboxes")
  }

  @Test("A limit outside of a container is not blamed on how it was started")
  func outerLimit() {
    var facts = facts(Said.limit)
    facts.container = .docker
    #expect(facts.examination.finding("container")?.state == .fine)
    #expect(facts.examination.finding("user namespaces")?.advice?.contains("around it") == true)
  }

  @Test(
    "What a refusal means is said even where nothing else is seen",
    arguments: [
      (Said.noPermission, "--security-opt seccomp=unconfined"),
      (Said.noPermissionOlder, "--security-opt seccomp=unconfined"),
      (Said.limit, "user.max_user_namespaces=10000"),
      (Said.idMap, "kernel.apparmor_restrict_unprivileged_userns=0"),
      (Said.loopback, "kernel.apparmor_restrict_unprivileged_userns=0"),
      (Said.maskedProc, "unmask=ALL"),
      (Said.option, "bubblewrap is too old"),
    ])
  func refusal(words: String, help: String) {
    #expect(SandboxRefusal.help(words)?.contains(help) == true)
    #expect(SandboxRefusal.explain(words + "\n").contains(words))
  }

  @Test("The doctor does not send to the doctor")
  func unknown() {
    let problem = RuntimeProblem.sandbox(SandboxRefusal.explain("bwrap: something new\n"))
    #expect("\(problem)".contains("netlab doctor"))
    #expect(Doctor.reason(problem) == "the sandbox could not be made (bwrap: something new)")
  }

  @Test("Containers are known by the marks that they leave")
  func marks() {
    func seen(
      docker: Bool = false, podman: Bool = false, manager: String? = nil, cluster: Bool = false
    ) -> SurroundingContainer? {
      .recognise(
        hasDockerMark: docker, hasPodmanMark: podman, manager: manager, isInCluster: cluster)
    }
    #expect(seen() == nil)
    #expect(seen(docker: true) == .docker)
    #expect(seen(podman: true, manager: "podman") == .podman)
    #expect(seen(manager: "lxc") == .other("lxc"))
    #expect(seen(docker: true, cluster: true) == .other("Kubernetes"))
    #expect(seen(manager: "") == nil)
  }

  @Test("Root that may not take other ids is told to be somebody else")
  func confinedRoot() {
    var facts = MachineFacts.able
    facts.isRoot = true
    facts.namespaces = .impossible("could not start bwrap: setgroups: Operation not permitted")
    facts.sandbox = .untried
    let finding = facts.examination.finding("user namespaces")
    #expect(finding?.state == .broken)
    #expect(finding?.advice == "run netlab as an ordinary user")
  }
}
