import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Synchronization
import YAMLReader

@testable import PolicyDaemon

/// The small world that these tests ask about: alice owns project:web, bob reads it, and carol does so only in the
/// world that a reload brings. Nobody else is known.
enum World {
  static func table(withCarol: Bool = false) throws -> DecisionTable {
    try loaded(withCarol: withCarol).table
  }

  /// A table with many readers: `user:u00000` and so on.
  static func crowd(_ count: Int) throws -> DecisionTable {
    let readers = (0..<count).map { index in
      let digits = String(index)
      return "user:u\(String(repeating: "0", count: 5 - digits.count))\(digits)"
    }
    return try load(readers: readers).table
  }

  /// What a loader gives.
  static func loaded(withCarol: Bool = false, broken: [String] = []) throws -> LoadedPolicy {
    var policy = try load(readers: withCarol ? ["user:bob", "user:carol"] : ["user:bob"])
    policy.brokenInvariants = broken.map { Diagnostic(.brokenInvariant, $0, at: .none) }
    return policy
  }

  static func loaded(_ table: DecisionTable) throws -> LoadedPolicy {
    var policy = try loaded()
    policy.table = table
    return policy
  }

  static func failure(_ message: String) -> LoadFailure {
    LoadFailure(diagnostics: [Diagnostic(.unknownRole, message, at: .none)], sources: SourceMap())
  }

  private static func load(readers: [String]) throws -> LoadedPolicy {
    let principals = (["user:alice"] + readers).map { "    \($0): {}" }.joined(separator: "\n")
    let text = """
      policy: world
      scopes: {project: {}}
      principals: {user: {}}
      resources:
        connection: {in: project, actions: [create, read, update]}
      context: {mfa: bool}
      roles: {project: {reader: {}, owner: {includes: [reader]}}}
      permissions:
        project:
          connection: {read: [reader], create: [owner], update: [owner if with_mfa]}
      conditions: {with_mfa: context.mfa == true}
      directory:
        scopes: {"project:web": {}}
        resources: {"connection:c1": {in: project:web}, "connection:c2": {in: project:web}}
        assignments: {"project:web": {owner: [user:alice], reader: [\(readers.joined(separator: ", "))]}}
        principals:
      """
    let files = MemoryFileSystem(["world/policy.yaml": "\(text)\n\(principals)\n"])
    return try loadPolicy(
      PolicySetLocation(policy: "world"), fileSystem: files, at: Timestamp(seconds: 1_800_000_000))
  }
}

/// A switch that threads share.
final class Flag: Sendable {
  private let value = Atomic<Bool>(false)
  var isSet: Bool {
    get { value.load(ordering: .relaxed) }
    set { value.store(newValue, ordering: .relaxed) }
  }
}

/// A loader that tests tell what to give next.
final class ScriptedLoader: Sendable {
  private let next: Mutex<Result<LoadedPolicy, LoadFailure>>
  private let calls = Atomic<Int>(0)
  private let running = Atomic<Int>(0)
  private let overlaps = Atomic<Int>(0)
  private let gate: @Sendable () -> Void

  init(_ first: LoadedPolicy? = nil, gate: @escaping @Sendable () -> Void = {}) throws {
    next = Mutex(.success(try first ?? World.loaded()))
    self.gate = gate
  }

  func gives(_ result: Result<LoadedPolicy, LoadFailure>) { next.withLock { $0 = result } }

  var count: Int { calls.load(ordering: .relaxed) }
  var hasOverlapped: Bool { overlaps.load(ordering: .relaxed) > 0 }

  var load: @Sendable () throws(LoadFailure) -> LoadedPolicy {
    { () throws(LoadFailure) -> LoadedPolicy in
      if self.running.add(1, ordering: .relaxed).newValue > 1 { self.overlaps.add(1, ordering: .relaxed) }
      defer { self.running.subtract(1, ordering: .relaxed) }
      let result = self.next.withLock { $0 }
      self.calls.add(1, ordering: .relaxed)
      self.gate()
      return try result.get()
    }
  }
}
