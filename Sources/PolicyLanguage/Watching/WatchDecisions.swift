/// When a watch has work to do: fed with what is there at each look, it says when to look again, or that what has
/// changed has come to rest. No clock and no disk of its own.
///
/// Editors save in several ways: they write into the file, after emptying it; or they write another and rename it, and
/// the old one is away for a moment; and many files may be saved at once. So a change is waited out until two looks are
/// the same, and one that leaves a file empty or takes it away, which is most often half of a save, a little longer.
package struct WatchDecisions: Sendable {
  package enum Action: Hashable, Sendable {
    /// Nothing to do yet.
    case look(after: Duration)
    /// Work on what is there now; look again after that.
    case work([FileChange])
  }

  /// Between looks while nothing changes. With ``settling`` it bounds how long a save goes unnoticed.
  package static let idle = Duration.milliseconds(25)
  /// How long a change must be at rest; longer than a tick of any file system's clock, so that a write after that has
  /// another stamp.
  package static let settling = Duration.milliseconds(12)
  /// The same for a change that may be half of a save.
  package static let settlingHalves = Duration.milliseconds(60)
  /// What never comes to rest is worked on nevertheless.
  package static let patience = Duration.seconds(1)

  /// What the last work saw.
  private var done: WatchedFiles.Look
  private var last: WatchedFiles.Look
  /// When `last` was seen first.
  private var restsSince = Duration.zero
  /// When something was first seen to differ from `done`.
  private var differsSince: Duration?

  /// Begins with what is there at a first look, which is taken as worked on.
  package init(_ look: WatchedFiles.Look) {
    done = look
    last = look
  }

  /// Takes what is there at a time, which counts from any fixed moment.
  package mutating func saw(_ look: WatchedFiles.Look, at time: Duration) -> Action {
    if look != last {
      last = look
      restsSince = time
    }
    guard look != done else {
      differsSince = nil
      return .look(after: Self.idle)
    }
    let since = differsSince ?? time
    differsSince = since
    let needed = isHalf(look) ? Self.settlingHalves : Self.settling
    let rested = time - restsSince
    guard rested >= needed || time - since >= Self.patience else {
      return .look(after: min(Self.settling, needed - rested))
    }
    let changes = FileChange.between(done, look)
    done = look
    differsSince = nil
    return .work(changes)
  }

  /// Whether a file is gone, or is empty now and was not before.
  private func isHalf(_ look: WatchedFiles.Look) -> Bool {
    done.keys.contains { look[$0] == nil } || look.contains { $1.size == 0 && done[$0]?.size != 0 }
  }
}

/// What happened to a file.
package struct FileChange: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case new, changed, removed }

  package var path: String
  package var kind: Kind

  package init(_ path: String, _ kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// What differs between two looks, in byte order of the paths.
  package static func between(_ old: WatchedFiles.Look, _ new: WatchedFiles.Look) -> [FileChange] {
    var changes = new.compactMap { path, stamp -> FileChange? in
      guard let before = old[path] else { return FileChange(path, .new) }
      return before == stamp ? nil : FileChange(path, .changed)
    }
    changes += old.keys.filter { new[$0] == nil }.map { FileChange($0, .removed) }
    return changes.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
