import PolicyLanguage

/// A file system in which some files have other contents.
struct OverlayFileSystem: FileSystem {
  let base: any FileSystem
  var files: [String: [UInt8]]

  func kind(of path: String) -> FileKind { files[path] == nil ? base.kind(of: path) : .file }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    if let bytes = files[path] { return bytes }
    return try base.read(path, limit: limit)
  }

  func list(_ path: String) throws(FileError) -> [String] {
    let prefix = path.hasSuffix("/") ? path : path + "/"
    let added = files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .filter { !$0.contains("/") && base.kind(of: prefix + $0) == .missing }
    do throws(FileError) {
      return (try base.list(path) + added).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      guard !added.isEmpty else { throw error }
      return added.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  func identity(ofFolder path: String) -> String { base.identity(ofFolder: path) }
}
