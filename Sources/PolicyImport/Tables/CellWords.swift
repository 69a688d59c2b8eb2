/// What the cells of a permission table say.
enum CellMeaning: Hashable, Sendable {
  case yes
  case no
  /// An `x` or a `1`, which in one document marks what is allowed and in another what is not.
  case cross
  /// More than a mark, such as `✅ (own only)`: it may be allowed, and under which condition is not known.
  case unclear
}

/// Which words of a cell mean yes, and which no.
struct CellWords: Sendable {
  private var known: [String: CellMeaning]

  /// The usual words, and those that the user adds.
  init(yes: [String] = [], no: [String] = []) {
    known = Self.usual
    for word in yes { known[Self.folded(word)] = .yes }
    for word in no { known[Self.folded(word)] = .no }
  }

  private static let usual: [String: CellMeaning] = {
    let yes = [
      "✅", "✓", "✔", "☑", "√", "🗸", "🟢", "●", "⬤", "•", "+", "yes", "y", "true", "allowed", "allow", "granted", "grant",
      "[x]", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:", ":check:", ":check_mark:",
      ":checkmark:", ":yes:", ":green_circle:",
    ]
    let no = [
      "", "❌", "✗", "✘", "✖", "✕", "×", "⨯", "🚫", "⛔", "☐", "○", "◯", "⚪", "🔴", "-", "–", "—", "−", "--", "---", "no",
      "n",
      "false", "denied", "deny", "none", "never", "not allowed", "n/a", "na", "0", "[ ]", ":x:", ":no_entry:",
      ":no_entry_sign:", ":negative_squared_cross_mark:", ":heavy_multiplication_x:", ":cross_mark:", ":no:",
      ":red_circle:",
    ]
    var known: [String: CellMeaning] = ["x": .cross, "1": .cross]
    for word in yes { known[word] = .yes }
    for word in no { known[word] = .no }
    return known
  }()

  /// Lower case, without the selectors that only choose a coloured picture.
  private static func folded(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { $0 != "\u{FE0F}" && $0 != "\u{FE0E}" && $0 != "\u{200D}" }
    return String(String.UnicodeScalarView(scalars)).lowercased()
  }

  /// What a cell says; `nil` if none of its words is known.
  func meaning(_ cell: CellText) -> CellMeaning? {
    let text = Self.folded(cell.text)
    let isMarked = cell.hasFootnote || cell.hasPicture || cell.isStruck
    if let meaning = known[text] {
      guard isMarked else { return meaning }
      return text.isEmpty && !cell.hasFootnote && !cell.isStruck ? nil : .unclear
    }
    let meanings = text.split(separator: " ").map { known[String($0)] }
    guard let first = meanings.compactMap(\.self).first else { return isMarked && !text.isEmpty ? .unclear : nil }
    // "✅ Yes" is one word twice; "✅ own" is a condition.
    return !isMarked && meanings.allSatisfy { $0 == first } ? first : beginsWithMark(text) ? .unclear : nil
  }

  /// Whether a mark, a yes or a no stands first.
  private func beginsWithMark(_ text: String) -> Bool {
    guard let word = text.split(whereSeparator: { " (,;:".contains($0) }).first.map(String.init) else { return false }
    return known[word] != nil || word.first.map { known[String($0)] != nil && !$0.isASCII } == true
  }

  /// What an `x` means beside the other marks of its table: where something else says yes, it cannot mean yes as well;
  /// where something else says both, nobody knows.
  static func crossMeaning(hasYes: Bool, hasNo: Bool) -> CellMeaning {
    hasYes ? (hasNo ? .unclear : .no) : .yes
  }
}
