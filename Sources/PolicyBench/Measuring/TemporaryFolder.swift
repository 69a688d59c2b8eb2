import FoundationEssentials

/// A folder that nobody else uses, for table files and sockets.
struct TemporaryFolder: Sendable {
  private let folder: String

  /// Makes a folder, and removes it with all that is in it however the body ends.
  static func with<Result>(
    _ body: (TemporaryFolder) async throws(BenchError) -> Result
  ) async throws(BenchError) -> Result {
    let manager = FileManager.default
    let name = "policy-bench-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    // A socket's path has room for some hundred bytes, which a deep folder for temporary files may use up.
    let given = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let parent = given.isEmpty || given.utf8.count > 50 ? "/tmp" : given
    let path = parent.hasSuffix("/") ? parent + name : "\(parent)/\(name)"
    do {
      try manager.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw BenchError("cannot make the folder `\(path)`; name another place for temporary files in TMPDIR")
    }
    defer { try? manager.removeItem(atPath: path) }
    return try await body(TemporaryFolder(folder: path))
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }
}
