@testable import LabRuntime

/// Runs a filter of seccomp(2) over a system call as the kernel would.
struct FilterMachine {
  /// A call by the numbers that the kernel shows to a filter (struct seccomp_data).
  struct Call {
    var architecture: UInt32
    var number: UInt32
    var arguments: [UInt64] = []

    /// The words of the structure, the low half of each argument first.
    fileprivate var words: [UInt32] {
      let padded = arguments + [UInt64](repeating: 0, count: 6 - arguments.count)
      return [number, architecture, 0, 0]
        + padded.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }
    }
  }

  enum Verdict: Hashable {
    case allowed
    case refused(CInt)
    case killed
  }

  struct Malformed: Error {
    var instruction: Int
  }

  private struct Instruction {
    var code: UInt16
    var whenTrue: Int
    var whenFalse: Int
    var constant: UInt32
  }

  private let program: [Instruction]

  init(_ filter: SeccompFilter) {
    program = stride(from: 0, to: filter.bytes.count, by: 8).map { start in
      let bytes = filter.bytes[start..<start + 8].map { UInt32($0) }
      return Instruction(
        code: UInt16(bytes[0] | bytes[1] << 8), whenTrue: Int(bytes[2]), whenFalse: Int(bytes[3]),
        constant: bytes[4] | bytes[5] << 8 | bytes[6] << 16 | bytes[7] << 24)
    }
  }

  var length: Int { program.count }

  /// What the filter answers; throws where the kernel would not have loaded the program.
  func verdict(on call: Call) throws -> Verdict {
    let words = call.words
    var accumulator: UInt32 = 0
    var next = 0
    while program.indices.contains(next) {
      let instruction = program[next]
      let constant = instruction.constant
      next += 1
      func jump(_ condition: Bool) {
        next += condition ? instruction.whenTrue : instruction.whenFalse
      }
      switch instruction.code {
      case 0x20 where constant % 4 == 0 && constant / 4 < words.count:
        accumulator = words[Int(constant / 4)]
      case 0x54: accumulator &= constant
      case 0x05: next += Int(constant)
      case 0x15: jump(accumulator == constant)
      case 0x25: jump(accumulator > constant)
      case 0x35: jump(accumulator >= constant)
      case 0x45: jump(accumulator & constant != 0)
      case 0x06: return try Self.verdict(constant, at: next - 1)
      default: throw Malformed(instruction: next - 1)
      }
    }
    throw Malformed(instruction: next)
  }

  private static func verdict(_ action: UInt32, at instruction: Int) throws -> Verdict {
    switch action & 0xffff_0000 {
    case 0x7fff_0000: .allowed
    case 0x0005_0000: .refused(CInt(action & 0xffff))
    case 0x8000_0000, 0: .killed
    default: throw Malformed(instruction: instruction)
    }
  }
}
