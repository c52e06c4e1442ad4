import Glibc
import LabDocument
import SystemPackage

/// A lab's file as a command finds it.
enum LabFile {
  case lab(Lab, [Diagnostic])
  /// The file has mistakes.
  case mistaken([Diagnostic])
  /// There is no such file, or it cannot be read; a sentence.
  case unreadable(String)

  /// Reads the lab that an argument means.
  static func read(_ argument: String, seed: String? = nil) -> LabFile {
    let path = LabFinder.path(for: argument)
    do {
      return read(try contents(of: path), path: path, seed: seed)
    } catch {
      let advice = LabFinder.advice(for: argument).map { "; \($0)" } ?? ""
      return .unreadable("\(path): error: cannot be read: \(error)\(advice)")
    }
  }

  /// Reads a lab from the bytes of its file.
  static func read(_ bytes: [UInt8], path: String, seed: String? = nil) -> LabFile {
    let result = LabReader.read(bytes, file: path, seed: seed, load: load)
    if let lab = result.lab { return .lab(lab, result.diagnostics) }
    return .mistaken(result.diagnostics)
  }

  /// The lab in the bytes of a file; `nil` if they have a mistake.
  static func lab(_ bytes: [UInt8], path: String, seed: String? = nil) -> Lab? {
    if case .lab(let lab, _) = read(bytes, path: path, seed: seed) { lab } else { nil }
  }

  /// Gets the lab that the front matter of a file names.
  private static let load: LabLoader = { id, file in
    try LabFinder.path(ofLab: id, beside: file).map {
      LoadedLab(file: $0, bytes: try contents(of: $0))
    }
  }

  /// The id that a lab of this path would have.
  static func id(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }

  static func contents(of path: String) throws -> [UInt8] {
    let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
    return try file.closeAfter {
      // As large as the file says it is, and one more to see its end; a pipe says nothing.
      var status = stat()
      var size = fstat(file.rawValue, &status) == 0 ? Int(clamping: status.st_size) + 1 : 0
      var bytes: [UInt8] = []
      var isAtEnd = false
      while !isAtEnd {
        size = min(max(size, 1 << 16), 1 << 28)
        let piece = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
          count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        isAtEnd = piece.isEmpty
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
      }
      return bytes
    }
  }
}
