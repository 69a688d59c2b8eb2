/// How many columns of a terminal the text takes.
///
/// Counted by grapheme cluster, as terminals that follow Unicode draw them: a Wide or Fullwidth scalar takes two
/// columns (UAX #11), an emoji sequence two however many scalars it joins (UTS #51), a combining mark, a joiner, a
/// variation selector and a control character none, and everything else one. Ambiguous width is narrow, as
/// everywhere outside East Asian legacy encodings. Text that may hold control characters goes through
/// `visibleText(_:)` first.
package func displayWidth(of text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + $1.displayWidth }
}

extension Character {
  /// How many columns the cluster takes; see `displayWidth(of:)`.
  var displayWidth: Int {
    if let ascii = asciiValue { return ascii >= 0x20 && ascii != 0x7F ? 1 : 0 }
    if isEmojiSequence { return 2 }
    // The jamo of one Hangul syllable come as a wide leading consonant and zero-width rest, so the sum is right
    // for them as for a base with its marks.
    return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// Whether the cluster is drawn as one emoji: by its own presentation, a variation selector 16, a skin tone, a
  /// joiner, or as a flag or a keycap (UTS #51, sections 1.4.1 to 1.4.6).
  var isEmojiSequence: Bool {
    let scalars = unicodeScalars
    guard let base = scalars.first, base.properties.isEmoji else { return false }
    if base.isASCII { return scalars.contains { $0.value == Unicode.Scalar.combiningKeycap } }
    if base.properties.isEmojiPresentation { return true }
    return scalars.dropFirst().contains {
      $0.value == Unicode.Scalar.emojiSelector || $0.value == Unicode.Scalar.zeroWidthJoiner
        || $0.properties.isEmojiModifier
    }
  }
}

extension Unicode.Scalar {
  static let zeroWidthNonJoiner: UInt32 = 0x200C
  static let zeroWidthJoiner: UInt32 = 0x200D
  static let combiningKeycap: UInt32 = 0x20E3
  static let dottedCircle: UInt32 = 0x25CC
  static let emojiSelector: UInt32 = 0xFE0F
  static let blackFlag: UInt32 = 0x1F3F4

  /// How many columns the scalar adds to its cluster.
  var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator:
      return 0
    case .format:
      // The number signs of the Arabic script are format characters and drawn all the same; what is not drawn is
      // default-ignorable. So is the soft hyphen, which terminals do draw.
      return value == 0xAD || !properties.isDefaultIgnorableCodePoint ? 1 : 0
    default:
      break
    }
    // Medial vowels and final consonants of Hangul, written as jamo, are drawn into the leading consonant.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
    if properties.isDefaultIgnorableCodePoint { return 0 }
    return EastAsianWidth.isWide(self) ? 2 : 1
  }

  /// Whether the scalar picks a form of the one before it.
  var isVariationSelector: Bool {
    (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value)
  }

  /// Whether the scalar is one of the tags that spell a region's flag after a black flag.
  var isTag: Bool { (0xE0020...0xE007F).contains(value) }
}
