import ArgumentParser
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues

struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Print the permission tables as a person reads them.",
    discussion: """
      A role's column counts what its includes bring. What anyone may under a condition stands in anyone's column alone.

      EXAMPLES:
        policy table policies/pica
        policy table policies/studio --format markdown
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case terminal, markdown, html, csv, json }

  @Argument(help: "A policy set, or a folder of sets.", completion: .directory)
  var path: String?
  @Option(help: "How to print: terminal, markdown, html, csv or json.")
  var format: Format = .terminal

  func run() throws {
    let sets = try SetPaths.resolve(path.map { [$0] } ?? [])
    let tables = try sets.flatMap { path in
      try PolicyOptions.load(PolicySetLocation(policy: path), at: SystemClock.now()).table.permissionTables
    }
    // A set's name is worth saying where there are several.
    func title(_ table: PermissionTable) -> String {
      sets.count == 1 ? table.scopeType : "\(table.policyName): \(table.scopeType)"
    }
    let style = Terminal.style
    switch format {
    case .json: Terminal.print(JSONValue.array(tables.map(\.json)).text(pretty: true))
    case .terminal:
      let texts = tables.map { style.paint(title($0), .bold) + "\n" + $0.textTable.terminalText(style: style) }
      Terminal.print(texts.joined(separator: "\n"))
    case .markdown:
      Terminal.print(tables.map { "## \(title($0))\n\n\($0.textTable.markdown())" }.joined(separator: "\n"))
    case .html:
      Terminal.print(
        tables.map { "<h2>\(TextTable.htmlEscaped(title($0)))</h2>\n\($0.textTable.html())" }
          .joined(separator: "\n"))
    case .csv: Terminal.print(PermissionTable.csv(tables))
    }
  }
}
