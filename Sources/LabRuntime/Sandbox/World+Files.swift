import LabDocument
import NetworkState

/// What a world says in the files of `/etc`.
extension World {
  /// `/etc/hosts`: the loopback, and each host by its name.
  var hostsFile: String {
    var lines = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback"]
    for host in hosts {
      lines += host.addresses.map { "\($0.address)\t\(host.name)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `/etc/resolv.conf`: the first address of the internet, if it serves dns.
  ///
  /// There in any case, for `ip netns exec` to mount another over it.
  var resolverFile: String {
    guard let internet, internet.services.contains(.dns),
      let server = internet.addresses.first ?? gateways.first
    else { return "# This world has no name server.\n" }
    // Where the way to it is broken, which is what labs are about, nobody waits ten seconds.
    return "nameserver \(server)\noptions timeout:1 attempts:2\n"
  }
}
