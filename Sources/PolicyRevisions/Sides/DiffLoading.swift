package import DecisionTable
package import PolicyCompiler
package import PolicyLanguage
package import PolicyValues

/// What a comparison is asked for.
package struct DiffRequest: Sendable {
  package var before: String
  package var after: String?
  /// The sets' path where a side names none.
  package var policy: String?
  /// A directory that replaces that of both sides.
  package var directory: String?
  package var assignments: [String]
  package var now: Timestamp

  package init(
    before: String, after: String?, policy: String? = nil, directory: String? = nil, assignments: [String] = [],
    now: Timestamp
  ) {
    self.before = before
    self.after = after
    self.policy = policy
    self.directory = directory
    self.assignments = assignments
    self.now = now
  }
}

/// The same set on both sides, compiled; `nil` where a side has no such set.
package struct LoadedPair: Sendable {
  package struct Side: Sendable {
    package var table: DecisionTable
    /// What the cells' files are relative to, from the repository's root on.
    package var root: String
    /// Whether the directory is the other side's.
    package var isDirectoryBorrowed: Bool
  }

  /// The folder's name where there are several sets; else empty.
  package var name: String
  package var before: Side?
  package var after: Side?
}

/// Both sides, or why they cannot be had.
package struct LoadedSides: Sendable {
  package var before: DiffSide
  package var after: DiffSide
  package var pairs: [LoadedPair]
  /// What stands for a set that a side does not have: nothing is declared, and nobody may anything.
  package var empty: DecisionTable
}

/// A set of one side that does not compile.
package enum DiffFailure: Error, Sendable {
  case sides(RevisionError)
  case policy(LoadFailure)

  /// What is wrong, in one line.
  package var message: String {
    switch self {
    case .sides(let error): error.message
    case .policy(let failure):
      failure.diagnostics.first { $0.severity == .error }?.message ?? "one of the sides does not compile"
    }
  }
}

/// Finds what both sides are and compiles it. Revisions are read through git; the work tree stays as it is.
package func loadSides(
  _ request: DiffRequest, progress: LoadProgress? = nil
) throws(DiffFailure) -> LoadedSides {
  let git = Git()
  var files = RevisionFiles()
  let before: DiffSide
  let after: DiffSide
  var places: (before: [SidePlace], after: [SidePlace]) = ([], [])
  do throws(RevisionError) {
    (before, after) = try DiffWords(git: git).sides(request.before, request.after)
    let finder = SidePlaces(policy: request.policy, git: git)
    places.before = try finder.places(before, &files)
    places.after = try finder.places(after, &files)
  } catch {
    throw .sides(error)
  }
  let loader = PairLoader(files: files, request: request, progress: progress)
  var pairs: [LoadedPair] = []
  do throws(LoadFailure) {
    for (name, first, second) in matched(places.before, places.after) {
      pairs.append(try loader.load(name, first, second))
    }
    return LoadedSides(before: before, after: after, pairs: pairs, empty: try emptyTable())
  } catch {
    throw .policy(error)
  }
}

/// Sets by name; two lone ones belong together whatever they are called.
private func matched(
  _ before: [SidePlace], _ after: [SidePlace]
) -> [(name: String, SidePlace?, SidePlace?)] {
  if before.count == 1, after.count == 1, before[0].name.isEmpty || after[0].name.isEmpty {
    return [("", before[0], after[0])]
  }
  let names = Set((before + after).map(\.name)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  return names.map { name in
    (name, before.first { $0.name == name }, after.first { $0.name == name })
  }
}
