import PolicyLanguage

/// A set, or a table file, of one side.
struct SidePlace {
  /// What sets of both sides are matched by: the name of the folder among several.
  var name: String
  /// As it is read, and as messages name it.
  var path: String
  /// The same from the repository's root, for annotations of a pull request.
  var folder: String
}

/// The sets that a side means.
struct SidePlaces {
  /// What names the sets where a side names a revision alone, or the work tree.
  let policy: String?
  let git: Git?

  /// The places of a side, read into `files` if they are in a revision.
  func places(_ side: DiffSide, _ files: inout RevisionFiles) throws(RevisionError) -> [SidePlace] {
    switch side {
    case .path(let path):
      guard let root = path ?? policy ?? SetDiscovery().defaultPath() else {
        throw RevisionError(
          "there is no ./policies here, and the current folder is no policy set; name one with --policy PATH")
      }
      return named(SetDiscovery().sets(at: root), root: root) { path in
        path.hasPrefix("/") ? path : RepositoryPath.normal(path, from: git?.prefix ?? "") ?? path
      }
    case .revision(let name, let commit, let path):
      guard let git else { return [] }
      let (place, object) = try root(name, commit, path, git)
      let root = "\(name):\(place.isEmpty ? "." : place)"
      try files.add(object, as: root, from: git)
      return named(SetDiscovery(fileSystem: files).sets(at: root), root: root) { path in
        String(path.dropFirst(name.count + 1))
      }
    }
  }

  /// Several sets are told apart by the names of their folders; one set of one side and one of the other are the same
  /// set whatever they are called.
  private func named(_ sets: [String], root: String, folder: (String) -> String) -> [SidePlace] {
    sets.map { path in
      let prefix = root.hasSuffix("/") ? root : root + "/"
      return SidePlace(
        name: path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : "", path: path,
        folder: folder(path))
    }
  }

  /// Where in a revision the sets are: what was named, else `policies`, else the current folder, as elsewhere.
  private func root(
    _ name: String, _ commit: String, _ path: String?, _ git: Git
  ) throws(RevisionError) -> (path: String, object: String) {
    if let path {
      guard let object = git.object(at: path, in: commit) else {
        throw RevisionError("there is no `\(path)` in the revision `\(name)`")
      }
      return (path, object)
    }
    if let policy {
      guard !policy.hasPrefix("/"), let place = RepositoryPath.normal(policy, from: git.prefix) else {
        throw RevisionError(
          "`\(policy)` does not lie in the repository; name the path with --policy as seen from the current folder")
      }
      guard let object = git.object(at: place, in: commit) else {
        throw RevisionError("there is no `\(place)` in the revision `\(name)`")
      }
      return (place, object)
    }
    let here = RepositoryPath.normal("", from: git.prefix) ?? ""
    if let place = RepositoryPath.normal("policies", from: git.prefix), let object = git.object(at: place, in: commit) {
      return (place, object)
    }
    guard let object = git.object(at: here, in: commit) else {
      throw RevisionError("the current folder is not in the revision `\(name)`; name the policy set with --policy PATH")
    }
    return (here, object)
  }
}
