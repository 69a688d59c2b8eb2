/// Finds the policy sets that a path means: itself, or every set in a folder of sets.
package struct SetDiscovery {
  private let fileSystem: any FileSystem

  package init(fileSystem: any FileSystem = LocalFileSystem()) { self.fileSystem = fileSystem }

  /// What a command without a path works on: `./policies`, or the current folder if that is a policy set, or else the
  /// `policies` of the nearest folder above, `../policies` and so on, no further up than the root of the git repository.
  /// `nil` if there is none. Outside of a repository nothing above is looked at: it may be anybody's.
  package func defaultPath() -> String? {
    if fileSystem.kind(of: "policies") == .folder { return "policies" }
    if hasFiles(in: "."), countNames(in: ".") > 0 { return "." }
    guard let root = repositoryRoot() else { return nil }
    var path = "policies"
    for _ in 0..<root {
      path = "../" + path
      if fileSystem.kind(of: path) == .folder { return path }
    }
    return nil
  }

  /// How many folders up the root of the git repository is; `nil` outside of one. A work tree and a submodule have a
  /// file `.git` at their root.
  private func repositoryRoot() -> Int? {
    var folder = "."
    for steps in 0..<Self.mostFoldersUp {
      if fileSystem.kind(of: folder + "/.git") != .missing { return steps }
      let above = folder + "/.."
      // The root of the file system lies above itself.
      guard fileSystem.identity(ofFolder: above) != fileSystem.identity(ofFolder: folder) else { return nil }
      folder = above
    }
    return nil
  }

  private static let mostFoldersUp = 64

  /// The sets that a path means, in byte order. A folder is a folder of sets if no YAML file stands in it directly and
  /// its folders hold sets of their own; a set may well lie in several folders, and then has one `policy:` in all.
  package func sets(at path: String) -> [String] {
    guard fileSystem.kind(of: path) == .folder, !hasFiles(in: path) else { return [path] }
    let folders = children(of: path).filter { fileSystem.kind(of: $0) == .folder && holdsFiles($0) }
    guard !folders.isEmpty else { return [path] }
    return countNames(in: path) == 1 && folders.count > 1 ? [path] : folders
  }

  private func children(of path: String) -> [String] {
    let names = (try? fileSystem.list(path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }

  private func hasFiles(in path: String) -> Bool {
    children(of: path).contains { PolicySetLoader.isYAML($0) && fileSystem.kind(of: $0) == .file }
  }

  private func holdsFiles(_ path: String) -> Bool {
    files(below: path).contains { PolicySetLoader.isYAML($0) }
  }

  /// How many files below a folder begin a line with `policy:`.
  private func countNames(in path: String) -> Int {
    files(below: path).count { PolicySetLoader.isYAML($0) && !PolicySetLoader.isSuite($0) && namesPolicy($0) }
  }

  /// The files in a folder and in those below it. Links may make a folder lie in itself, so each is looked into once.
  private func files(below path: String) -> [String] {
    var files: [String] = []
    var folders = [(path: path, depth: 0)]
    var seen: Set<String> = [fileSystem.identity(ofFolder: path)]
    while let folder = folders.popLast() {
      for child in children(of: folder.path) {
        switch fileSystem.kind(of: child) {
        case .file: files.append(child)
        case .folder where folder.depth < PolicySetLoader.maximumDepth:
          if seen.insert(fileSystem.identity(ofFolder: child)).inserted { folders.append((child, folder.depth + 1)) }
        default: continue
        }
      }
    }
    return files
  }

  private func namesPolicy(_ path: String) -> Bool {
    guard let bytes = try? fileSystem.read(path, limit: maximumFileSize) else { return false }
    let key = Array("policy:".utf8)
    return bytes.starts(with: key)
      || bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: key) }
  }
}
