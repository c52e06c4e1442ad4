import NetworkState

/// Topologies written in a few words, for pictures.
struct PictureSample {
  var topology = Topology()

  /// Adds a place with its devices, written as `NAME[:FLAG,…] [ADDRESS…]`.
  ///
  /// Flags: `down`, `dead` (no carrier), `bridge`, `hidden` (an unknown other end), `in=BRIDGE`,
  /// `note=TEXT`.
  mutating func place(_ name: String, _ devices: [String]) {
    let place = Self.place(name)
    topology.places.append(
      TopologyPlace(place: place, devices: devices.map(Self.device)))
  }

  /// Joins devices, written as `PLACE/NAME`.
  mutating func join(_ from: String, _ to: String, _ kind: Connection.Kind = .cable) {
    let first = Self.id(from)
    let second = Self.id(to)
    let works = [first, second].allSatisfy { topology.device($0)?.fault == nil }
    topology.connections.append(
      Connection(kind: kind, from: first, to: second, isCarrying: works))
  }

  private static func place(_ name: String) -> Place {
    if name == "internet" { return .internet }
    let parts = name.split(separator: "/").map(String.init)
    if parts.count == 2 { return .namespace(parts[1], host: parts[0]) }
    return name.hasPrefix("netns") || name.hasPrefix("pod") || name.hasPrefix("容")
      ? .namespace(name, host: Place.defaultHostName) : .host(name)
  }

  private static func id(_ text: String) -> DeviceID {
    let cut = text.lastIndex(of: "/")!
    return DeviceID(place(String(text[..<cut])), String(text[text.index(after: cut)...]))
  }

  private static func device(_ text: String) -> TopologyDevice {
    let words = text.split(separator: " ").map(String.init)
    let head = words[0].split(separator: ":").map(String.init)
    var device = TopologyDevice(name: head[0])
    device.kind = head[0] == "lo" ? "loopback" : "veth"
    for flag in head.dropFirst().joined().split(separator: ",") {
      switch flag {
      case "down": (device.isUp, device.hasCarrier) = (false, false)
      case "dead": device.hasCarrier = false
      case "bridge": device.kind = "bridge"
      case "hidden": device.hasHiddenPeer = true
      case _ where flag.hasPrefix("in="): device.bridge = String(flag.dropFirst(3))
      case _ where flag.hasPrefix("note="):
        device.notes.append(String(flag.dropFirst(5)).replacing("_", with: " "))
      default: fatalError("no such flag: \(flag)")
      }
    }
    device.addresses = words.dropFirst().map { IPPrefix($0)! }
    return device
  }
}

extension PictureSample {
  static var emptyRoom: PictureSample {
    var sample = PictureSample()
    sample.place("host", ["lo", "eth0 10.0.2.15/24"])
    sample.place("netns0", ["lo:down"])
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 10.0.2.2/24"])
    sample.join("host/eth0", "internet/eth0")
    return sample
  }

  static var bothEndsAtHome: PictureSample {
    var sample = PictureSample()
    sample.place("host", ["lo", "eth0 10.0.2.15/24", "ceth0:down", "veth0:down"])
    sample.place("netns0", ["lo:down"])
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 10.0.2.2/24"])
    sample.join("host/eth0", "internet/eth0")
    sample.join("host/ceth0", "host/veth0")
    return sample
  }

  static var oneEndDown: PictureSample {
    var sample = PictureSample()
    sample.place("host", ["lo", "eth0 10.0.2.15/24", "veth0:dead 172.18.0.11/16"])
    sample.place("netns0", ["lo:down", "ceth0:down"])
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 10.0.2.2/24"])
    sample.join("host/eth0", "internet/eth0")
    sample.join("host/veth0", "netns0/ceth0")
    return sample
  }

  static var bridge: PictureSample {
    var sample = PictureSample()
    sample.place(
      "host",
      [
        "lo", "eth0 10.0.2.15/24", "br0:bridge 172.18.0.1/16", "veth0:in=br0",
        "veth1:in=br0,note=isolated", "veth2:in=br0,dead",
      ])
    sample.place("netns0", ["lo", "ceth0 172.18.0.10/16"])
    sample.place("netns1", ["lo", "ceth1 172.18.0.20/16"])
    sample.place("netns2", ["lo:down", "ceth2:down"])
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 10.0.2.2/24"])
    sample.join("host/eth0", "internet/eth0")
    for index in 0...2 { sample.join("host/veth\(index)", "netns\(index)/ceth\(index)") }
    return sample
  }

