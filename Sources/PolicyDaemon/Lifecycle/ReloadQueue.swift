/// When to load the policy: loads never overlap, wishes that come while one runs become one more load after it, and
/// the last wish is never lost, since what it wants to see may have been written after the running load had read it.
struct ReloadQueue: Hashable, Sendable {
  private enum State: Hashable {
    case idle, loading, loadingAndWanted
  }

  private var state = State.idle

  /// A reload is wished for; says whether to start one now.
  mutating func wanted() -> Bool {
    switch state {
    case .idle:
      state = .loading
      return true
    case .loading, .loadingAndWanted:
      state = .loadingAndWanted
      return false
    }
  }

  /// A load has ended; says whether to start another now.
  mutating func loaded() -> Bool {
    let again = state == .loadingAndWanted
    state = again ? .loading : .idle
    return again
  }
}
