import FoundationEssentials

/// What reading a policy set needs of a file system, so that tests can do without a disk.
package protocol FileSystem: Sendable {
  /// What is at the path, links followed.
  func kind(of path: String) -> FileKind
  /// The bytes of a file.
  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]
  /// The names in a folder, in byte order.
  func list(_ path: String) throws(FileError) -> [String]
}

package enum FileKind: Hashable, Sendable { case file, folder, missing }

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

/// The machine's own files.
package struct LocalFileSystem: FileSystem {
  package init() {}

  package func kind(of path: String) -> FileKind {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return .missing }
    return isFolder ? .folder : .file
  }

  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      // One byte past the limit is enough for the reader to refuse the file.
      return [UInt8](data.prefix(limit + 1))
    } catch {
      throw FileError(path: path, message: Self.reason(error))
    }
  }

  package func list(_ path: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw FileError(path: path, message: Self.reason(error))
    }
  }

  /// Writes a new file, its folders made where they are missing; a file that is there is an error.
  package func create(_ path: String, _ text: String) throws(FileError) {
    guard kind(of: path) == .missing else {
      throw FileError(path: path, message: "there is such a file already, and nothing is overwritten")
    }
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: path), options: [.withoutOverwriting])
    } catch {
      throw FileError(path: path, message: Self.reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    return switch error.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
    case .fileReadNoPermission: "permission denied"
    default: "it cannot be read"
    }
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
