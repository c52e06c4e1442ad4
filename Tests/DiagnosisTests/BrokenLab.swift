import Diagnosis
import Testing

/// A lab of `Fixtures/broken` that breaks its network on purpose, and what must be found in it.
///
/// Its first step shows that the probe passes; its second makes one change, after which the same
/// probe fails. What one then sees was recorded in an example that never runs.
struct BrokenLab: Sendable {
  /// The file's name, without `.md`.
  var file: String
  /// What each claim that does not pass must be explained by, in their order.
  var faults: [Fault]

  init(_ file: String, _ faults: Fault...) {
    self.file = file
    self.faults = faults
  }

  /// A cause, and where it is: where the packet, or its answer, gets no further.
  ///
  /// Where a fault has two ends (a cable, two ports, two owners of an address) either of them is
  /// right; the one to repair comes first.
  struct Fault: Sendable {
    /// `nil` where no cause of the list stands behind it, and none may be named.
    var cause: Cause?
    var spots: [Spot]

    init(_ cause: Cause?, _ spots: Spot...) {
      self.cause = cause
      self.spots = spots
    }

    /// Nothing of the list of causes; where the packet was seen last does not matter.
    static let unknown = Fault(nil)
  }

  /// A place as reports write it, and a device in it; `nil` where no single one is to blame.
  struct Spot: Hashable, Sendable, CustomStringConvertible {
    var place: String
    var device: String?

    var description: String { place + (device.map { "/\($0)" } ?? "") }
  }
}

extension BrokenLab: CustomTestStringConvertible {
  var testDescription: String { file }
}

extension BrokenLab.Spot {
  static func at(_ place: String, _ device: String? = nil) -> Self {
    Self(place: place, device: device)
  }
}
