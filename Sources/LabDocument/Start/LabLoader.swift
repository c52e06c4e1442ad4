/// Gets the file of a lab that another one names.
///
/// It is given the lab's id and the path of the file that names it, and returns `nil` if there is no
/// such lab; what it throws is why the file cannot be read.
public typealias LabLoader = @Sendable (_ id: String, _ file: String) throws -> LoadedLab?

/// A lab's file as it was found.
public struct LoadedLab: Sendable {
  /// The path by which diagnostics name it.
  public var file: String
  public var bytes: [UInt8]

  public init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }
}
