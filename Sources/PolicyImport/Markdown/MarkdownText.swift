/// Reads the words out of a line of Markdown: emphasis, code, links, pictures, HTML, entities and footnotes.
struct MarkdownText {
  private let scalars: [Unicode.Scalar]
  private var offset = 0
  private var words = ""
  private var result = CellText("")
  private var boldLength = 0
  private var isBold = false

  /// The words of a piece of Markdown.
  static func words(_ raw: some StringProtocol) -> CellText {
    var reader = MarkdownText(raw)
    return reader.read()
  }

  /// A run of one mark; how many there are of each, since those that have no partner are no emphasis.
  private struct Run: Hashable {
    var mark: Unicode.Scalar
    var length: Int
  }
  private let runs: [Run: Int]

  private init(_ raw: some StringProtocol) {
    scalars = Array(raw.unicodeScalars)
    runs = Self.runs(in: scalars)
  }

  private static func runs(in scalars: [Unicode.Scalar]) -> [Run: Int] {
    var runs: [Run: Int] = [:]
    var start = 0
    while start < scalars.count {
      var end = start + 1
      while end < scalars.count, scalars[end] == scalars[start] { end += 1 }
      if "*_~".unicodeScalars.contains(scalars[start]) {
        runs[Run(mark: scalars[start], length: end - start), default: 0] += 1
      }
      start = end
    }
    return runs
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    offset + ahead < scalars.count ? scalars[offset + ahead] : nil
  }

  private mutating func read() -> CellText {
    while let scalar = peek() {
      switch scalar {
      case "\\": readEscape()
      case "`": readCode()
      case "!" where peek(1) == "[": readLink(isPicture: true)
      case "[": readLink(isPicture: false)
      case "<": readTag()
      case "&": readEntity()
      case "*", "_", "~": readEmphasis(scalar)
      default: append(scalar)
      }
    }
    var text = CellText(words).withoutFootnoteMarks()
    let visible = words.unicodeScalars.count { !$0.properties.isWhitespace }
    text.isBold = visible > 0 && boldLength >= visible
    text.hasFootnote = text.hasFootnote || result.hasFootnote
    text.hasPicture = result.hasPicture
    text.isStruck = result.isStruck
    return text
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    words.unicodeScalars.append(scalar)
    if isBold, !scalar.properties.isWhitespace { boldLength += 1 }
    offset += 1
  }

  /// Any ASCII punctuation may stand behind a backslash for itself.
  private mutating func readEscape() {
    if let next = peek(1), next.isASCII, !next.properties.isAlphabetic, !("0"..."9").contains(next) { offset += 1 }
    if let scalar = peek() { append(scalar) }
  }

  private mutating func readCode() {
    var length = 0
    while peek(length) == "`" { length += 1 }
    var end = offset + length
    while end < scalars.count {
      guard scalars[end] == "`" else {
        end += 1
        continue
      }
      var closing = 0
      while end + closing < scalars.count, scalars[end + closing] == "`" { closing += 1 }
      if closing == length {
        offset += length
        while offset < end {
          // In a table even code cannot hold a bare pipe.
          if scalars[offset] == "\\", peek(1) == "|" { offset += 1 }
          append(scalars[offset])
        }
        offset = end + length
        return
      }
      end += closing
    }
    // Nothing closes it: backticks like any other character, all of them, so that the rest is not looked at again.
    for _ in 0..<length { append("`") }
  }

  /// `[words](address)`, `[words][name]`, `![words](address)` and `[^note]`; what only looks like one stays.
  private mutating func readLink(isPicture: Bool) {
    let open = offset + (isPicture ? 1 : 0)
    guard let close = closing(of: "[", "]", from: open) else { return append(scalars[offset]) }
    let inner = scalars[(open + 1)..<close]
    if inner.first == "^" {
      result.hasFootnote = true
      offset = close + 1
      return
    }
    var end = close + 1
    if end < scalars.count, scalars[end] == "(" {
      guard let last = closing(of: "(", ")", from: end) else { return append(scalars[offset]) }
      end = last + 1
    } else if end < scalars.count, scalars[end] == "[" {
      guard let last = closing(of: "[", "]", from: end) else { return append(scalars[offset]) }
      end = last + 1
    } else {
      // Plain brackets, such as a box that is ticked: `[x]`.
      return append(scalars[offset])
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: inner)
    // Links hold no links, so this goes one level down and no further.
    let text = isPicture ? String(view) : Self.withoutBrackets(view)
    if isPicture { result.hasPicture = true }
    for scalar in text.unicodeScalars {
      words.unicodeScalars.append(scalar)
      if isBold, !scalar.properties.isWhitespace { boldLength += 1 }
    }
    offset = end
  }

