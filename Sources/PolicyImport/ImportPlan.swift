package import PolicyLanguage
import YAMLReader

/// What the words of `policy import` mean: a format, told or guessed, and files.
package struct ImportPlan: Sendable {
  /// What can be imported.
  package enum Format: String, CaseIterable, Sendable { case markdown, csv, kubernetes, casbin }

  /// What the formats leave open, each its own.
  package struct Options: Sendable {
    package var tables = TableOptions()
    package var kubernetes = KubernetesImport.Options()

    package init() {}
  }

  package var format: Format
  package var paths: [String]
  private let fileSystem: any FileSystem

  /// Takes a format and paths, or paths alone whose names tell the format.
  package init(_ words: [String], fileSystem: any FileSystem = LocalFileSystem()) throws(ImportFailure) {
    self.fileSystem = fileSystem
    if let first = words.first, let format = Format(rawValue: first) {
      self.format = format
      paths = Array(words.dropFirst())
    } else {
      paths = words
      format = try Self.guessed(words, fileSystem)
    }
    guard !paths.isEmpty else {
      throw ImportFailure("no files are named", help: "policy import \(format.rawValue) FILE…")
    }
  }

  private static func guessed(_ paths: [String], _ fileSystem: any FileSystem) throws(ImportFailure) -> Format {
    guard let first = paths.first else { throw ImportFailure("no files are named", help: "policy import FILE…") }
    var found: Format?
    for path in paths {
      let name = path.split(separator: "/").last ?? ""
      let ending = name.split(separator: ".").dropFirst().last.map { $0.lowercased() }
      var format: Format? =
        switch ending {
        case "md", "markdown", "mdx", "txt": .markdown
        case "csv", "tsv": .csv
        case "yaml", "yml", "json": .kubernetes
        case "conf": .casbin
        default: nil
        }
      if format == nil, fileSystem.kind(of: path) == .folder { format = .kubernetes }
      // A Casbin model is followed by its policies.
      if found == .casbin, format == .csv { continue }
      guard let format else {
        let isFile = fileSystem.kind(of: path) != .missing
        let near = isFile ? nil : didYouMean(path, in: Format.allCases.map(\.rawValue))
        throw ImportFailure(
          "the format of \(quoted(path)) is not told by its name",
          help: near ?? "name it first: policy import markdown \(path)")
      }
      if let found, found != format {
        throw ImportFailure("\(quoted(path)) is of another format than \(quoted(first))", help: "import them apart")
      }
      found = format
    }
    return found ?? .markdown
  }

  /// Reads the files and makes a set of them.
  package func run(options: Options) throws(ImportFailure) -> ImportedSet {
    switch format {
    case .markdown: return try TableImport.run(sources(paths), as: .markdown, options: options.tables)
    case .csv: return try TableImport.run(sources(paths), as: .csv, options: options.tables)
    case .kubernetes:
      var kubernetes = options.kubernetes
      kubernetes.name = options.tables.name
      return try KubernetesImport.run(sources(try manifests()), options: kubernetes)
    case .casbin:
      let sources = try sources(paths)
      return try CasbinImport.run(
        model: sources[0], policies: Array(sources.dropFirst()), name: options.tables.name)
    }
  }

  /// The files that are named, and the manifests in the folders that are named.
  private func manifests() throws(ImportFailure) -> [String] {
    var files: [String] = []
    var open = paths.reversed().map { (path: $0, depth: 0) }
    var seen: Set<String> = []
    while let next = open.popLast() {
      guard fileSystem.kind(of: next.path) == .folder else {
        let isManifest = [".yaml", ".yml", ".json"].contains { next.path.hasSuffix($0) }
        if next.depth == 0 || isManifest { files.append(next.path) }
        continue
      }
      guard next.depth < 32, seen.insert(fileSystem.identity(ofFolder: next.path)).inserted else { continue }
      do throws(FileError) {
        let names = try fileSystem.list(next.path).filter { !$0.hasPrefix(".") }
        open += names.reversed().map { ("\(next.path)/\($0)", next.depth + 1) }
      } catch {
        throw ImportFailure("\(quoted(error.path)) cannot be read: \(error.message)")
      }
    }
    guard !files.isEmpty else {
      throw ImportFailure("there are no manifests in \(quoted(paths[0]))", help: "they end in .yaml, .yml or .json")
    }
    return files
  }

  private func sources(_ paths: [String]) throws(ImportFailure) -> [SourceFile] {
    var sources: [SourceFile] = []
    for path in paths {
      do throws(FileError) {
        sources.append(SourceFile(path: path, bytes: try fileSystem.read(path, limit: ImportLimits.bytes)))
      } catch {
        throw ImportFailure("\(quoted(path)) cannot be read: \(error.message)")
      }
      // One byte more than the limit is read at most, and half a file must not pass for a whole one.
      guard let last = sources.last, last.bytes.count <= ImportLimits.bytes else {
        throw ImportFailure("\(quoted(path)) has more than \(ImportLimits.bytes) bytes", help: "split it")
      }
    }
    return sources
  }
}
