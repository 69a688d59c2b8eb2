import YAMLReader

/// A `|` or `>` scalar, taken apart into the lines that it is written in.
struct BlockScalar {
  /// `|` or `>` with what it needs: how its end is read, and whether its first line begins with white space of its own.
  let header: String
  /// The lines below it, without the indentation that they share. What is empty stays empty.
  let lines: [String]
  /// The comment beside the header.
  let comment: Range<Int>?
  /// Where the scalar ends, with all that belongs to its text.
  let end: Int

  /// Whether a scalar is one.
  static func begins(_ node: Node, in bytes: [UInt8]) -> Bool {
    guard node.kind == .scalar, !node.isPlain, Int(node.span.start) < bytes.count else { return false }
    return [UInt8(ascii: "|"), UInt8(ascii: ">")].contains(bytes[Int(node.span.start)])
  }

  init(_ node: Node, in bytes: [UInt8]) {
    let text = Array(node.utf8)
    let start = Int(node.span.start)
    let headerEnd = bytes.lineEnd(from: start)
    comment = bytes[start..<headerEnd].firstIndex(of: UInt8(ascii: "#")).map { $0..<headerEnd }
    let style = bytes[start] == UInt8(ascii: "|") ? "|" : ">"
    let isKept = bytes[start..<(comment?.lowerBound ?? headerEnd)].contains(UInt8(ascii: "+"))

    // The reader's end is that of the last byte that is no white space; lines of white space may be text too.
    let textEnd = max(bytes.lineEnd(from: Int(node.span.end)), headerEnd)
    let raw = Self.lines(of: bytes, from: bytes.afterBreak(at: headerEnd), to: textEnd)
    let shared = Self.indentation(of: raw, text: text)
    var found = raw.map { Self.dropping(shared, from: $0) }
    var end = textEnd
    var waiting: [String] = []
    var next = bytes.afterBreak(at: textEnd)
    while next < bytes.count {
      let lineEnd = bytes.lineEnd(from: next)
      guard bytes[next..<lineEnd].allSatisfy(\.isBlank) else { break }
      waiting.append(Self.dropping(shared, from: bytes[next..<lineEnd]))
      if !found.isEmpty, waiting.last?.isEmpty == false {
        found += waiting
        waiting = []
        end = lineEnd
      } else if isKept {
        end = bytes.afterBreak(at: lineEnd)
      }
      next = bytes.afterBreak(at: lineEnd)
      if lineEnd == bytes.count { break }
    }
    self.end = end

    let breaksAtEnd = text.reversed().prefix { $0 == 0x0A }.count
    let isEmpty = breaksAtEnd == text.count
    if isEmpty { found = [] }
    while found.last?.isEmpty == true { found.removeLast() }
    let first = found.first { !$0.isEmpty }?.utf8.first
    let indicator = first.map(\.isBlank) == true ? "2" : ""
    let blank = isEmpty ? breaksAtEnd : max(0, breaksAtEnd - 1)
    header = style + indicator + (breaksAtEnd == 0 ? "-" : blank > 0 ? "+" : "")
    lines = found + Array(repeating: "", count: blank)
  }

  private static func lines(of bytes: [UInt8], from start: Int, to end: Int) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = start
    while start < end {
      let lineEnd = bytes.lineEnd(from: start)
      lines.append(bytes[start..<lineEnd])
      start = bytes.afterBreak(at: lineEnd)
    }
    return lines
  }

  /// How many spaces all lines begin with that are not text: what the first line of text has more than its text.
  private static func indentation(of lines: [ArraySlice<UInt8>], text: [UInt8]) -> Int {
    func spaces(_ line: some Sequence<UInt8>) -> Int { line.prefix { $0 == 0x20 }.count }
    guard let line = lines.first(where: { !$0.allSatisfy(\.isBlank) }) else { return 0 }
    let read = text.split(separator: 0x0A).first { !$0.allSatisfy(\.isBlank) }
    return max(0, spaces(line) - (read.map { spaces($0) } ?? 0))
  }

  private static func dropping(_ count: Int, from line: ArraySlice<UInt8>) -> String {
    let spaces = line.prefix { $0 == 0x20 }.count
    return String(decoding: line.dropFirst(min(spaces, count)), as: UTF8.self)
  }
}
