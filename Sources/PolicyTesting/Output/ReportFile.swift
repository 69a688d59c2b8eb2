import FoundationEssentials
package import PolicyLanguage

/// A file that a report is to be written to, as the command line names it: `junit=report.xml`.
package struct ReportFile: Hashable, Sendable {
  package var format: ReportFormat
  package var path: String

  package init(format: ReportFormat, path: String) {
    self.format = format
    self.path = path
  }

  /// Reads `FORMAT=FILE`; fails, with what would be right, if it is not that.
  package init(_ text: String) throws(ReportFileError) {
    guard let equals = text.firstIndex(of: "=") else {
      throw ReportFileError("`\(text)` is not written FORMAT=FILE, such as junit=report.xml")
    }
    let name = String(text[..<equals])
    let path = String(text[text.index(after: equals)...])
    guard let format = ReportFormat(rawValue: name) else {
      let known = ReportFormat.allCases.map(\.rawValue)
      throw ReportFileError(
        "there is no report format `\(name)`; " + (didYouMean(name, in: known) ?? "there are \(listed(known))"))
    }
    guard !path.isEmpty else { throw ReportFileError("`\(text)` names no file; write \(name)=FILE") }
    guard path != "-" else {
      throw ReportFileError("`-` is no file; `--format \(name)` prints to standard output")
    }
    self.init(format: format, path: path)
  }

  /// Reads several, each of a file of its own in a folder that is there: a run that takes minutes must not end in a
  /// report that has no place.
  package static func all(
    _ texts: [String], fileSystem: any FileSystem = LocalFileSystem()
  ) throws(ReportFileError) -> [ReportFile] {
    var files: [ReportFile] = []
    for text in texts {
      let file = try ReportFile(text)
      let place = file.place
      if let other = files.first(where: { $0.place == place }) {
        throw ReportFileError(
          "`\(file.path)` is given to two reports, \(other.format.rawValue) and \(file.format.rawValue); "
            + "give each a file of its own")
      }
      switch fileSystem.kind(of: file.folder) {
      case .folder: break
      case .missing: throw ReportFileError("there is no folder `\(file.folder)` for `\(file.path)`; make it first")
      case .file, .other: throw ReportFileError("`\(file.folder)` is no folder, so `\(file.path)` cannot be in it")
      }
      if fileSystem.kind(of: file.path) == .folder {
        throw ReportFileError("`\(file.path)` is a folder; name a file for the \(file.format.rawValue) report")
      }
      files.append(file)
    }
    return files
  }

  /// The path without detours, so that `./a` is `a`.
  private var place: String { URL(filePath: path).standardized.path }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// What is wrong with a report's file: one line, lower case, with what would be right.
package struct ReportFileError: Error, Hashable, Sendable {
  package var message: String

  init(_ message: String) { self.message = message }
}

extension TestOutcome {
  /// Writes the outcome to each file, whole or not at all, and returns what could not be written.
  package func write(to files: [ReportFile]) -> [FileError] {
    files.compactMap { file in
      do throws(FileError) {
        try replaceFile(file.path, with: text(file.format))
        return nil
      } catch {
        return error
      }
    }
  }
}
