import ArgumentParser
import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyRevisions
import PolicyTesting
import PolicyValues

/// Where a policy and its directory come from.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "The policy set: a folder, one file, a table file, or one in git, as main:policies/pica.", valueName: "path"),
    completion: .file())
  var path: String?

  @OptionGroup var directory: DirectoryOptions

  /// The set that is meant; an error that says how to name one if it is not clear.
  func location() throws -> PolicySetLocation { try Self.location(path, directory: directory) }

  /// Loads and compiles the set, or prints its errors and ends with 2.
  func load(at now: Timestamp) throws -> LoadedPolicy { try Self.load(try location(), at: now) }

  static func location(_ path: String?, directory: DirectoryOptions?) throws -> PolicySetLocation {
    guard let path = path ?? SetPaths.defaultPath() else {
      throw ValidationError("there is no ./policies here; name a policy set with --policy PATH")
    }
    let sets = SetDiscovery().sets(at: path)
    guard sets.count == 1, let only = sets.first else {
      throw ValidationError("`\(path)` holds several policy sets; name one of \(listed(sets))")
    }
    return directory?.location(policy: only) ?? PolicySetLocation(policy: only)
  }

  /// Opens a table file, or says what is wrong with it and ends with 2.
  static func opened(_ path: String) throws -> DecisionTable {
    do throws(TableError) {
      return try DecisionTable(file: path)
    } catch {
      throw ValidationError("`\(path)`: \(error.message)")
    }
  }

  static func load(_ location: PolicySetLocation, at now: Timestamp) throws -> LoadedPolicy {
    var location = location
    var fileSystem: any FileSystem = LocalFileSystem()
    do throws(RevisionError) {
      if let set = try RevisionSet(location.policy) { (location.policy, fileSystem) = (set.path, set.fileSystem) }
    } catch {
      throw ValidationError(error.message)
    }
    do throws(LoadFailure) {
      return try Progress.during("reading \(location.policy)") { (report) throws(LoadFailure) in
        try loadPolicy(location, fileSystem: fileSystem, at: now, progress: report)
      }
    } catch {
      let renderer = DiagnosticRenderer(sources: error.sources, style: Terminal.errorStyle)
      Terminal.printError(renderer.render(error.diagnostics))
      Terminal.exit(.cannotRun)
    }
  }
}

/// A directory beside the set.
struct DirectoryOptions: ParsableArguments {
  @Option(
    name: .customLong("directory"),
    help: ArgumentHelp("A file or folder whose `directory:` replaces the set's.", valueName: "path"),
    completion: .file())
  var path: String?

  @Option(
    help: ArgumentHelp(
      "Rows of scope, role, principal and end, as PostgreSQL's COPY prints them; may be given more than once.",
      valueName: "file.tsv"), completion: .file(extensions: ["tsv"]))
  var assignments: [String] = []

  /// The files and folders that are read beside the set.
  var paths: [String] { (path.map { [$0] } ?? []) + assignments }

  func location(policy: String) -> PolicySetLocation {
    PolicySetLocation(policy: policy, directory: path, assignments: assignments)
  }
}

/// Values and a time that a question brings along.
struct RequestOptions: ParsableArguments {
  @Option(
    name: .customLong("given"),
    help: ArgumentHelp(
      "An attribute's value, such as resource.owner=user:bob; may be given more than once.", valueName: "name=value"))
  var given: [String] = []

  @Option(
    help: ArgumentHelp("The time to ask at, such as 2027-01-01T00:00:00Z; the clock's if not given.", valueName: "time")
  )
  var now: String?

  func time() throws -> Timestamp { try Self.time(now) }

  static func time(_ now: String?) throws -> Timestamp {
    guard let now else { return SystemClock.now() }
    guard let time = Timestamp(now) else {
      throw ValidationError("--now is not a timestamp with an offset: `\(now)`; write 2027-01-01T00:00:00Z")
    }
    return time
  }

  func values() throws -> [GivenValue] {
    try given.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let names = parts[0].split(separator: ".", maxSplits: 1)
      guard parts.count == 2, names.count == 2, let owner = ConditionOwner(rawValue: String(names[0])) else {
        throw ValidationError("--given is written name=value, such as resource.owner=user:bob; `\(text)` is not")
      }
      return GivenValue(owner, String(names[1]), .text(String(parts[1])))
    }
  }

  /// The values, each checked against what the table declares, as a suite's `given` is.
  func properties(for table: DecisionTable) throws -> RequestProperties {
    let values = try values()
    for value in values {
      let name = "\(value.owner.rawValue).\(value.attribute)"
      let declared =
        AttributeOwner.allCases.first { "\($0)" == value.owner.rawValue }
        .map { table.attributes(of: $0) } ?? [:]
      guard let types = declared[value.attribute] else {
        let near = nearest(value.attribute, in: declared.keys.sorted())
        throw ValidationError(
          "--given: nothing declares `\(name)`; "
            + (near.map { "did you mean `\(value.owner.rawValue).\($0)`?" }
              ?? "declared are \(listed(declared.keys.sorted()))"))
      }
      guard types.contains(where: { value.value.typed(as: $0) != nil }) else {
        throw ValidationError("--given: `\(name)` is of type \(listed(Set(types.map(\.description)).sorted()))")
      }
    }
    return RequestProperties(values)
  }
}
