import CLinux
import Glibc

/// The terminal that a person sits at.
public struct Terminal: Sendable {
  /// Rows and columns of a terminal.
  public struct Size: Hashable, Sendable {
    public var rows: Int
    public var columns: Int
  }

  /// Whether a descriptor is a terminal.
  public static func isTerminal(_ descriptor: CInt) -> Bool {
    isatty(descriptor) == 1
  }

  /// The size of the terminal on standard output, 80 columns and 24 rows if it has none.
  public static var size: Size {
    var rows: UInt16 = 0
    var columns: UInt16 = 0
    guard clinux_terminal_size(1, &rows, &columns), rows > 0, columns > 0 else {
      return Size(rows: 24, columns: 80)
    }
    return Size(rows: Int(rows), columns: Int(columns))
  }

  /// Runs the body with keys coming one by one, unseen; the terminal is as before afterwards.
  ///
  /// - Parameter raw: Ctrl-C and its kin come as keys too, and output is not touched.
  static func withKeys<Value>(raw: Bool, _ body: () -> Value) -> Value {
    var before = termios()
    guard tcgetattr(0, &before) == 0 else { return body() }
    var changed = before
    if raw {
      cfmakeraw(&changed)
    } else {
      changed.c_lflag &= ~tcflag_t(ICANON | ECHO)
    }
    tcsetattr(0, TCSADRAIN, &changed)
    // Whatever a shell left the terminal in must not outlive it.
    defer { tcsetattr(0, TCSADRAIN, &before) }
    return body()
  }

  /// Waits for a key; `nil` at the end of the input, or when the task is cancelled.
  public static func key() async -> UInt8? {
    await blocking { cancellation in
      withKeys(raw: false) {
        guard !waitForInput([cancellation, 0], until: nil)[0] else { return nil }
        var byte: UInt8 = 0
        return read(0, &byte, 1) == 1 ? byte : nil
      }
    }
  }
}
