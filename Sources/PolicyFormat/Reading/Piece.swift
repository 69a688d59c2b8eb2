/// One thing that stands in a file: a scalar, an indicator such as `:` or `[`, a comment, an empty line.
struct Piece: BitwiseCopyable {
  enum Kind: UInt8 {
    /// A scalar that has any bytes at all.
    case scalar
    /// One byte: `-`, `?`, `:`, `,`, a bracket or a brace.
    case indicator
    case comment
    /// One line or several with nothing but blanks on them.
    case blankLine
    /// `---` or `...`.
    case marker
  }

  var kind: Kind
  /// Of a comment: whether anything but blanks stands before it on its line.
  var isTrailing = false
  var start: UInt32
  var end: UInt32
  /// How many bytes stand before it on its line.
  var column: UInt32

  var range: Range<Int> { Int(start)..<Int(end) }
}

extension UInt8 {
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isBreak: Bool { self == 0x0A || self == 0x0D }
}

extension [UInt8] {
  /// Where the line that holds an offset ends: at its line break, or at the end of the file.
  func lineEnd(from offset: Int) -> Int {
    var end = offset
    while end < count, !self[end].isBreak { end += 1 }
    return end
  }

  /// Where the next line starts, given where one ends.
  func afterBreak(at end: Int) -> Int {
    guard end < count else { return count }
    return end + 1 < count && self[end] == 0x0D && self[end + 1] == 0x0A ? end + 2 : end + 1
  }

  /// A range as text, without the blanks at its end.
  func trimmedText(_ range: Range<Int>) -> String {
    var end = range.upperBound
    while end > range.lowerBound, self[end - 1].isBlank { end -= 1 }
    return String(decoding: self[range.lowerBound..<end], as: UTF8.self)
  }
}
