import Synchronization

/// The policy that answers now, where all event loops find it.
///
/// A reader looks at the generation first, which is one load of a line that hardly ever changes, and takes the lock
/// only when it has moved on.
final class PublishedPolicy: Sendable {
  private let generation = Atomic<Int>(0)
  private let current: Mutex<ServingPolicy>

  init(_ policy: ServingPolicy) { current = Mutex(policy) }

  /// The policy, for those who ask seldom.
  var policy: ServingPolicy { current.withLock { $0 } }

  /// Puts another policy in its place. Whoever reads the new generation finds the new policy.
  func publish(_ policy: ServingPolicy) {
    current.withLock { $0 = policy }
    generation.add(1, ordering: .releasing)
  }

  /// One event loop's view: keeps the policy it read last, so that a batch of requests costs one load.
  struct Reader {
    private let published: PublishedPolicy
    private var generation: Int
    private var policy: ServingPolicy

    init(_ published: PublishedPolicy) {
      self.published = published
      // The generation before the policy: if a new policy comes between the two, the next look reads it again.
      generation = published.generation.load(ordering: .acquiring)
      policy = published.policy
    }

    /// The policy that answers now.
    mutating func read() -> ServingPolicy {
      let latest = published.generation.load(ordering: .acquiring)
      if latest != generation {
        generation = latest
        policy = published.policy
      }
      return policy
    }
  }
}
