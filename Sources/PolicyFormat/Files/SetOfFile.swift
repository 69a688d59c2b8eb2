import PolicyLanguage
import YAMLReader

/// Finds the set that a file belongs to.
struct SetOfFile {
  let fileSystem: any FileSystem

  /// How many folders above that of the file are looked into.
  private static let height = 8

  /// The set of a file, and what the set calls the file: the nearest folder above it in which one file says `policy:`; the
  /// file alone if it says so itself beside others, or if there is no such folder.
  func set(of path: String, text: [UInt8]) -> (set: String, file: String) {
    let path = path.contains("/") ? path : "./" + path
    let alone = (set: path, file: path)
    var folder = Self.folder(of: path)
    for _ in 0..<Self.height {
      let names = files(in: folder).filter { $0 != path && namesPolicy($0) }
      let isOwn = Self.folder(of: path) == folder && Self.namesPolicy(text)
      if isOwn, !names.isEmpty { return alone }
      if isOwn || names.count == 1 {
        return file(path, in: folder).map { (folder, $0) } ?? alone
      }
      if !names.isEmpty || folder == "/" { return alone }
      folder = Self.above(folder)
    }
    return alone
  }

  /// What a set calls a file: it may have come to it by another name of the same folder. Nil if it does not read it.
  private func file(_ path: String, in set: String) -> String? {
    guard fileSystem.kind(of: path) == .file else { return Self.folder(of: path) == set ? path : nil }
    let name = path.split(separator: "/").last
    let folder = fileSystem.identity(ofFolder: Self.folder(of: path))
    var loader = PolicySetLoader(fileSystem: fileSystem)
    return loader.load(PolicySetLocation(policy: set)).sources.files.map(\.path).first {
      $0.split(separator: "/").last == name && fileSystem.identity(ofFolder: Self.folder(of: $0)) == folder
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func above(_ folder: String) -> String {
    let last = folder.split(separator: "/").last ?? ""
    if last == "." { return folder == "." ? ".." : Self.folder(of: folder) + "/.." }
    if last == ".." { return folder + "/.." }
    return Self.folder(of: folder)
  }

  private func files(in folder: String) -> [String] {
    let names = (try? fileSystem.list(folder)) ?? []
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.map { prefix + $0 }
      .filter { fileSystem.kind(of: $0) == .file }
  }

  private func namesPolicy(_ path: String) -> Bool {
    (try? fileSystem.read(path, limit: maximumFileSize)).map { Self.namesPolicy($0) } ?? false
  }

  private static func namesPolicy(_ text: [UInt8]) -> Bool {
    let key = Array("policy:".utf8)
    return text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).contains { $0.starts(with: key) }
  }
}
