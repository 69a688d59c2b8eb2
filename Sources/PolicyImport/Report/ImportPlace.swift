import PolicyLanguage
package import YAMLReader

/// Where something stands in a file that is imported, as a person counts it.
package struct ImportPlace: Hashable, Sendable, CustomStringConvertible {
  /// The file, as it was named.
  package var file: String
  /// The line, from 1.
  package var line: Int
  /// The column, from 1, in Unicode scalars.
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The place of a byte in a file.
  package init(_ source: SourceFile, at offset: Int) {
    let position = source.position(at: offset)
    self.init(file: source.path, line: position.line, column: position.column)
  }

  /// As a terminal makes it clickable: `path:line:column`.
  package var description: String { "\(visibleText(file)):\(line):\(column)" }
}

/// Why a file cannot be imported at all.
package struct ImportFailure: Error, Hashable, Sendable {
  /// One thing that is wrong.
  package struct Problem: Hashable, Sendable {
    /// Where, if it is in a file.
    package var place: ImportPlace?
    /// What is wrong, in lower case, with the user's words in backticks.
    package var message: String
    /// What would be right.
    package var help: String?

    package init(_ message: String, at place: ImportPlace? = nil, help: String? = nil) {
      self.place = place
      self.message = message
      self.help = help
    }
  }

  package var problems: [Problem]

  package init(problems: [Problem]) { self.problems = problems }

  package init(_ message: String, at place: ImportPlace? = nil, help: String? = nil) {
    problems = [Problem(message, at: place, help: help)]
  }

  /// One problem a line, each with its place before it and what would be right under it.
  package var text: String {
    problems.map { problem in
      let place = problem.place.map { "\($0): " } ?? ""
      let help = problem.help.map { "\n  help: \($0)" } ?? ""
      return "\(place)error: \(problem.message)\(help)"
    }.joined(separator: "\n")
  }
}
