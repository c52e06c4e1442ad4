import Glibc

/// The container that a machine turns out to be.
///
/// Containers often forbid the namespaces of which a sandbox is made, whatever the kernel allows.
enum SurroundingContainer: Hashable, Sendable {
  case docker
  case podman
  case other(String)

  /// The container around this process, by the marks that container engines leave.
  static var current: SurroundingContainer? {
    let variable = getenv("container").map { String(cString: $0) }
    return recognise(
      hasDockerMark: access("/.dockerenv", F_OK) == 0,
      hasPodmanMark: access("/run/.containerenv", F_OK) == 0,
      manager: SystemFile.line("/run/systemd/container") ?? variable,
      isInCluster: getenv("KUBERNETES_SERVICE_HOST") != nil)
  }

  /// The container that leaves these marks.
  static func recognise(
    hasDockerMark: Bool, hasPodmanMark: Bool, manager: String?, isInCluster: Bool
  ) -> SurroundingContainer? {
    if hasPodmanMark || manager == "podman" { return .podman }
    if isInCluster { return .other("Kubernetes") }
    if hasDockerMark || manager == "docker" { return .docker }
    return manager.flatMap { $0.isEmpty ? nil : .other($0) }
  }

  var name: String {
    switch self {
    case .docker: "Docker"
    case .podman: "Podman"
    case .other(let name): name
    }
  }

  /// How to start the container so that sandboxes can be made in it.
  var advice: String {
    switch self {
    case .docker:
      "start the container with --security-opt seccomp=unconfined "
        + "--security-opt apparmor=unconfined --security-opt systempaths=unconfined"
    case .podman:
      "start the container with --security-opt seccomp=unconfined --security-opt unmask=ALL, "
        + "with SELinux also --security-opt label=disable"
    case .other:
      "run netlab outside of the container, or let the container make user namespaces "
        + "and mount /proc"
    }
  }
}
