import FoundationEssentials
package import PolicyLanguage

extension ImportedSet {
  /// The files of the set, by name.
  package var files: [(name: String, text: String)] {
    var policy = PolicyText(self)
    var files = [(name: "policy.yaml", text: policy.written())]
    if let directory {
      let head = YAMLText.comment("Who holds what, as \(origin.first.map { $0.lowercasedFirst } ?? "imported")") + "\n"
      files.append(("directory.yaml", head + DirectoryText.lines(directory).joined(separator: "\n") + "\n"))
    }
    return files + suites.map { ($0.file, DirectoryText.written($0)) }
  }

  /// The policy and its directory as one file; suites stand in files of their own and are not part of it.
  package var oneFile: String {
    var policy = PolicyText(self)
    let text = policy.written()
    return directory.map { text + "\n" + DirectoryText.lines($0).joined(separator: "\n") + "\n" } ?? text
  }

  /// Writes the set's files into a folder and returns their paths. Nothing is written if any of them is there, unless
  /// `isForced`; then each file is replaced whole.
  package func write(
    to folder: String, isForced: Bool, fileSystem: LocalFileSystem = LocalFileSystem()
  ) throws(FileError) -> [String] {
    let root = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let files = files
    let paths = files.map { "\(root)/\($0.name)" }
    for path in paths where fileSystem.kind(of: path) != .missing {
      guard isForced, fileSystem.kind(of: path) == .file else {
        throw FileError(
          path: path,
          message: isForced
            ? "it is no file, and is not replaced"
            : "there is such a file already, and nothing is overwritten; `--force` replaces it")
      }
    }
    for (path, file) in zip(paths, files) {
      if fileSystem.kind(of: path) == .file {
        try Self.replace(path, file.text)
      } else {
        try fileSystem.create(path, file.text)
      }
    }
    return paths
  }

  private static func replace(_ path: String, _ text: String) throws(FileError) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: [.atomic])
    } catch {
      throw FileError(path: path, message: "it cannot be replaced")
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
