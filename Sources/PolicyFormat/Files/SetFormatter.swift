package import PolicyLanguage
package import PolicyValues
package import YAMLReader

/// A file, and what formatting it came to.
package struct FormattedFile: Sendable {
  package enum Outcome: Sendable {
    case unchanged
    case changed([UInt8])
    case refused(FormatFailure)
  }

  /// The file as it was, called as its caller calls it.
  package var source: SourceFile
  package var outcome: Outcome

  package var path: String { source.path }

  /// The file as it would be.
  package var text: [UInt8] { if case .changed(let text) = outcome { text } else { source.bytes } }

  /// How it would change.
  package var diff: UnifiedDiff { UnifiedDiff(source.bytes, text, old: path, new: path) }
}

/// The files of a set after formatting; nothing has been written yet.
package struct FormattedSet: Sendable {
  package var files: [FormattedFile] = []
  /// Files that could not be read, or that there are none.
  package var problems: [Diagnostic] = []
  /// What the places of problems and of refused files' diagnostics point into.
  package var sources = SourceMap()
}

/// Formats the files of policy sets.
///
/// A file is formatted, or refused, on its own; one that cannot be read as YAML keeps no other from being formatted, and
/// what only `check` would find wrong keeps none. The set is then read and compiled as it was and as it would be: if that
/// came to anything else, all its files would be refused.
package struct SetFormatter {
  private let fileSystem: any FileSystem
  private let now: Timestamp

  /// `now` is the time at which sets are compiled.
  package init(fileSystem: any FileSystem = LocalFileSystem(), at now: Timestamp) {
    self.fileSystem = fileSystem
    self.now = now
  }

  /// Formats every file of a set.
  package func format(set path: String) -> FormattedSet {
    var loader = PolicySetLoader(fileSystem: fileSystem)
    let set = loader.load(PolicySetLocation(policy: path))
    var result = FormattedSet()
    result.sources = set.sources
    result.problems = set.diagnostics.filter {
      $0.code == .unreadableFile || ($0.code == .noPolicyFiles && set.sources.files.isEmpty)
    }
    let roles = RoleOrders(set.policy)
    for (index, source) in set.sources.files.enumerated() {
      result.files.append(format(source, file: UInt32(index), roles: roles))
    }
    keepMeaning(&result, of: path, paths: set.sources.files.map(\.path))
    return result
  }

  /// Formats one file, in the order of roles of the set that it belongs to.
  package func format(file path: String) -> FormattedSet {
    do throws(FileError) {
      return format(try fileSystem.read(path, limit: maximumFileSize), called: path, isOfSet: true)
    } catch {
      let problem = Diagnostic(.unreadableFile, "`\(path)` cannot be read: \(error.message)", at: .none)
      return FormattedSet(problems: [problem])
    }
  }

  /// Formats a text that stands for a file, which need not be there, or for none.
  package func format(text: [UInt8], standingFor path: String?) -> FormattedSet {
    format(text, called: path ?? "<stdin>", isOfSet: path != nil)
  }

  private func format(_ text: [UInt8], called path: String, isOfSet: Bool) -> FormattedSet {
    let location =
      isOfSet ? SetOfFile(fileSystem: fileSystem).set(of: path, text: text) : (set: path, file: path)
    let overlay = OverlayFileSystem(base: fileSystem, files: [location.file: text])
    var loader = PolicySetLoader(fileSystem: overlay)
    let set = loader.load(PolicySetLocation(policy: location.set))
    let source = SourceFile(path: path, bytes: text)
    var result = FormattedSet()
    let file = result.sources.add(source)
    result.files = [format(source, file: file, roles: RoleOrders(set.policy))]
    SetFormatter(fileSystem: overlay, at: now).keepMeaning(&result, of: location.set, paths: [location.file])
    return result
  }

  private func format(_ source: SourceFile, file: UInt32, roles: RoleOrders) -> FormattedFile {
    do throws(FormatFailure) {
      let text = try formatted(source, file: file, roles: roles)
      return FormattedFile(source: source, outcome: text == source.bytes ? .unchanged : .changed(text))
    } catch {
      return FormattedFile(source: source, outcome: .refused(error))
    }
  }

  /// Compares what the set comes to before and after; `paths` are what the set calls the files.
  private func keepMeaning(_ result: inout FormattedSet, of set: String, paths: [String]) {
    var files: [String: [UInt8]] = [:]
    for (path, file) in zip(paths, result.files) {
      if case .changed(let text) = file.outcome { files[path] = text }
    }
    guard !files.isEmpty else { return }
    let before = SetMeaning(set, fileSystem: fileSystem, at: now)
    let after = SetMeaning(set, fileSystem: OverlayFileSystem(base: fileSystem, files: files), at: now)
    guard before != after else { return }
    for index in result.files.indices {
      if case .changed = result.files[index].outcome {
        result.files[index].outcome = .refused(.unfaithful("its set would not compile to the same table"))
      }
    }
  }
}
