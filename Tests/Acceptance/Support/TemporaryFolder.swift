import Foundation

/// A folder of one test's own, removed when the test is done with it.
struct TemporaryFolder: Sendable {
  let path: String

  /// Makes a folder, and removes it with everything in it however `body` ends.
  static func with<Result>(_ body: (TemporaryFolder) async throws -> Result) async throws -> Result {
    // Not the system's temporary folder, which may be deep: a socket's path has room for 107 bytes.
    let path = "/tmp/policy-" + UUID().uuidString.prefix(8).lowercased()
    Reaper.shared.watch(folder: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(TemporaryFolder(path: path))
  }

  /// The path of something in the folder, whether it is there or not.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, in folders that are made if they are missing; returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return path(name)
  }

  /// Writes a policy set of one file, and of a suite if there is one; returns the set's path.
  @discardableResult
  func writeSet(_ policy: String, suite: String? = nil, to name: String = "set") throws -> String {
    try write(policy, to: "\(name)/policy.yaml")
    if let suite { try write(suite, to: "\(name)/policy_test.yaml") }
    return path(name)
  }

  /// The text of a file.
  func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// Whether something is at a path of the folder.
  func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
