import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import YAMLReader

/// Compiles the same set of both sides. A side without a directory takes the other's.
struct PairLoader {
  let files: RevisionFiles
  let request: DiffRequest
  let progress: LoadProgress?

  func load(_ name: String, _ before: SidePlace?, _ after: SidePlace?) throws(LoadFailure) -> LoadedPair {
    var first = try before.map { place throws(LoadFailure) in try read(place) }
    var second = try after.map { place throws(LoadFailure) in try read(place) }
    if let a = first, let b = second {
      if !a.hasDirectory, b.hasDirectory { first = try borrow(a, from: b) }
      if !b.hasDirectory, a.hasDirectory { second = try borrow(b, from: a) }
    }
    return LoadedPair(
      name: name, before: try first.map { side throws(LoadFailure) in try compiled(side) },
      after: try second.map { side throws(LoadFailure) in try compiled(side) })
  }

  /// One side before it is compiled.
  private struct Reading {
    var path: String
    var folder: String
    var content: Content
    var hasDirectory: Bool
    var isBorrowed = false

    enum Content {
      case set(PolicySet)
      case table(DecisionTable)
    }
  }

  private func read(_ place: SidePlace) throws(LoadFailure) -> Reading {
    let location = PolicySetLocation(
      policy: place.path, directory: request.directory, assignments: request.assignments)
    if TableFile.isTable(place.path) {
      let table = try loadPolicy(PolicySetLocation(policy: place.path), at: request.now).table
      let hasDirectory = table.counts.scopes + table.counts.principals + table.counts.resources > 0
      return Reading(path: place.path, folder: place.folder, content: .table(table), hasDirectory: hasDirectory)
    }
    var loader = PolicySetLoader(fileSystem: files, progress: progress)
    let set = loader.load(location, withSuites: false)
    return Reading(path: place.path, folder: place.folder, content: .set(set), hasDirectory: set.hasDirectory)
  }

  private func borrow(_ side: Reading, from other: Reading) throws(LoadFailure) -> Reading {
    // A table cannot be given a directory; what it then says of principals it does not know is all that it can say.
    guard case .set = side.content else { return side }
    var borrowed = side
    switch other.content {
    case .set(let set):
      var loader = PolicySetLoader(fileSystem: files, progress: progress)
      borrowed.content = .set(
        loader.load(
          PolicySetLocation(policy: side.path, directory: set.path, isDirectoryInSet: true), withSuites: false))
      borrowed.isBorrowed = true
      borrowed.hasDirectory = true
    case .table:
      throw LoadFailure(
        diagnostics: [
          Diagnostic(
            .tableFile, "`\(side.path)` has no directory, and that of the table file `\(other.path)` cannot be taken",
            at: .none, help: "name the directory that the table was built with by `--directory`")
        ], sources: SourceMap())
    }
    return borrowed
  }

  private func compiled(_ side: Reading) throws(LoadFailure) -> LoadedPair.Side {
    switch side.content {
    case .table(let table):
      return LoadedPair.Side(table: table, root: "", isDirectoryBorrowed: false)
    case .set(let set):
      do throws(LoadFailure) {
        let table = try loadPolicy(set, at: request.now, progress: progress).table
        return LoadedPair.Side(table: table, root: side.folder, isDirectoryBorrowed: side.isBorrowed)
      } catch {
        guard side.isBorrowed else { throw error }
        var failure = error
        failure.diagnostics.append(
          Diagnostic(
            .unreadableFile, "`\(side.path)` has no directory of its own, and the other side's does not fit it",
            at: .none, help: "give a directory that fits both sides with `--directory PATH`"))
        throw failure
      }
    }
  }
}
