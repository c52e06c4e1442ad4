import Glibc

/// Whose processes a sandbox's are.
///
/// An ordinary user's stay that user's. Root's drop to an id of a range that nobody uses: real root
/// is never mapped into a sandbox, and no daemon's files are at hand for `nobody`.
struct ChildIdentity: Sendable {
  var dropsIDs: Bool
  var uid: uid_t
  var gid: gid_t
  /// Holds the range as long as this value lives.
  private var reservation: Descriptor?

  static let inherited = ChildIdentity(dropsIDs: false, uid: getuid(), gid: getgid())

  private init(dropsIDs: Bool, uid: uid_t, gid: gid_t, reservation: Descriptor? = nil) {
    self.dropsIDs = dropsIDs
    self.uid = uid
    self.gid = gid
    self.reservation = reservation
  }

  /// The ids that systemd's documentation leaves unused (UIDS-GIDS), in blocks of 65536.
  private static let firstBlock: UInt32 = 1_879_048_192 / 65536
  private static let blockCount: UInt32 = 4095

  /// Who the children of this program should be.
  static func forChildren() throws(SystemProblem) -> ChildIdentity {
    guard geteuid() == 0 else { return inherited }
    for attempt in 0..<blockCount {
      let block = firstBlock + (UInt32(getpid()) &+ attempt) % blockCount
      if let reservation = reserve(block) {
        return ChildIdentity(
          dropsIDs: true, uid: block * 65536, gid: block * 65536, reservation: reservation)
      }
    }
    throw SystemProblem("reserve user ids", code: EBUSY)
  }

  /// A socket of an abstract name is gone with its process, however that ends.
  private static func reserve(_ block: UInt32) -> Descriptor? {
    let number = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { return nil }
    let socket = Descriptor(owning: number)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array("netlab-ids-\(block)".utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.dropFirst().copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.count)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, length) }
    }
    return result == 0 ? socket : nil
  }
}
