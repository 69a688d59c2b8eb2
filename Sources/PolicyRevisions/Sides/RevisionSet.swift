package import PolicyLanguage

/// A policy set as a git revision has it. Its files are read into memory; the work tree stays as it is.
package struct RevisionSet: Sendable {
  /// The set's path, as messages and git name it: `main:policies/pica`.
  package let path: String
  private let files: RevisionFiles

  /// The files of the revision, and those of the machine for whatever else is named.
  package var fileSystem: any FileSystem { files }

  /// The set that a word such as `main:policies/pica` names; `nil` if the word is no such name, or is a path that is there.
  package init?(_ word: String) throws(RevisionError) {
    guard word.contains(":"), LocalFileSystem().kind(of: word) == .missing else { return nil }
    let side = try DiffWords(git: Git()).side(word)
    guard case .revision = side else { return nil }
    try self.init(side, policy: nil, word: word)
  }

  /// The set that lies at a path of the work tree, as an older revision has it.
  package init(of path: String, at revision: String) throws(RevisionError) {
    let side = try DiffWords(git: Git()).side(revision)
    guard case .revision = side else {
      throw RevisionError("`\(revision)` is a path, and no revision; write `\(revision)^{}` for the revision")
    }
    try self.init(side, policy: path, word: revision)
  }

  private init(_ side: DiffSide, policy: String?, word: String) throws(RevisionError) {
    var files = RevisionFiles()
    let places = try SidePlaces(policy: policy, git: Git()).places(side, &files)
    guard places.count == 1, let place = places.first else {
      throw RevisionError("`\(word)` holds several policy sets; name one of \(listed(places.map(\.path)))")
    }
    (path, self.files) = (place.path, files)
  }
}
