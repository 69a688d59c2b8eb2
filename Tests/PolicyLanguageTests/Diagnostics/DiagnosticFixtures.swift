import PolicyLanguage
import YAMLReader

/// Files to point into.
struct Fixture {
  var sources = SourceMap()
  var texts: [[UInt8]] = []

  init(_ files: (path: String, text: String)...) {
    for file in files { add(file.path, Array(file.text.utf8)) }
  }

  mutating func add(_ path: String, _ bytes: [UInt8]) {
    _ = sources.add(SourceFile(path: path, bytes: bytes))
    texts.append(bytes)
  }

  /// The span of the text's `occurrence`th appearance, from 1, in a file; `.none` if there is none.
  func span(_ text: String, _ occurrence: Int = 1, in file: Int = 0) -> Span {
    let bytes = Array(text.utf8)
    var left = occurrence
    for start in 0...max(0, texts[file].count - bytes.count) where texts[file][start...].starts(with: bytes) {
      left -= 1
      if left == 0 {
        return Span(file: UInt32(file), start: UInt32(start), end: UInt32(start + bytes.count))
      }
    }
    return .none
  }

  /// The span from the start of one text to the end of another.
  func span(from first: String, to last: String) -> Span {
    Span(file: 0, start: span(first).start, end: span(last).end)
  }

  func span(at start: Int, _ end: Int, in file: Int = 0) -> Span {
    Span(file: UInt32(file), start: UInt32(start), end: UInt32(end))
  }

  func render(_ diagnostic: Diagnostic, style: TerminalStyle = .plain, width: Int = 120) -> String {
    DiagnosticRenderer(sources: sources, style: style, sourceWidth: width).render(diagnostic)
  }
}
