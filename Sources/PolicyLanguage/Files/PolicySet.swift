import PolicyValues
package import YAMLReader

/// A policy set as read from its folder: the policy, its directory and its suites, with everything that was found
/// wrong on the way. Names have not been checked yet; `validate` does that.
package struct PolicySet: Sendable {
  /// The folder or file, as it was given.
  package var path: String
  package var policy: Policy
  package var directory: Directory
  /// Whether a directory was given, in the set or beside it.
  package var hasDirectory: Bool
  package var suites: [Suite]
  package var sources: SourceMap
  package var diagnostics: [Diagnostic]
  /// Whether every file of the policy could be followed to its end: of one that is not whole no name can be said to be
  /// missing.
  package var isPolicyWhole = true
  /// The same of the directory, wherever it comes from.
  package var isDirectoryWhole = true
}

/// Where a set's parts come from.
package struct PolicySetLocation: Hashable, Sendable {
  /// A folder of YAML files, or one file that holds a whole set.
  package var policy: String
  /// A file or folder whose `directory:` replaces the set's.
  package var directory: String?
  /// TSV files of assignments, added to the directory's.
  package var assignments: [String]
  /// Whether `directory` is another policy set, of which everything but its directory is passed over.
  package var isDirectoryInSet: Bool

  package init(
    policy: String, directory: String? = nil, assignments: [String] = [], isDirectoryInSet: Bool = false
  ) {
    self.policy = policy
    self.directory = directory
    self.assignments = assignments
    self.isDirectoryInSet = isDirectoryInSet
  }
}

/// The most bytes a YAML file may have: 64 MiB (DESIGN.md, YAML profile).
package let maximumFileSize = 64 << 20

