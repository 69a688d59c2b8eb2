package import PolicyLanguage

/// The forms that coverage is written in for others to read.
package enum CoverageFormat: String, CaseIterable, Sendable {
  /// LCOV's tracefile, which editors and coverage services read.
  case lcov
  case json
  /// For a pull request's comment, or a job's summary.
  case markdown
}

/// A file that coverage is to be written to, as the command line names it: `lcov=policy.info`.
package struct CoverageFile: Hashable, Sendable {
  package var format: CoverageFormat
  package var path: String

  /// Reads `FORMAT=FILE`; fails, with what would be right, if it is not that.
  package init(_ text: String) throws(ReportFileError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw ReportFileError("`\(text)` is not written FORMAT=FILE, such as lcov=policy.info")
    }
    guard let format = CoverageFormat(rawValue: parts[0]) else {
      let known = CoverageFormat.allCases.map(\.rawValue)
      throw ReportFileError(
        "there is no coverage format `\(parts[0])`; "
          + (didYouMean(parts[0], in: known) ?? "there are \(listed(known))"))
    }
    (self.format, path) = (format, parts[1])
  }

  /// Writes the coverage of some sets, whole or not at all.
  package func write(_ reports: [CoverageReport]) throws(FileError) {
    let text =
      switch format {
      case .lcov: CoverageReport.lcov(reports)
      case .json: JSONValue.array(reports.map(\.json)).text(pretty: true)
      case .markdown: reports.map(\.markdown).joined(separator: "\n")
      }
    try replaceFile(path, with: text)
  }
}