  private static func withoutBrackets(_ text: String.UnicodeScalarView) -> String {
    String(String.UnicodeScalarView(text.filter { !"*`[]!".unicodeScalars.contains($0) }))
  }

  /// Looks no further than a link is long, so that a line of opening brackets is not a task without an end.
  private func closing(of open: Unicode.Scalar, _ close: Unicode.Scalar, from start: Int) -> Int? {
    var depth = 0
    for index in start..<min(scalars.count, start + 1024) {
      if scalars[index] == "\\" { continue }
      if scalars[index] == open { depth += 1 }
      if scalars[index] == close {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// HTML tags; a `<` that begins none stays.
  private mutating func readTag() {
    if scalars[offset...].starts(with: "<!--".unicodeScalars) {
      var end = offset + 4
      while end < scalars.count, !scalars[end...].starts(with: "-->".unicodeScalars) { end += 1 }
      offset = min(end + 3, scalars.count)
      return
    }
    var start = offset + 1
    let isClosing = start < scalars.count && scalars[start] == "/"
    if isClosing { start += 1 }
    var end = start
    while end < scalars.count, end - start < 1024, scalars[end] != ">", scalars[end] != "<" { end += 1 }
    guard end < scalars.count, scalars[end] == ">", start < end, scalars[start].properties.isAlphabetic else {
      return append(scalars[offset])
    }
    let tag = scalars[start..<end].prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: tag)
    let name = String(view).lowercased()
    switch name {
    case "br", "p", "div", "li", "td", "tr": words += " "
    case "sup":
      if !isClosing { result.hasFootnote = true }
    case "b", "strong": isBold = !isClosing
    case "s", "del", "strike": result.isStruck = true
    case "i", "em", "u", "code", "span", "a", "small", "kbd", "ul", "ol", "sub", "center", "font", "abbr", "mark": break
    // What a component or an icon means is not in its words.
    default: result.hasPicture = true
    }
    offset = end + 1
  }

  private mutating func readEntity() {
    let end = (offset + 1..<min(offset + 12, scalars.count)).first { scalars[$0] == ";" }
    guard let end else { return append("&") }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[(offset + 1)..<end])
    guard let scalar = Self.entity(String(view)) else { return append("&") }
    words.unicodeScalars.append(scalar)
    offset = end + 1
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    if name.hasPrefix("#x") || name.hasPrefix("#X") {
      return UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) }
    }
    if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap { Unicode.Scalar($0) } }
    let known: [String: Unicode.Scalar] = [
      "nbsp": " ", "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "check": "✓", "checkmark": "✓",
      "cross": "✗", "times": "×", "ndash": "–", "mdash": "—", "minus": "−", "bull": "•", "dagger": "†", "Dagger": "‡",
      "sup1": "¹", "sup2": "²", "sup3": "³", "vert": "|", "verbar": "|", "ast": "*",
    ]
    return known[name]
  }

  /// Runs of `*`, `_` and `~` that open or close something go; those that stand alone stay.
  private mutating func readEmphasis(_ mark: Unicode.Scalar) {
    var length = 0
    while peek(length) == mark { length += 1 }
    let before = offset > 0 ? scalars[offset - 1] : " "
    let after = peek(length) ?? " "
    let isSpaced = before.properties.isWhitespace && after.properties.isWhitespace
    let isInWord = mark == "_" && before.isWordPart && after.isWordPart
    if isSpaced || isInWord || (mark == "~" && length != 2)
      || runs[Run(mark: mark, length: length), default: 0] % 2 != 0
    {
      for _ in 0..<length { append(mark) }
      return
    }
    if mark == "~" {
      result.isStruck = true
    } else if length >= 2 {
      isBold.toggle()
    }
    offset += length
  }
}

extension Unicode.Scalar {
  /// Whether it can stand in a word: letters, digits.
  var isWordPart: Bool { properties.isAlphabetic || ("0"..."9").contains(self) }
}
