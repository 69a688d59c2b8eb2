import YAMLReader

/// A span as a person or another tool counts it.
struct DiagnosticPlace: Hashable, Sendable {
  /// The file, as the source map calls it.
  var file: String
  /// The first character's line and column, from 1, in Unicode scalars.
  var line: Int
  var column: Int
  /// The line and column after the last character; the same as the first for an empty span.
  var endLine: Int
  var endColumn: Int

  /// Where the span lies, or `nil` if it is no place in a file that the map knows.
  init?(_ span: Span, in sources: SourceMap) {
    guard let file = sources[span.file] else { return nil }
    let range = file.byteRange(of: span)
    let start = file.position(at: range.lowerBound)
    let end = file.position(at: range.upperBound)
    self.file = file.path
    line = start.line
    column = start.column
    endLine = end.line
    endColumn = end.column
  }

  /// The place as a terminal makes it clickable: `path:line:column`.
  var description: String { "\(visibleText(file)):\(line):\(column)" }
}

extension SourceFile {
  /// The span's bytes, moved into the file where they lie outside. White space at the end is left out: a YAML
  /// block reaches to the next one's start, and nobody means the empty lines between them.
  func byteRange(of span: Span) -> Range<Int> {
    let start = min(Int(span.start), bytes.count)
    var end = max(start, min(Int(span.end), bytes.count))
    guard end - start > 0 else { return start..<end }
    while end > start, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    if end > start { return start..<end }
    // White space only: keep what is on the first line.
    end = start
    while end < min(Int(span.end), bytes.count), bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return start..<end
  }
}
