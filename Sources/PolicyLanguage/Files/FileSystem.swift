/// What reading a policy set needs of a file system, so that tests can do without a disk.
package protocol FileSystem: Sendable {
  /// What is at the path, links followed.
  func kind(of path: String) -> FileKind
  /// The bytes of a file.
  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]
  /// The names in a folder, in byte order.
  func list(_ path: String) throws(FileError) -> [String]
  /// What tells a folder from every other, however a path leads to it: links may make a folder lie in itself.
  func identity(ofFolder path: String) -> String
}

extension FileSystem {
  package func identity(ofFolder path: String) -> String { path }
}

/// What is at a path; `other` is what has no end to read to, such as a pipe.
package enum FileKind: Hashable, Sendable { case file, folder, other, missing }

/// A file or folder that could not be read.
package struct FileError: Error, Hashable, Sendable {
  package var path: String
  /// Why, in the system's words.
  package var message: String

  package init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}

/// A file system of a dictionary, for tests and for git trees: paths with `/` between, files only.
package struct MemoryFileSystem: FileSystem {
  package var files: [String: [UInt8]]

  package init(_ files: [String: String]) { self.files = files.mapValues { Array($0.utf8) } }

  package func kind(of path: String) -> FileKind {
    if files[path] != nil { return .file }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : .missing
  }

  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let bytes = files[path] else { throw FileError(path: path, message: "there is no such file") }
    return bytes
  }

  package func list(_ path: String) throws(FileError) -> [String] {
    let prefix = path + "/"
    let names = Set(
      files.keys.filter { $0.hasPrefix(prefix) }.compactMap {
        $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
      })
    guard !names.isEmpty else { throw FileError(path: path, message: "there is no such folder") }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
