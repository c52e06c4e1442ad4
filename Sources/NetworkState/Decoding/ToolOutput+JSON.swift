#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ToolOutput {
  /// Decodes one JSON document that `tool` printed.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>, tool: String
  ) throws(DecodingProblem) -> Value {
    let clean = sanitised(bytes)
    guard clean.contains(where: { $0 > UInt8(ascii: " ") }) else {
      throw DecodingProblem("`\(tool)` printed nothing")
    }
    do {
      return try JSONDecoder().decode(type, from: Data(clean))
    } catch let error as DecodingError {
      throw DecodingProblem("`\(tool)` printed what cannot be understood: \(sentence(error))")
    } catch {
      throw DecodingProblem("`\(tool)` printed what cannot be understood")
    }
  }

  /// The same document as valid UTF-8 and JSON.
  ///
  /// Tools print names and aliases of devices as they are, so there may be control bytes, broken
  /// UTF-8 and escapes that JSON does not know inside strings. They become U+FFFD.
  static func sanitised(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var clean: [UInt8] = []
    var isInString = false
    var isEscaped = false
    // Decoding as UTF-8 replaces what is broken.
    for byte in String(decoding: Array(bytes), as: UTF8.self).utf8 {
      guard isInString else {
        isInString = byte == UInt8(ascii: "\"")
        clean.append(byte)
        continue
      }
      if isEscaped {
        isEscaped = false
        if escapable.contains(byte) { clean.append(UInt8(ascii: "\\")) }
        clean.append(contentsOf: byte < 0x20 ? replacement : [byte])
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        isInString = byte != UInt8(ascii: "\"")
        if byte < 0x20 { clean.append(contentsOf: replacement) } else { clean.append(byte) }
      }
    }
    return clean
  }

  private static let escapable = Array("\"\\/bfnrtu".utf8)
  private static let replacement = Array("\u{FFFD}".utf8)

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "\(path(context))there is no `\(key.stringValue)`"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(path(context))the value is of another kind than expected"
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      "it is not JSON, or it breaks off"
    case .dataCorrupted(let context):
      "\(path(context))\(context.debugDescription)"
    @unknown default:
      "it is not as expected"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
    return keys.isEmpty ? "" : keys.joined() + ": "
  }
}

extension KeyedDecodingContainer {
  /// Decodes a text that must be an address, prefix or the like, if it is there.
  func text<Value: LosslessStringConvertible>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? {
    guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let value = Value(text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "`\(text)` is not what belongs there")
    }
    return value
  }
}
