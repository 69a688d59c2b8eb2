import RandomPolicies

/// Changes the layout of a YAML text at random, in ways in which people write, and in some in which nobody would.
///
/// What comes out may not be YAML any more. Each comment that it adds is another, `#1`, `#2`, ….
struct TextMutator {
  var random: SeededRandom
  private var comments = 0
  private var lines: [String] = []

  init(random: SeededRandom) { self.random = random }

  /// A text with so many changes.
  mutating func mutant(of text: String, changes: ClosedRange<Int>) -> String {
    (comments, lines) = (0, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    for _ in 0..<random.int(changes) { change() }
    var text = lines.joined(separator: random.chance(3) ? "\r\n" : "\n")
    if random.chance(2) { text = "---\n" + text }
    if random.chance(2) { text = "\u{FEFF}" + text }
    return text
  }

  /// A text with comments and empty lines at random, and in which little else is changed.
  mutating func strewn(_ text: String, comments count: ClosedRange<Int>) -> String {
    (comments, lines) = (0, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    for _ in 0..<random.int(count) {
      let line = random.int(0...lines.count - 1)
      switch random.int(0...9) {
      case 0...3: lines.insert(indentation(near: line) + comment(), at: line)
      case 4...6: if !lines[line].isEmpty { lines[line] += " " + comment() }
      case 7: lines.insert("", at: line)
      default: breakLine(line)
      }
      lines = lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func change() {
    let line = random.int(0...lines.count - 1)
    switch random.int(0...24) {
    case 0...1: lines.insert(random.chance(80) ? "" : "   ", at: line)
    case 2...3: lines.insert(indentation(near: line) + comment(), at: line)
    case 4...5: if !lines[line].isEmpty { lines[line] += random.pick([" ", "  ", "\t"]) + comment() }
    case 6...9: breakLine(line)
    case 10...11: pad(line)
    case 12: joinNext(line)
    case 13...14: embrace(line)
    case 15: replace(" ", in: line, by: "\n" + random.pick(["", "\n"]) + indentation(of: line) + "    ")
    case 16: quote(line)
    case 17: askKey(line)
    case 18: insert(random.pick(["[]", "{}", "[", "}", "-", "?", ":", ",", "#", "'", "\"", "|", "日", "\\"]), in: line)
    case 19: lengthen(line)
    case 20: lines.insert(lines[line], at: random.int(0...lines.count))
    case 21: lines[line] = random.pick(["", " ", "  ", "    "]) + lines[line].drop { $0 == " " }
    case 22: if let colon = place(of: ":", in: line) { lines[line] = String(lines[line][...colon]) }
    case 23: replace("- ", in: line, by: "-" + gap(indentation(of: line) + "    "))
    default: replace(": ", in: line, by: ":" + random.pick([gap(indentation(of: line) + "    "), scalarHeader(line)]))
    }
    lines = lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }

  private mutating func comment() -> String {
    comments += 1
    return "#\(comments)"
  }

  private func indentation(of line: Int) -> String { String(lines[line].prefix { $0 == " " }) }

  private mutating func indentation(near line: Int) -> String {
    let blanks = indentation(of: line).utf8.count + random.pick([0, 0, 0, 0, 2, 2, 4, 1, -1, -2, -4, -40])
    return String(repeating: " ", count: max(0, blanks))
  }

  /// A line break, with or without comments and empty lines.
  private mutating func gap(_ indentation: String) -> String {
    var gap = random.chance(30) ? " " + comment() : ""
    for _ in 0..<random.pick([0, 0, 0, 1, 1, 2, 3]) { gap += random.chance(50) ? "\n" : "\n" + indentation + comment() }
    return gap + "\n" + indentation
  }

  /// A header of a text of several lines, and a line of its own for the text.
  private mutating func scalarHeader(_ line: Int) -> String {
    let header = random.pick([" >-", " |", " |+", " >", " |-", " |6"])
    return header + random.pick(["", "", " " + comment()]) + "\n" + random.pick(["", "", "\n", " \n"])
      + indentation(of: line) + random.pick(["    ", "    ", "      "])
  }

  private mutating func insert(_ text: String, in line: Int) {
    let places = Array(lines[line].indices) + [lines[line].endIndex]
    lines[line].insert(contentsOf: text, at: random.pick(places))
  }

  /// Makes a word so long that its line comes about as wide as one may be.
  private mutating func lengthen(_ line: Int) {
    guard let place = place(of: "abcdefghijklmnopqrstuvwxyz_", in: line) else { return }
    let room = max(0, random.int(100...125) - lines[line].utf8.count)
    lines[line].insert(contentsOf: String(repeating: "w", count: room), at: place)
  }

  /// Where one of these characters stands in a line; nil if nowhere.
  private mutating func place(of characters: String, in line: Int) -> String.Index? {
    let text = lines[line]
    let places = text.indices.filter { characters.contains(text[$0]) }
    return places.isEmpty ? nil : random.pick(places)
  }

  /// Breaks a line at a bracket or a comma.
  private mutating func breakLine(_ line: Int) {
    guard let place = place(of: "[]{},", in: line) else { return }
    let text = lines[line]
    let isBefore = "]}".contains(text[place]) ? random.chance(90) : random.chance(10)
    let cut = isBefore ? place : text.index(after: place)
    let gap = gap(indentation(of: line) + random.pick(["  ", "    ", "      "]))
    lines[line] = text[..<cut] + gap + text[cut...]
  }

  private mutating func pad(_ line: Int) {
    guard let place = place(of: "[]{},:- '\"", in: line) else { return }
    let text = lines[line]
    let cut = random.chance(50) ? place : text.index(after: place)
    lines[line] = text[..<cut] + random.pick([" ", "  ", "   ", "\t"]) + text[cut...]
  }

  private mutating func joinNext(_ line: Int) {
    guard line + 1 < lines.count else { return }
    let next = lines.remove(at: line + 1).drop { $0 == " " }
    lines[line] += random.pick(["", " "]) + next
  }

  /// Puts the block below a line in brackets.
  private mutating func embrace(_ line: Int) {
    guard lines[line].hasSuffix(":") else { return }
    let outer = indentation(of: line).utf8.count
    var end = line + 1
    while end < lines.count, !lines[end].isEmpty, indentation(of: end).utf8.count > outer { end += 1 }
    let block = lines[line + 1..<end].map { String($0.drop { $0 == " " }) }
    guard let first = block.first else { return }
    lines.removeSubrange(line + 1..<end)
    let gap = random.pick(["", "", gap("      ")])
    let (open, close) = first.hasPrefix("- ") ? ("[", "]") : ("{", "}")
    let entries = block.map { first.hasPrefix("- ") && $0.hasPrefix("- ") ? String($0.dropFirst(2)) : $0 }
    lines[line] += " " + open + gap + entries.joined(separator: ",\(random.pick([" ", gap])) ") + close
  }

  private mutating func replace(_ text: String, in line: Int, by other: String) {
    let parts = lines[line].split(separator: text, omittingEmptySubsequences: false)
    guard parts.count > 1 else { return }
    let cut = random.int(1...parts.count - 1)
    lines[line] = parts[..<cut].joined(separator: text) + other + parts[cut...].joined(separator: text)
  }

  /// Puts a word in quotes, with blanks or without.
  private mutating func quote(_ line: Int) {
    guard let place = place(of: "abcdefghijklmnopqrstuvwxyz_", in: line) else { return }
    func isLetter(_ character: Character) -> Bool { character.isLetter || character == "_" }
    let text = lines[line]
    let before = text[..<place].reversed().drop(while: isLetter)
    let word = text[text.index(text.startIndex, offsetBy: before.count)...].prefix(while: isLetter)
    let mark = random.pick(["'", "\""])
    let blank = random.pick(["", "", "", " ", "  "])
    let padded = random.pick(["\(blank)\(word)", "\(word)\(blank)"])
    lines[line] = text[..<word.startIndex] + mark + padded + mark + text[word.endIndex...]
  }

  /// Makes the key of a line an explicit one: `? key`, `: value`.
  private mutating func askKey(_ line: Int) {
    let text = lines[line].drop { $0 == " " }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !text.hasPrefix("-") else { return }
    let indentation = indentation(of: line)
    lines[line] = indentation + "? " + parts[0] + random.pick(["\n" + indentation, gap(indentation)]) + ":" + parts[1]
  }
}
