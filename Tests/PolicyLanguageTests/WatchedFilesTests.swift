import FoundationEssentials
import PolicyLanguage
import Synchronization
import Testing

@Suite struct WatchedFilesTests {
  /// A dictionary of files, in which a folder's stamp tells the names in it, as a disk's does.
  private struct StampedMemory: StampedFileSystem {
    var memory: MemoryFileSystem
    var listings = Counter()

    init(_ files: [String: String]) { memory = MemoryFileSystem(files) }

    func kind(of path: String) -> FileKind { memory.kind(of: path) }
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { try memory.read(path, limit: limit) }
    func list(_ path: String) throws(FileError) -> [String] {
      listings.add()
      return try memory.list(path)
    }
    func stamp(of path: String) -> FileStamp? {
      switch kind(of: path) {
      case .missing: nil
      case .folder:
        FileStamp(
          kind: .folder, identity: UInt64(path.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }),
          modified: ((try? memory.list(path)) ?? []).joined(separator: "/").hashValue)
      case let kind: FileStamp(kind: kind, size: memory.files[path]?.count ?? 0)
      }
    }
  }

  private final class Counter: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
  }

  @Test func filesOfYAMLAndRootsOfAnyName() {
    let files = StampedMemory([
      "p/a.yaml": "1", "p/b.yml": "22", "p/notes.md": "", "p/.hidden.yaml": "", "p/.git/c.yaml": "",
      "p/deep/er/c.yaml": "333", "rows.tsv": "4444", "other.yaml": "",
    ])
    var watched = WatchedFiles(roots: ["p", "rows.tsv", "missing"])
    let look = watched.look(in: files)
    #expect(look.mapValues(\.size) == ["p/a.yaml": 1, "p/b.yml": 2, "p/deep/er/c.yaml": 3, "rows.tsv": 4])
  }

  @Test func whatComesAndGoes() {
    var files = StampedMemory(["p/a.yaml": "1"])
    var watched = WatchedFiles(roots: ["p"])
    #expect(watched.look(in: files).keys.sorted() == ["p/a.yaml"])
    files.memory.files["p/new/b.yaml"] = [1]
    #expect(watched.look(in: files).keys.sorted() == ["p/a.yaml", "p/new/b.yaml"])
    files.memory.files["p/a.yaml"] = nil
    #expect(watched.look(in: files).keys.sorted() == ["p/new/b.yaml"])
    files.memory.files = [:]
    #expect(watched.look(in: files).isEmpty)
    files.memory.files["p/a.yaml"] = [1]
    #expect(watched.look(in: files).keys.sorted() == ["p/a.yaml"])
  }

  /// Twice, in case something was made within the tick of the first time; then no more until its stamp changes.
  @Test func aFolderAtRestIsNotListedAgain() {
    var files = StampedMemory(["p/a.yaml": "", "p/q/b.yaml": ""])
    var watched = WatchedFiles(roots: ["p"])
    for _ in 0..<10 { _ = watched.look(in: files) }
    #expect(files.listings.count == 4)
    files.memory.files["p/q/c.yaml"] = []
    for _ in 0..<10 { #expect(watched.look(in: files).count == 3) }
    #expect(files.listings.count == 6)
  }

  @Test func onADisk() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "policyd-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder + "/set/deep", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/set/deep/a.yaml"
    func write(_ text: String, atomically: Bool) throws {
      try Data(text.utf8).write(to: URL(filePath: path), options: atomically ? [.atomic] : [])
    }
    try write("policy: p\n", atomically: false)
    // A folder that links make reachable twice is looked into once.
    try FileManager.default.createSymbolicLink(atPath: folder + "/set/deep/up", withDestinationPath: "..")
    var watched = WatchedFiles(roots: [folder + "/set"])
    let first = watched.look()
    #expect(first.keys.sorted() == [path])
    #expect(watched.look() == first)
    try write("policy: q\n", atomically: true)
    let second = watched.look()
    #expect(FileChange.between(first, second) == [FileChange(path, .changed)])
    try write("policy: longer\n", atomically: false)
    let third = watched.look()
    #expect(FileChange.between(second, third) == [FileChange(path, .changed)])
    try FileManager.default.removeItem(atPath: path)
    #expect(watched.look().isEmpty)
  }
}
