import PolicyLanguage

/// Files of revisions beside those of the machine. A revision's are named as git names them, `main:policies/pica/x.yaml`;
/// what is not in a revision that was read is looked for on the disk.
struct RevisionFiles: FileSystem {
  private var memory = MemoryFileSystem([:])
  /// What revisions were read, such as `main:policies`.
  private var roots: [String] = []
  private let local = LocalFileSystem()

  /// Reads the YAML files of a tree, or one file, into memory as `root` and below.
  mutating func add(_ object: String, as root: String, from git: Git) throws(RevisionError) {
    roots.append(root)
    guard git.isTree(object) else {
      memory.files[root] = try git.contents(of: [object]).first
      return
    }
    let entries = try git.entries(ofTree: object)
    let files = entries.filter { $0.isFile && Self.isYAML($0.path) }
    let links = entries.filter { $0.isLink && !$0.path.split(separator: "/").contains { $0.hasPrefix(".") } }
    let contents = try git.contents(of: (files + links).map(\.object))
    for (entry, bytes) in zip(files, contents) { memory.files["\(root)/\(entry.path)"] = bytes }
    let targets = zip(links, contents.dropFirst(files.count)).map { ($0.path, String(decoding: $1, as: UTF8.self)) }
    try follow(targets, entries: entries, below: root)
  }

  /// Links are followed within the tree. One that leads out of it cannot be, and might have forbidden something.
  private mutating func follow(
    _ links: [(path: String, target: String)], entries: [Git.Entry], below root: String
  ) throws(RevisionError) {
    for (path, target) in links {
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      guard !target.hasPrefix("/"), let place = RepositoryPath.normal(target, from: folder) else {
        if Self.isYAML(path) || !target.contains(".") { throw Self.leadsOut(root, path, target) }
        continue
      }
      if let bytes = memory.files["\(root)/\(place)"] {
        if Self.isYAML(path) { memory.files["\(root)/\(path)"] = bytes }
        continue
      }
      let below = "\(root)/\(place)/"
      let inside = memory.files.filter { $0.key.hasPrefix(below) }
      for (name, bytes) in inside { memory.files["\(root)/\(path)/\(name.dropFirst(below.count))"] = bytes }
      if inside.isEmpty, Self.isYAML(path) || entries.contains(where: { $0.isLink && $0.path == place }) {
        throw Self.leadsOut(root, path, target)
      }
    }
  }

  private static func leadsOut(_ root: String, _ path: String, _ target: String) -> RevisionError {
    RevisionError(
      "`\(root)/\(path)` is a link to `\(target)`, which cannot be followed within the revision; "
        + "compare folders instead")
  }

  private static func isYAML(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

  private func isInRevision(_ path: String) -> Bool {
    roots.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  func kind(of path: String) -> FileKind { isInRevision(path) ? memory.kind(of: path) : local.kind(of: path) }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    isInRevision(path) ? try memory.read(path, limit: limit) : try local.read(path, limit: limit)
  }

  func list(_ path: String) throws(FileError) -> [String] {
    isInRevision(path) ? try memory.list(path) : try local.list(path)
  }

  func identity(ofFolder path: String) -> String {
    isInRevision(path) ? path : local.identity(ofFolder: path)
  }
}

/// Paths in a repository: from its root, with `/` between, without `.` and `..`.
enum RepositoryPath {
  /// The path that another means from a folder; `nil` if it leads out of the root.
  static func normal(_ path: String, from folder: String) -> String? {
    var parts: [Substring] = []
    for part in (folder.split(separator: "/") + path.split(separator: "/")) where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}
