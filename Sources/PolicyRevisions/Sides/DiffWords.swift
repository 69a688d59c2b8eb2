import PolicyLanguage

/// One side of a comparison, as the command line names it.
package enum DiffSide: Hashable, Sendable {
  /// A revision, with its commit; a `path` names the sets in it, from the repository's root.
  case revision(name: String, commit: String, path: String?)
  /// A folder, a file or a table file. `nil` is the work tree, at the path that commands work on by themselves.
  case path(String?)

  /// How a report calls it.
  package var title: String {
    switch self {
    case .revision(let name, _, let path): path.map { "\(name):\($0)" } ?? name
    case .path(let path): path ?? "the work tree"
    }
  }
}

/// Reads the words of `policy diff`: `A`, `A B`, `A..B` and `A...B`.
struct DiffWords {
  let git: Git?
  private let files = LocalFileSystem()

  func sides(_ first: String, _ second: String?) throws(RevisionError) -> (before: DiffSide, after: DiffSide) {
    if let range = range(first) {
      guard second == nil else {
        throw RevisionError("`\(first)` names both sides already; leave `\(second ?? "")` out")
      }
      return try sides(of: range)
    }
    let before = try side(first)
    guard let second else { return (before, .path(nil)) }
    return (before, try side(second))
  }

  private struct Range {
    var text: String
    var before: String
    var after: String
    var isSymmetric: Bool
  }

  /// `A..B`, where nothing on the disk has that name. A side that is left out is `HEAD`, as git has it.
  private func range(_ word: String) -> Range? {
    guard files.kind(of: word) == .missing, let dots = Self.dots(in: word) else { return nil }
    let before = String(word[..<dots.lowerBound])
    let after = String(word[dots.upperBound...])
    // `../policies` is a path that is not there.
    guard !before.isEmpty || !after.hasPrefix("/") else { return nil }
    return Range(
      text: word, before: before.isEmpty ? "HEAD" : before, after: after.isEmpty ? "HEAD" : after,
      isSymmetric: word[dots] == "...")
  }

  private static func dots(in word: String) -> Swift.Range<String.Index>? {
    var index = word.startIndex
    while index < word.endIndex {
      for mark in ["...", ".."] where word[index...].hasPrefix(mark) {
        let end = word.index(index, offsetBy: mark.count)
        // A path such as `a/../b` is no range.
        if index > word.startIndex, word[word.index(before: index)] == "/" { return nil }
        return index..<end
      }
      index = word.index(after: index)
    }
    return nil
  }

  private func sides(of range: Range) throws(RevisionError) -> (before: DiffSide, after: DiffSide) {
    let git = try repository(for: range.text)
    func commit(_ name: String) throws(RevisionError) -> String {
      guard let commit = git.commit(name) else { throw unknown(name, git) }
      return commit
    }
    let before = try commit(range.before)
    let after = try commit(range.after)
    let start = range.isSymmetric ? try git.mergeBase(before, after) : before
    let name = range.isSymmetric ? "\(range.before)...\(range.after)" : range.before
    return (
      .revision(name: start == before ? range.before : name, commit: start, path: nil),
      .revision(name: range.after, commit: after, path: nil)
    )
  }

  /// One word: a path, a revision, or a path in a revision. What may be both is refused, as git refuses it.
  func side(_ word: String) throws(RevisionError) -> DiffSide {
    let isPath = files.kind(of: word) != .missing
    guard let git else {
      if isPath { return .path(word) }
      throw Git.isThere
        ? RevisionError("there is no `\(word)` here, and this folder is in no git repository to have such a revision")
        : RevisionError("there is no `\(word)` here, and no git that would know a revision of that name")
    }
    let commit = git.commit(word)
    if isPath, commit != nil, !word.contains("/") {
      throw RevisionError(
        "`\(word)` is both a path and a revision; write `./\(word)` for the path, or `\(word)^{}` for the revision")
    }
    if isPath { return .path(word) }
    if let commit { return .revision(name: Self.shown(word), commit: commit, path: nil) }
    if let colon = word.firstIndex(of: ":"), colon > word.startIndex {
      let name = String(word[..<colon])
      guard let commit = git.commit(name) else { throw unknown(name, git) }
      let written = String(word[word.index(after: colon)...])
      let isRelative = written.hasPrefix("./") || written.hasPrefix("../")
      guard let path = RepositoryPath.normal(written, from: isRelative ? git.prefix : ""),
        git.object(at: path, in: commit) != nil
      else { throw RevisionError("there is no `\(written)` in the revision `\(name)`") }
      return .revision(name: Self.shown(name), commit: commit, path: path)
    }
    throw unknown(word, git)
  }

  /// `main^{}` is how one asks for what `main` names.
  private static func shown(_ name: String) -> String { name.hasSuffix("^{}") ? String(name.dropLast(3)) : name }

  private func repository(for word: String) throws(RevisionError) -> Git {
    guard let git else {
      throw RevisionError(
        Git.isThere
          ? "`\(word)` names revisions, and this folder is in no git repository"
          : "`\(word)` names revisions, and there is no git")
    }
    return git
  }

  private func unknown(_ name: String, _ git: Git) -> RevisionError {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".table") {
      return RevisionError("`\(name)` is no path that is there, and no revision of this repository")
    }
    let hint = nearest(name, in: git.names).map { "; did you mean `\($0)`?" } ?? ""
    return RevisionError("`\(name)` is no revision of this repository, and no path that is there\(hint)")
  }
}
