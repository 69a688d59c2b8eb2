import DecisionTable

/// A check as clients write it: `CAN` with a principal, an action, a resource and a scope, whole and well formed. Read in
/// one go, since nearly all there is to read are such; whatever is not is left to ``CommandParser``.
enum PlainCheck {
  /// The question at `start` and where it ends; `nil` if something else is there, or not yet all of it.
  @inline(__always)
  static func read(_ bytes: Span<UInt8>, _ raw: RawSpan, from start: Int) -> (question: QuestionPlaces, end: Int)? {
    guard bytes.count &- start > head.count else { return nil }
    for index in head.indices {
      // The command's letters are taken in upper and lower case.
      let byte = bytes[start &+ index]
      guard byte == head[index] || (8..<11).contains(index) && byte & 0xDF == head[index] else { return nil }
    }
    var offset = start &+ head.count
    guard let principal = argument(bytes, &offset), let action = argument(bytes, &offset),
      let resource = argument(bytes, &offset), var scope = argument(bytes, &offset)
    else { return nil }
    if scope.count == 1, bytes[Int(scope.offset)] == UInt8(ascii: "-") { scope = .none }
    guard
      let question = QuestionPlaces(principal: principal, action: action, resource: resource, scope: scope, in: raw),
      question.principalType.count > 0, question.principalID.count > 0, question.resourceType.count > 0,
      question.resourceID.count > 0
    else { return nil }
    return (question, offset)
  }

  /// Five arguments, the first of three bytes.
  private static let head: InlineArray<13, UInt8> = [
    0x2A, 0x35, 0x0D, 0x0A, 0x24, 0x33, 0x0D, 0x0A, 0x43, 0x41, 0x4E, 0x0D, 0x0A,
  ]

  /// An argument of 1 to 999 bytes, with its length and its end.
  @inline(__always)
  private static func argument(_ bytes: Span<UInt8>, _ offset: inout Int) -> BytePlace? {
    // `$`, a digit, the end of the line, a byte and its end are the least.
    guard bytes.count &- offset >= 7, bytes[offset] == UInt8(ascii: "$") else { return nil }
    var at = offset &+ 1
    var length = 0
    while at < bytes.count, at < offset &+ 4, bytes[at] &- 0x30 < 10 {
      length = length &* 10 &+ Int(bytes[at] &- 0x30)
      at &+= 1
    }
    // A leading zero is an error, which the parser words.
    guard length > 0, bytes[offset &+ 1] != UInt8(ascii: "0"), at &+ length &+ 4 <= bytes.count,
      bytes[at] == UInt8(ascii: "\r"), bytes[at &+ 1] == UInt8(ascii: "\n")
    else { return nil }
    let end = at &+ 2 &+ length
    guard bytes[end] == UInt8(ascii: "\r"), bytes[end &+ 1] == UInt8(ascii: "\n") else { return nil }
    offset = end &+ 2
    return BytePlace(offset: UInt32(truncatingIfNeeded: at &+ 2), count: UInt32(truncatingIfNeeded: length))
  }
}
