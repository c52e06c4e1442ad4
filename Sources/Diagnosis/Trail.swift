import NetworkState

/// Where the probe's packets were seen, asked of by those who walk its path.
///
/// Every answer is `nil` where nobody looked.
struct Trail: Sendable {
  let sightings: [Place: [Sighting]]?

  /// Whether a packet of a direction left a place by a device.
  func left(_ id: DeviceID, isReply: Bool) -> Bool? {
    sightings.map { all in
      all[id.place, default: []].contains {
        $0.isOutgoing && $0.device == id.name && $0.isOf(isReply: isReply)
      }
    }
  }

  /// Whether a packet came in by a device, for the place to take.
  func arrived(_ id: DeviceID, isReply: Bool) -> Bool? {
    sightings.map { all in
      all[id.place, default: []].contains {
        !$0.isOutgoing && !$0.isForOthers && $0.device == id.name && $0.isOf(isReply: isReply)
      }
    }
  }

  /// The packet as it left a place by a device, which tells what NAT made of it.
  func departure(_ id: DeviceID, isReply: Bool) -> Sighting? {
    sightings?[id.place, default: []].last {
      $0.isOutgoing && $0.device == id.name && $0.isOf(isReply: isReply)
    }
  }

  func arrival(_ id: DeviceID, isReply: Bool) -> Sighting? {
    sightings?[id.place, default: []].last {
      !$0.isOutgoing && !$0.isForOthers && $0.device == id.name && $0.isOf(isReply: isReply)
    }
  }

  /// Whether a place sent an answer, by whatever device.
  func answered(_ place: Place) -> Bool? {
    sightings.map { all in
      all[place, default: []].contains { $0.isOutgoing && $0.isOf(isReply: true) }
    }
  }

  /// Whether the answer was that nobody is there: a reset, or an ICMP error of the place's own.
  func refused(_ place: Place) -> Bool? {
    sightings.map { all in
      all[place, default: []].contains {
        $0.isOutgoing && ($0.kind == .reset || $0.kind == .error)
      }
    }
  }
}

extension Sighting {
  fileprivate func isOf(isReply: Bool) -> Bool {
    isReply ? kind == .reply || kind == .reset : kind == .request
  }
}
