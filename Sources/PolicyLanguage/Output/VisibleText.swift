/// The text with everything that a reader could not see, or that would steer a terminal, written out.
///
/// A policy file may come from anyone, and messages quote it. An escape sequence could repaint a terminal, a
/// bidirectional override could make a line read as what it does not say (CVE-2021-42574, "Trojan Source"), a
/// zero-width space makes two names look the same. C0 controls become their pictures (`␛`), everything else its
/// number (`<U+202E>`). Joiners and variation selectors stay where scripts and emoji need them.
///
/// `keepingLineBreaks` leaves `\n` as it is, for text that is meant to have several lines.
package func visibleText(_ text: some StringProtocol, keepingLineBreaks: Bool = false) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(text) }
  var result = ""
  for character in text {
    if keepingLineBreaks, character == "\n" || character == "\r\n" {
      result += "\n"
    } else {
      result += character.visibleForm
    }
  }
  return result
}

extension Character {
  /// What to print for the cluster so that all of it is seen and none of it is obeyed.
  var visibleForm: String {
    if let ascii = asciiValue, ascii >= 0x20, ascii < 0x7F { return String(self) }
    let isEmoji = isEmojiSequence
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      if previous == nil, scalar.combinesWithBefore, let circle = Unicode.Scalar(Unicode.Scalar.dottedCircle) {
        // A mark without a base would join whatever is printed before it.
        result.append(circle)
      }
      if let replacement = scalar.writtenOut(after: previous, inEmoji: isEmoji, base: unicodeScalars.first) {
        result.append(contentsOf: replacement.unicodeScalars)
      } else {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is drawn on the one before it.
  fileprivate var combinesWithBefore: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: !isVariationSelector
    default: false
    }
  }

  /// What stands for the scalar, or `nil` if it may be printed as it is.
  fileprivate func writtenOut(after previous: Unicode.Scalar?, inEmoji: Bool, base: Unicode.Scalar?)
    -> String?
  {
    if value < 0x20 { return picture(0x2400 + value) }
    if value == 0x7F { return picture(0x2421) }
    if value < 0x7F { return nil }
    if isVariationSelector || value == Self.zeroWidthJoiner || value == Self.zeroWidthNonJoiner {
      // After a letter of ASCII there is nothing that they could select or join: they only hide.
      let hides = previous.map { $0.isASCII && !inEmoji } ?? true
      return hides ? number : nil
    }
    if isTag, inEmoji, base?.value == Self.blackFlag { return nil }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      // A no-break space looks like the space that it is not, and YAML does not take it for one.
      return number
    default:
      break
    }
    let isInterlinearAnnotation = (0xFFF9...0xFFFB).contains(value)
    let isUnseen =
      properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint || isInterlinearAnnotation
    return isUnseen ? number : nil
  }

  private func picture(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String($0) } ?? number
  }

  /// `<U+202E>`
  private var number: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + ">"
  }
}
