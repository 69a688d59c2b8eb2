/// Why a body is not a JSON text that this program takes.
struct JSONError: Error, Hashable, Sendable {
  enum Problem: Hashable, Sendable {
    case empty
    case unexpectedEnd
    /// Another byte stands where one of these was due.
    case expected(String)
    case badNumber
    case badEscape
    case loneSurrogate
    case controlCharacter
    case invalidUTF8
    case byteOrderMark
    case duplicateName(String)
    case tooDeep
    case trailingBytes
  }

  var problem: Problem
  /// How many bytes stand before the place.
  var offset: Int

  /// One line for a person.
  var message: String {
    switch problem {
    case .empty: "the body is empty; a JSON object is due"
    case .unexpectedEnd: "the JSON text ends too early, at byte \(offset)"
    case .expected(let what): "malformed JSON at byte \(offset): \(what) is due here"
    case .badNumber: "malformed JSON at byte \(offset): this is not how JSON writes a number"
    case .badEscape: "malformed JSON at byte \(offset): unknown or incomplete escape in a string"
    case .loneSurrogate: "malformed JSON at byte \(offset): a `\\u` escape is half of a surrogate pair"
    case .controlCharacter:
      "malformed JSON at byte \(offset): a control character in a string must be escaped"
    case .invalidUTF8: "malformed JSON at byte \(offset): a string is not valid UTF-8"
    case .byteOrderMark: "malformed JSON at byte 0: a byte order mark may not stand before the text"
    case .duplicateName(let name): "duplicate key `\(name)` in a JSON object, at byte \(offset)"
    case .tooDeep: "the JSON text nests deeper than \(JSONReader.maximumDepth), at byte \(offset)"
    case .trailingBytes: "malformed JSON at byte \(offset): more text after the end of the value"
    }
  }
}
