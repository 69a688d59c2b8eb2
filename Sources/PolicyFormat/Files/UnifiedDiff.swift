package import PolicyLanguage

/// The difference of two texts, as `diff -u` prints it.
package struct UnifiedDiff {
  private enum Change {
    case kept, removed, added

    var sign: String {
      switch self {
      case .kept: " "
      case .removed: "-"
      case .added: "+"
      }
    }
  }

  private struct Step {
    var change: Change
    var line: ArraySlice<UInt8>
    /// How many lines stand before it, in the old text and in the new one.
    var old: Int
    var new: Int
  }

  /// One line of the output.
  package struct Line: Sendable {
    package enum Kind: Sendable { case file, place, kept, removed, added }

    package var kind: Kind
    package var text: String
  }

  /// The lines of the output; none for equal texts.
  package let lines: [Line]

  /// The output as text, coloured if the style is.
  package func text(style: TerminalStyle) -> String {
    lines.map { line in
      let text = visibleText(line.text)
      return switch line.kind {
      case .file: style.paint(text, .bold)
      case .place: style.paint(text, .gutter)
      case .removed: style.paint(text, .deny)
      case .added: style.paint(text, .allow)
      case .kept: text
      }
    }.joined(separator: "\n")
  }

  /// How many equal lines are shown around a change.
  private static let context = 3

  /// Compares two texts line by line; `old` and `new` are what the head calls them.
  package init(_ before: [UInt8], _ after: [UInt8], old: String, new: String) {
    let steps = Self.steps(Self.lines(of: before), Self.lines(of: after))
    var lines: [Line] = []
    for hunk in Self.hunks(steps) {
      if lines.isEmpty { lines = [Line(kind: .file, text: "--- \(old)"), Line(kind: .file, text: "+++ \(new)")] }
      let shown = steps[hunk]
      let (oldCount, newCount) = (shown.count { $0.change != .added }, shown.count { $0.change != .removed })
      guard let first = shown.first else { continue }
      let oldPlace = Self.place(first.old, oldCount)
      let newPlace = Self.place(first.new, newCount)
      lines.append(Line(kind: .place, text: "@@ -\(oldPlace) +\(newPlace) @@"))
      for step in shown {
        let kind: Line.Kind =
          switch step.change {
          case .kept: .kept
          case .removed: .removed
          case .added: .added
          }
        let isWhole = step.line.last == 0x0A
        lines.append(
          Line(
            kind: kind,
            text: step.change.sign + String(decoding: isWhole ? step.line.dropLast() : step.line, as: UTF8.self)
          ))
        if !isWhole { lines.append(Line(kind: kind, text: "\\ No newline at end of file")) }
      }
    }
    self.lines = lines
  }

  /// A range of lines: its first, from 1, and how many; the line before an empty range.
  private static func place(_ start: Int, _ count: Int) -> String {
    let first = count == 0 ? start : start + 1
    return count == 1 ? "\(first)" : "\(first),\(count)"
  }

  /// The lines of a text, each with its line feed.
  private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }

  /// The most changed lines that are compared each with each, for which room and time grow with their square.
  private static let compared = 4000

  /// Which old lines go and which new lines come. Where too many differ, all between the first and the last do.
  private static func changes(
    _ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]
  ) -> (removed: Set<Int>, added: Set<Int>) {
    let shorter = min(before.count, after.count)
    let start = zip(before, after).prefix { $0 == $1 }.count
    let rest = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    let end = min(rest, shorter - start)
    let (old, new) = (start..<before.count - end, start..<after.count - end)
    guard old.count + new.count <= compared else { return (Set(old), Set(new)) }
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in Array(after[new]).difference(from: Array(before[old])) {
      switch change {
      case .remove(let offset, _, _): removed.insert(start + offset)
      case .insert(let offset, _, _): added.insert(start + offset)
      }
    }
    return (removed, added)
  }

  private static func steps(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [Step] {
    let (removed, added) = changes(before, after)
    var steps: [Step] = []
    var (old, new) = (0, 0)
    while old < before.count || new < after.count {
      if old < before.count, removed.contains(old) {
        steps.append(Step(change: .removed, line: before[old], old: old, new: new))
        old += 1
      } else if new < after.count, added.contains(new) || old >= before.count {
        steps.append(Step(change: .added, line: after[new], old: old, new: new))
        new += 1
      } else {
        steps.append(Step(change: .kept, line: before[old], old: old, new: new))
        old += 1
        new += 1
      }
    }
    return steps
  }

  /// The ranges of steps that are shown: changes with what is around them, joined where they meet.
  private static func hunks(_ steps: [Step]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, step) in steps.enumerated() where step.change != .kept {
      let range = max(0, index - context)..<min(steps.count, index + context + 1)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }
}
