import PolicyLanguage
import PolicyValues
package import YAMLReader

/// Makes policy sets of permission tables.
package enum TableImport {
  /// What a file holds its tables in.
  package enum Format: String, Sendable { case markdown, csv }

  /// Reads the tables of files and makes a set of them, with a suite that says what the tables say.
  package static func run(
    _ sources: [SourceFile], as format: Format, options: TableOptions = TableOptions()
  ) throws(ImportFailure) -> ImportedSet {
    var grids: [PermissionGrid] = []
    for source in sources {
      switch format {
      case .markdown: grids += try MarkdownTables.find(in: source)
      case .csv: if let grid = try CSVReader.grid(source) { grids.append(grid) }
      }
    }
    var reader = TableReader(options)
    var tables: [ReadTable] = []
    var findings: [ImportFinding] = []
    var scopes = ScopeChoice(options.scopes)
    for grid in grids {
      guard var table = try reader.read(grid) else { continue }
      table.scopeType = scopes.next(grid, &findings)
      if !table.rows.isEmpty { tables.append(table) }
    }
    try scopes.checkCount()
    guard !tables.isEmpty else {
      let files = listed(sources.map(\.path))
      throw ImportFailure(
        "\(files): there is no permission table" + (grids.isEmpty ? "" : ", only \(grids.count) of other kinds"),
        at: grids.first?.place,
        help: "it has a row for each permission and a column for each role, with ✅ and ❌ or yes and no")
    }
    var assembly = TableAssembly(name: try name(options.name, sources), scopes: options.scopes)
    assembly.set.origin = [
      "Imported from \(sources.map(\.path).joined(separator: ", ")) by `policy import \(format.rawValue)`."
    ]
    for table in tables { assembly.add(table) }
    assembly.finish()
    assembly.set.findings = sorted(findings + reader.findings + assembly.findings, like: sources)
    return assembly.set
  }

  /// The set's name: that which is given, or that of the first file.
  static func name(_ given: String?, _ sources: [SourceFile]) throws(ImportFailure) -> String {
    if let given {
      guard NameGrammar.isName(given.utf8) else {
        throw ImportFailure("\(quoted(given)) is no name", help: "letters, digits, `_` and `-`, a letter first")
      }
      return given
    }
    let file = sources.first?.path.split(separator: "/").last ?? ""
    let stem = file.split(separator: ".").first ?? ""
    let name = Nouns.name(Nouns.proseWords(stem))
    return name.isEmpty ? "imported" : name
  }

  /// In the order of the files, and of the places in each.
  static func sorted(_ findings: [ImportFinding], like sources: [SourceFile]) -> [ImportFinding] {
    var order: [String: Int] = [:]
    for (index, source) in sources.enumerated() where order[source.path] == nil { order[source.path] = index }
    func key(_ finding: ImportFinding) -> (Int, Int, Int) {
      guard let place = finding.place else { return (.max, 0, 0) }
      return (order[place.file] ?? .max, place.line, place.column)
    }
    return findings.enumerated().sorted { left, right in
      let (one, other) = (key(left.element), key(right.element))
      return one == other ? left.offset < right.offset : one < other
    }.map(\.element)
  }
}

/// Which scope type each table is of.
private struct ScopeChoice {
  let given: [TableOptions.Scope]
  var count = 0

  init(_ given: [TableOptions.Scope]) { self.given = given }

  mutating func next(_ grid: PermissionGrid, _ findings: inout [ImportFinding]) -> String {
    defer { count += 1 }
    if let last = given.last { return count < given.count ? given[count].name : last.name }
    var texts = [(grid.lead, false)]
    texts += grid.headings.reversed().map { ($0, true) }
    for (text, isHeading) in texts {
      if let type = ScopeWords.scopeType(in: text, isHeading: isHeading) {
        findings.append(
          ImportFinding(
            .note, "the table is taken to be of the scope type `\(type)`, from \(quoted(text))", at: grid.place))
        return type
      }
    }
    findings.append(
      ImportFinding(
        .note,
        "nothing tells the scope type of the table; `\(ScopeWords.standard)` is taken, and `--scope` says otherwise",
        at: grid.place))
    return ScopeWords.standard
  }

  func checkCount() throws(ImportFailure) {
    guard given.count <= 1 || given.count == count else {
      throw ImportFailure(
        "there are \(count) permission tables, and \(given.count) scope types are given for them",
        help: "give one for all, or one for each in their order")
    }
  }
}