/// Reads policy sets.
package struct PolicySetLoader {
  private let fileSystem: any FileSystem
  private var sources: SourceMap
  private var log = DiagnosticLog()
  private var isWhole = true
  private let progress: LoadProgress?

  /// Files are added to `sources`, so that the findings of several sets can be shown together.
  package init(
    fileSystem: any FileSystem = LocalFileSystem(), sources: SourceMap = SourceMap(), progress: LoadProgress? = nil
  ) {
    self.fileSystem = fileSystem
    self.sources = sources
    self.progress = progress
  }

  /// Reads the set at a location, without its suites if `withSuites` is false.
  package mutating func load(_ location: PolicySetLocation, withSuites: Bool = true) -> PolicySet {
    var reader = PolicyReader()
    let files = yamlFiles(location.policy)
    let policyFiles = files.filter { !Self.isSuite($0) }
    if policyFiles.isEmpty, !log.hasErrors { reportNoPolicy(location.policy, isSuite: files == [location.policy]) }
    for path in policyFiles {
      guard let (document, file) = parse(path), let source = sources[file] else { continue }
      reader.read(document, source: source)
    }
    let isPolicyWhole = isWhole
    let directory = readDirectory(location, reader: &reader)
    let isDirectoryWhole = isWhole
    log.report(reader.log.diagnostics)
    var suites: [Suite] = []
    for path in files where withSuites && Self.isSuite(path) {
      guard let (document, file) = parse(path), let source = sources[file] else { continue }
      var suiteReader = SuiteReader(policy: reader.policy)
      suites.append(suiteReader.read(document, source: source, file: file))
      log.report(suiteReader.log.diagnostics)
    }
    // A key that a mapping has twice gives what it stands for twice; one report of that is enough.
    let duplicates = Set(log.diagnostics.filter { $0.code == .yamlDuplicateKey }.map(\.span))
    let found = log.diagnostics.filter { $0.code != .givenTwice || !duplicates.contains($0.span) }
    return PolicySet(
      path: location.policy, policy: reader.policy, directory: directory.value, hasDirectory: directory.isGiven,
      suites: suites, sources: sources, diagnostics: found,
      isPolicyWhole: isPolicyWhole, isDirectoryWhole: isDirectoryWhole)
  }

  private mutating func reportNoPolicy(_ path: String, isSuite: Bool) {
    isWhole = false
    log.error(
      .noPolicyFiles,
      isSuite ? "`\(path)` is a test suite, and no policy" : "`\(path)` holds no policy files", at: .none,
      help: isSuite
        ? "give the folder of the policy that it tests"
        : "a policy set is a folder of `.yaml` files, or one such file; those that end in `_test.yaml` are its suites")
  }

  private mutating func readDirectory(
    _ location: PolicySetLocation, reader: inout PolicyReader
  ) -> (value: Directory, isGiven: Bool) {
    var sections = reader.directorySections
    if let path = location.directory {
      sections = []
      for file in yamlFiles(path) where !Self.isSuite(file) {
        guard let (document, _) = parse(file), let root = document.root,
          let pairs = log.mapping(root, "a directory file", example: "directory: {}")
        else { continue }
        for (key, value) in pairs {
          if key.isText("directory") {
            sections.append(value)
          } else if !location.isDirectoryInSet {
            log.unknownKey(key, in: "a directory file", known: ["directory"])
          }
        }
      }
      if sections.isEmpty, !log.hasErrors {
        log.error(
          .noPolicyFiles, "`\(path)` gives no directory", at: .none,
          help: "it is a YAML file with the key `directory:`, or a folder of them")
      }
    }
    var directoryReader = DirectoryReader(policy: reader.policy)
    for section in sections { directoryReader.read(section) }
    for path in location.assignments {
      guard let bytes = read(path, limit: .max - 1) else { continue }
      progress?(.reading(path, bytes: 0, of: bytes.count))
      let source = SourceFile(path: path, bytes: bytes)
      let file = sources.add(source)
      directoryReader.readRows(source, file: file, progress: progress)
    }
    log.report(directoryReader.log.diagnostics)
    return (directoryReader.directory, !sections.isEmpty || !location.assignments.isEmpty)
  }

  private mutating func parse(_ path: String) -> (document: YAMLDocument, file: UInt32)? {
    guard let bytes = read(path, limit: maximumFileSize) else { return nil }
    progress?(.reading(path, bytes: 0, of: bytes.count))
    let source = SourceFile(path: path, bytes: bytes)
    let file = sources.add(source)
    let result = readYAML(source, file: file)
    log.report(result.errors.map { Diagnostic($0) })
    guard let document = result.document else {
      isWhole = false
      return nil
    }
    return (document, file)
  }

  private mutating func read(_ path: String, limit: Int) -> [UInt8]? {
    do throws(FileError) {
      return try fileSystem.read(path, limit: limit)
    } catch {
      reportUnreadable(path, error.message)
      return nil
    }
  }

  private mutating func reportUnreadable(_ path: String, _ why: String, help: String? = nil) {
    isWhole = false
    log.error(.unreadableFile, "`\(path)` cannot be read: \(why)", at: .none, help: help)
  }

  /// How deep folders may lie in each other.
  static let maximumDepth = 32

  /// The YAML files of a folder and the folders in it, in byte order of their paths; or the one file itself.
  ///
  /// Hidden files and folders are passed over. What cannot be looked at is an error, and so is a link that leads
  /// nowhere: it might have forbidden something. A folder that links make reachable twice is read once.
  private mutating func yamlFiles(_ path: String) -> [String] {
    switch fileSystem.kind(of: path) {
    case .file, .other: return [path]
    case .missing:
      reportUnreadable(path, "there is no such file or folder")
      return []
    case .folder: break
    }
    var files: [String] = []
    var folders = [(path: path, depth: 0)]
    var seen: Set<String> = [fileSystem.identity(ofFolder: path)]
    while let folder = folders.popLast() {
      do throws(FileError) {
        for name in try fileSystem.list(folder.path) where !name.hasPrefix(".") {
          let child = folder.path.hasSuffix("/") ? folder.path + name : folder.path + "/" + name
          switch fileSystem.kind(of: child) {
          case .folder where folder.depth == Self.maximumDepth:
            reportUnreadable(child, "folders lie more than \(Self.maximumDepth) deep in each other")
          case .folder:
            if seen.insert(fileSystem.identity(ofFolder: child)).inserted {
              folders.append((child, folder.depth + 1))
            }
          case .file where Self.isYAML(name): files.append(child)
          case .other where Self.isYAML(name): reportUnreadable(child, "it is no regular file")
          case .missing:
            reportUnreadable(child, "it leads nowhere, or may not be looked at", help: "remove the link, or mend it")
          case .file, .other: continue
          }
        }
      } catch {
        reportUnreadable(folder.path, error.message)
      }
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  static func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

  /// A file that ends in `_test.yaml` is a test suite; `_test.yml` is taken for one as well, since it can be nothing else.
  static func isSuite(_ path: String) -> Bool { path.hasSuffix("_test.yaml") || path.hasSuffix("_test.yml") }
}
