/// One annotation of a pull request, as a GitHub Actions workflow command that a step prints.
///
/// Source: GitHub's "Workflow commands for GitHub Actions", and the escaping of `actions/toolkit`
/// (`packages/core/src/command.ts`). GitHub shows at most ten errors and ten warnings of a step.
package struct GitHubAnnotation: Sendable {
  /// How the annotation is shown.
  package enum Level: String, Sendable {
    case error, warning, notice
  }

  package var level: Level
  package var title: String
  /// The text; line breaks are kept.
  package var message: String
  /// The file, relative to the root of the repository; `nil` for an annotation of the whole run.
  package var file: String?
  /// The first line, from 1.
  package var line: Int?
  /// The last line, if it is another one.
  package var endLine: Int?
  /// The first column, from 1. GitHub takes columns only where all is on one line.
  package var column: Int?
  /// The column after the last.
  package var endColumn: Int?

  /// An annotation of the whole run, until a place is set.
  package init(_ level: Level, title: String, message: String) {
    self.level = level
    self.title = title
    self.message = message
  }

  /// The command, without a line break. Whatever the message says, it stays one command.
  package var command: String {
    var properties: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { properties.append("\(name)=\(Self.escapedProperty(value))") }
    }
    if let file {
      let isOneLine = endLine == nil || endLine == line
      add("file", file)
      add("line", line.map { String($0) })
      add("endLine", isOneLine ? nil : endLine.map { String($0) })
      add("col", isOneLine ? column.map { String($0) } : nil)
      add("endColumn", isOneLine ? endColumn.map { String($0) } : nil)
    }
    add("title", title)
    return "::\(level.rawValue) \(properties.joined(separator: ","))::\(Self.escapedData(message))"
  }

  private static func escapedData(_ text: String) -> String {
    escaped(text) { _ in false }
  }

  private static func escapedProperty(_ text: String) -> String {
    escaped(text) { $0 == ":" || $0 == "," }
  }

  private static func escaped(_ text: String, also: (Unicode.Scalar) -> Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "\r" || scalar == "\n" || also(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
