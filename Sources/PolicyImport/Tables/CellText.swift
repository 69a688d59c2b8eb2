/// The words of a cell, a heading or a row, without the signs that only say how they look.
struct CellText: Hashable, Sendable {
  /// The words, white space folded.
  var text: String
  /// Whether all of it stands in bold.
  var isBold = false
  /// Whether a footnote or an asterisk hangs on it, so that something said elsewhere limits it.
  var hasFootnote = false
  /// Whether some of it is a picture or a component, whose meaning is not in its words.
  var hasPicture = false
  /// Whether some of it is struck through.
  var isStruck = false

  init(_ text: String) { self.text = text.foldingSpaces() }

  var isBlank: Bool { text.isEmpty && !hasFootnote && !hasPicture && !isStruck }
}

extension StringProtocol {
  /// Runs of white space as one space, none at the ends.
  func foldingSpaces() -> String {
    var result = ""
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace {
        if !result.isEmpty, result.unicodeScalars.last != " " { result += " " }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    if result.unicodeScalars.last == " " { result.removeLast() }
    return result
  }
}

extension CellText {
  /// The same without the footnote marks at its end.
  func withoutFootnoteMarks() -> CellText {
    var result = self
    let marks: Set<Unicode.Scalar> = ["*", "†", "‡", "§", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁰", "\u{20F0}"]
    var scalars = String.UnicodeScalarView(text.unicodeScalars)
    while let last = scalars.last, marks.contains(last) {
      scalars.removeLast()
      result.hasFootnote = true
      while scalars.last == " " { scalars.removeLast() }
    }
    result.text = String(scalars)
    return result
  }
}
