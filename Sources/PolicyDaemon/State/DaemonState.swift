import PolicyValues
import Synchronization

/// What the whole daemon knows of itself: the policy, how the last reload went, and its counters.
final class DaemonState: Sendable {
  /// How the last load of the policy went.
  struct Reload: Sendable {
    var at: Timestamp
    /// What was wrong, one line each; empty if it went well.
    var errors: [String]
    var isOK: Bool { errors.isEmpty }
  }

  let published: PublishedPolicy
  let version: String
  let baseURL: String
  let now: @Sendable () -> Timestamp
  let counters: DaemonCounters
  private let startedAt = ContinuousClock.now
  private let reload: Mutex<Reload>
  private let draining = Atomic<Bool>(false)

  init(
    policy: ServingPolicy, version: String, baseURL: String, loops: Int,
    now: @escaping @Sendable () -> Timestamp
  ) {
    published = PublishedPolicy(policy)
    self.version = version
    self.baseURL = baseURL
    self.now = now
    counters = DaemonCounters(loops: loops)
    reload = Mutex(Reload(at: policy.loadedAt, errors: []))
  }

  /// How the last load went, the one at the start included.
  var lastReload: Reload { reload.withLock { $0 } }

  func note(_ outcome: Reload) {
    reload.withLock { $0 = outcome }
    counters.countReload(ok: outcome.isOK)
  }

  /// Whether the daemon is on its way out: it answers what comes, and asks to be sent nothing more.
  var isDraining: Bool {
    get { draining.load(ordering: .relaxed) }
    set { draining.store(newValue, ordering: .relaxed) }
  }

  /// Whole seconds since the start.
  var uptimeSeconds: Int { Int((ContinuousClock.now - startedAt).components.seconds) }
}