  static var overlay: PictureSample {
    var sample = PictureSample()
    for (host, number) in [("alpha", 10), ("beta", 11)] {
      sample.place(
        host,
        [
          "lo", "eth0 192.168.56.\(number)/24", "br0:bridge", "veth0:in=br0",
          "vxlan100:in=br0,note=id_100",
        ])
      sample.place("\(host)/netns0", ["lo", "ceth0 172.18.0.\(number)/16"])
      sample.join("\(host)/veth0", "\(host)/netns0/ceth0")
    }
    sample.place(
      "internet",
      ["lo 8.8.8.8/32", "eth0:bridge 192.168.56.1/24", "port1:in=eth0", "port2:in=eth0"])
    sample.join("alpha/eth0", "internet/port1")
    sample.join("beta/eth0", "internet/port2")
    sample.join("alpha/vxlan100", "beta/vxlan100", .tunnel)
    return sample
  }

  static var macvlan: PictureSample {
    var sample = PictureSample()
    sample.place("host", ["lo", "eth0 192.168.56.10/24", "shim 192.168.56.99/32"])
    sample.place("netns0", ["lo", "mac0 192.168.56.50/24"])
    sample.place("netns1", ["lo", "mac1 192.168.56.51/24"])
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 192.168.56.1/24"])
    sample.join("host/eth0", "internet/eth0")
    sample.join("netns0/mac0", "host/eth0", .stacked)
    sample.join("netns1/mac1", "host/eth0", .stacked)
    sample.join("host/shim", "host/eth0", .stacked)
    return sample
  }

  static var twoCables: PictureSample {
    var sample = PictureSample()
    sample.place(
      "host", ["lo", "eth0 10.0.2.15/24", "veth0 172.18.0.11/16", "veth1 172.19.0.11/16"])
    sample.place("netns0", ["lo", "ceth0 172.18.0.10/16", "direct0 10.1.0.1/30"])
    sample.place("netns1", ["lo", "ceth1 172.19.0.20/16", "direct1 10.1.0.2/30"])
    sample.place("netns2", ["lo:down"])
    sample.place("netns3", ["br1:bridge 10.2.0.1/24", "p0:in=br1", "p1:in=br1,down", "lo"])
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 10.0.2.2/24"])
    sample.join("host/eth0", "internet/eth0")
    sample.join("host/veth0", "netns0/ceth0")
    sample.join("host/veth1", "netns1/ceth1")
    sample.join("netns0/direct0", "netns1/direct1")
    return sample
  }

  /// As many containers on a bridge, too wide to be drawn.
  static func many(_ count: Int) -> PictureSample {
    var sample = PictureSample()
    sample.place(
      "host",
      ["lo", "eth0 10.0.2.15/24", "br0:bridge 172.18.0.1/16"]
        + (0..<count).map { "veth\($0):in=br0" })
    for index in 0..<count {
      sample.place("netns\(index)", ["lo", "ceth\(index) 172.18.1.\(index)/16"])
      sample.join("host/veth\(index)", "netns\(index)/ceth\(index)")
    }
    return sample
  }

  /// A namespace with two names, cables into namespaces without any, and a device without addresses.
  static var unnamed: PictureSample {
    var sample = PictureSample()
    sample.place(
      "host",
      [
        "lo", "eth0 10.0.2.15/24", "veth0 172.18.0.1/16", "veth1:hidden 172.19.0.1/16",
        "veth2:hidden,dead",
      ])
    sample.place("pod0", ["lo:down", "eth0"])
    sample.topology.places[1].otherNames = [place("pod-web")]
    sample.place("internet", ["lo 8.8.8.8/32", "eth0 10.0.2.2/24"])
    sample.join("host/eth0", "internet/eth0")
    sample.join("host/veth0", "pod0/eth0")
    return sample
  }

  static var wide: PictureSample {
    var sample = PictureSample()
    sample.place("host", ["lo", "veth0 fd00:1234:5678:9abc::1/64 10.0.0.1/24"])
    sample.place("容器一", ["lo", "ceth0 fd00:1234:5678:9abc::2/64 10.0.0.2/24"])
    sample.join("host/veth0", "容器一/ceth0")
    return sample
  }
}
