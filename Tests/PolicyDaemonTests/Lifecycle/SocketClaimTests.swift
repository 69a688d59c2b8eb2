import Foundation
import Testing

@testable import PolicyDaemon

@Suite struct SocketClaimTests {
  let ask = post("/access/v1/evaluation", evaluation("alice"))

  @Test func refusesASecondDaemonAndLeavesTheFirstAlone() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    try await withDaemon(at: path) { _ in
      let before = try SystemFiles.status(path)
      let second = try ScriptedLoader()
      #expect(await refusal(path, second) == .inUse(path: path))
      // It said so before it loaded anything.
      #expect(second.count == 0)
      #expect(try SystemFiles.status(path) == before)
      #expect(try await exchange(path, ask).map(\.status) == [200])
    }
    #expect(try SystemFiles.status(path) == nil)
  }

  @Test func replacesAStaleSocket() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    // Bound, listened at and closed, as a killed daemon leaves it.
    _ = try UnixSocket.listen(at: path, mode: 0o600, backlog: 1)
    #expect(try SystemFiles.status(path)?.kind == .socket)
    try await withDaemon(at: path) { (_: RunningDaemon) async throws -> Void in
      #expect(try await exchange(path, ask).map(\.status) == [200])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func refusesASocketWithAFullQueue() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    let listener = try UnixSocket.listen(at: path, mode: 0o600, backlog: 0)
    let waiting = try RawClient(path)
    #expect(await refusal(path) == .inUse(path: path))
    withExtendedLifetime(waiting) {}
    #expect(try SystemFiles.status(path)?.kind == .socket)
    _ = listener.number
  }

  @Test func neverTouchesWhatIsNotASocket() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    try Data("precious".utf8).write(to: URL(filePath: path))
    #expect(await refusal(path) == .notASocket(path: path, what: "a file"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")

    let link = folder.path + "/l"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/nothing")
    #expect(await refusal(link) == .notASocket(path: link, what: "a symbolic link"))
    #expect(try SystemFiles.status(link)?.kind == .link)

    let stale = folder.path + "/stale"
    _ = try UnixSocket.listen(at: stale, mode: 0o600, backlog: 1)
    let toStale = folder.path + "/l2"
    try FileManager.default.createSymbolicLink(atPath: toStale, withDestinationPath: stale)
    #expect(await refusal(toStale) == .notASocket(path: toStale, what: "a symbolic link"))
    #expect(try SystemFiles.status(stale)?.kind == .socket)

    let inner = folder.path + "/d"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
    #expect(await refusal(inner) == .notASocket(path: inner, what: "a folder"))
  }

  @Test func refusesPathsThatCannotBe() async throws {
    let folder = try TemporaryFolder()
    #expect(await refusal("") == .emptyPath)
    let missing = folder.path + "/no/s"
    #expect(await refusal(missing) == .parentMissing(path: missing, parent: folder.path + "/no"))
    let long = folder.path + "/" + String(repeating: "x", count: 106 - folder.path.utf8.count)
    try await withDaemon(at: long) { (_: RunningDaemon) async throws -> Void in
      #expect(try await exchange(long, ask).map(\.status) == [200])
    }
    #expect(await refusal(long + "x") == .pathTooLong(path: long + "x", length: 108))
    try Data().write(to: URL(filePath: folder.path + "/f"))
    let inFile = folder.path + "/f/s"
    #expect(await refusal(inFile) == .parentNotAFolder(path: inFile, parent: folder.path + "/f"))
  }

  @Test func setsThePermissions() async throws {
    try await withDaemon { daemon in
      let attributes = try FileManager.default.attributesOfItem(atPath: daemon.socketPath)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
    }
    try await withDaemon(configure: { $0.socketMode = 0o600 }) { daemon in
      let attributes = try FileManager.default.attributesOfItem(atPath: daemon.socketPath)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  /// Of many that start at once, over a stale socket, exactly one serves.
  @Test func letsOneOfManyServe() async throws {
    for _ in 0..<5 {
      let folder = try TemporaryFolder()
      let path = folder.path + "/s"
      _ = try UnixSocket.listen(at: path, mode: 0o600, backlog: 1)
      let claims = await withTaskGroup(of: (SocketClaim, CInt)?.self) { group in
        for _ in 0..<16 {
          group.addTask { try? await SocketClaim.take(path, mode: 0o600) }
        }
        return await group.reduce(into: [(SocketClaim, CInt)]()) { if let claim = $1 { $0.append(claim) } }
      }
      #expect(claims.count == 1)
      for (claim, descriptor) in claims {
        claim.release()
        _ = OwnedDescriptor(descriptor)
      }
      #expect(try SystemFiles.status(path) == nil)
    }
  }

  @Test func removesOnlyItsOwn() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    try await withDaemon(at: path) { _ in
      try FileManager.default.removeItem(atPath: path)
      try Data("new".utf8).write(to: URL(filePath: path))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }

  @Test func saysWhatToDo() {
    #expect(
      DaemonError.socket(.inUse(path: "/run/p.sock")).description
        == "another program is answering on `/run/p.sock`; stop it first, or choose another path with `--socket`"
    )
    #expect(
      SocketError.parentMissing(path: "/a/s", parent: "/a").description
        == "cannot create the socket `/a/s`: the folder `/a` does not exist; create it first")
  }

  @Test func choosesAPlaceIfNobodyDoes() {
    #expect(DaemonConfiguration.defaultSocketPath(environment: [:]) == "/run/policyd/policyd.sock")
    #expect(
      DaemonConfiguration.defaultSocketPath(environment: ["XDG_RUNTIME_DIR": ""])
        == "/run/policyd/policyd.sock")
    #expect(
      DaemonConfiguration.defaultSocketPath(environment: ["XDG_RUNTIME_DIR": "/run/user/7"])
        == "/run/user/7/policyd.sock")
  }

  private func refusal(_ path: String, _ loader: ScriptedLoader? = nil) async -> SocketError? {
    do {
      try await withDaemon(at: path, loader) { _ in Issue.record("it started") }
      return nil
    } catch {
      guard case DaemonError.socket(let error) = error else {
        Issue.record("\(error)")
        return nil
      }
      return error
    }
  }
}
