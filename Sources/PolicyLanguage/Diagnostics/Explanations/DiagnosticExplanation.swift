/// What there is to say of a code beyond a finding's own message, for `policy check --explain CODE`.
package struct DiagnosticExplanation: Hashable, Sendable {
  /// One line, without a full stop.
  package let title: String
  /// A few sentences: what the code means, and why it is refused or warned of.
  package let text: String
  /// An excerpt of a policy that gets the code.
  package let wrong: String
  /// The same, as it should be.
  package let right: String

  init(_ title: String, _ text: String, wrong: String, right: String) {
    self.title = title
    // The sources break lines where the code needs it; a reader's terminal or page breaks them as it likes.
    self.text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .split(separator: "").map { $0.joined(separator: " ") }.joined(separator: "\n\n")
    self.wrong = wrong
    self.right = right
  }

  /// The text and both excerpts, in plain text broken at 80 columns.
  package var plainText: String {
    let paragraphs = text.split(separator: "\n\n").map { Self.broken(String($0), at: 80) }
    return paragraphs.joined(separator: "\n\n")
      + "\n\nWrong:\n\n\(Self.indented(wrong))\n\nRight:\n\n\(Self.indented(right))\n"
  }

  /// The text and both excerpts in Markdown.
  package var markdown: String {
    "\(text)\n\nWrong:\n\n```yaml\n\(wrong)\n```\n\nRight:\n\n```yaml\n\(right)\n```\n"
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
  }

  private static func broken(_ paragraph: String, at width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.joined(separator: "\n")
  }
}

extension DiagnosticCode {
  /// What the code is about, in one line.
  package var title: String { explained.title }

  /// What the code means, why it is refused or warned of, and a wrong and a right example, as plain text with a last
  /// newline.
  package var explanation: String { explained.plainText }

  /// All codes with their titles, errors first, one a line in two columns, with a last newline.
  package static var listing: String {
    let width = allCases.map(\.rawValue.utf8.count).max() ?? 0
    func lines(_ severity: Diagnostic.Severity) -> [String] {
      allCases.filter { $0.severity == severity }.map { code in
        code.rawValue + String(repeating: " ", count: width + 2 - code.rawValue.utf8.count) + code.title
      }
    }
    return
      (["errors:"] + lines(.error).map { "  " + $0 } + ["", "warnings:"] + lines(.warning).map { "  " + $0 })
      .joined(separator: "\n") + "\n"
  }
}
