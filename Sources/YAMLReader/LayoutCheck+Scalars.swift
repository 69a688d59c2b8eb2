/// What `LayoutCheck` looks at inside a scalar.
extension LayoutCheck {
  /// Checks the lines of a quoted or plain scalar after its first.
  mutating func checkContinuations(_ range: Range<Int>) {
    let needed = indentation
    if needed == 0 { return }
    var line = range.lowerBound
    while true {
      while line < range.upperBound, !bytes[line].isBreak { line += 1 }
      while line < range.upperBound, bytes[line].isBreak { line += 1 }
      guard line < range.upperBound else { return }
      let spaces = leadingSpaces(from: line)
      var content = line + spaces
      while content < range.upperBound, bytes[content].isBlank { content += 1 }
      if spaces < needed, content < range.upperBound, !bytes[content].isBreak {
        refuseIndentation(of: line, spaces: spaces)
        return
      }
    }
  }

  /// Refuses `[-]` and the like, which libyaml takes for words.
  mutating func checkPlainStart(_ range: Range<Int>) {
    let first = bytes[range.lowerBound]
    guard first == Byte.minus || first == Byte.question || first == Byte.colon else { return }
    let next = range.lowerBound + 1
    if bytes.isBlankOrEnd(at: next) || bytes[next].isFlowIndicator {
      report(
        .syntax, "`\(Character(UnicodeScalar(first)))` is not a value", range.lowerBound..<next,
        help: "put it in quotes")
    }
  }

  /// Checks the header of a `|` or `>` scalar, and the blank lines before its text.
  mutating func checkBlockScalar(_ range: Range<Int>) {
    var header = range.lowerBound + 1
    var hasIndicator = false
    while header < bytes.count, !bytes[header].isBlankOrBreak, bytes[header] != Byte.hash {
      if bytes[header] >= UInt8(ascii: "1"), bytes[header] <= UInt8(ascii: "9") { hasIndicator = true }
      header += 1
    }
    if header < bytes.count, bytes[header] == Byte.hash {
      refuseComment(at: header)
    }
    if hasIndicator { return }
    var line = header
    var deepest = 0
    var deepestLine = 0
    while line < bytes.count, !bytes[line].isBreak { line += 1 }
    while line < bytes.count {
      // From the line break to the start of the next line.
      line += bytes[line] == Byte.carriageReturn && !bytes.endsLine(at: line) ? 2 : 1
      let spaces = leadingSpaces(from: line)
      guard line + spaces < bytes.count, bytes[line + spaces].isBreak else {
        let isText = line + spaces < bytes.count && spaces >= indentation
        if isText, spaces < deepest {
          report(
            .indentation, "a blank line with more spaces than the text below it",
            deepestLine..<deepestLine + deepest, help: "remove its spaces")
        } else if isText, spaces == 0, bytes[line] == Byte.hash {
          // Text to YAML, a comment to libyaml.
          report(
            .indentation, "a line that is not indented far enough", line..<line + 1,
            help: "begin the text with a space")
        }
        return
      }
      if spaces > deepest { (deepest, deepestLine) = (spaces, line) }
      line += spaces
    }
  }
}
