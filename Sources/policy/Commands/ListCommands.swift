import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyTesting
import PolicyValues

enum ListFormat: String, CaseIterable, ExpressibleByArgument { case text, json, csv }

struct WhoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "who",
    abstract: "List every principal that may do an action on a resource in a scope.",
    discussion: """
      EXAMPLES:
        policy who delete connection in organization:acme --policy policies/pica
        policy who read secret:s1 --format json
      """)

  @Argument(help: ArgumentHelp("action resource [in scope]", valueName: "question"))
  var words: [String] = []
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var request: RequestOptions
  @Option(help: "How to print the list: text, json or csv.")
  var format: ListFormat = .text

  func run() throws {
    let item: SuiteCase
    do throws(CaseError) {
      item = try parseCase("nobody:x " + words.joined(separator: " "))
    } catch {
      throw ValidationError(
        "write `policy who action resource in scope`, such as `policy who read secret in project:web`")
    }
    let now = try request.time()
    let table = try policy.load(at: now).table
    let someone = EntityName(type: table.principalTypeNames.first ?? "", id: "x")
    let question = Question(
      principal: someone, action: item.action, resourceType: item.resourceType, resourceID: item.resourceID,
      scope: item.scope, properties: try request.properties(for: table))
    if let problem = unknownName(in: question, of: table, at: now) { throw ValidationError(problem) }
    let principals = TableSearch(table).everyone(question, at: now)
    switch format {
    case .text: Terminal.print(principals.map(\.description).joined(separator: "\n"))
    case .json:
      Terminal.print(JSONValue.array(principals.map { .string($0.description) }).text(pretty: true))
    case .csv:
      var list = TextTable(columns: [TextTable.Column("type"), TextTable.Column("id")])
      for principal in principals { list.add([TextTable.Cell(principal.type), TextTable.Cell(principal.id)]) }
      Terminal.print(list.csv())
    }
  }
}

struct WhatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what",
    abstract: "List everything that a principal may do, in one scope or in all.",
    discussion: """
      EXAMPLES:
        policy what user:max in organization:acme --policy policies/pica
        policy what api_key:deploy --format csv
      """)

  @Argument(help: ArgumentHelp("principal [in scope]", valueName: "question"))
  var words: [String] = []
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var request: RequestOptions
  @Option(help: "How to print the list: text, json or csv.")
  var format: ListFormat = .text

  func run() throws {
    guard let first = words.first, let principal = EntityName(first),
      words.count == 1 || (words.count >= 3 && words[1] == "in")
    else {
      throw ValidationError("write `policy what principal in scope`, such as `policy what user:ada in project:web`")
    }
    let scope = words.count > 1 ? words[2...].joined(separator: " ") : nil
    let now = try request.time()
    let table = try policy.load(at: now).table
    guard table.principalTypeNames.contains(principal.type) else {
      let near = nearest(principal.type, in: table.principalTypeNames).map { "; did you mean `\($0)`?" } ?? ""
      throw ValidationError("there is no principal type `\(principal.type)`\(near)")
    }
    if let scope, table.effectiveRoles(of: principal, at: scope, now: now) == nil {
      throw ValidationError("there is no scope `\(scope)`")
    }
    let search = TableSearch(table)
    let properties = try request.properties(for: table)
    let rows = search.everything(for: principal, in: scope, properties: properties, at: now).rows
    switch format {
    case .text:
      let lines = rows.map { "\($0.scope)  \($0.resource): \($0.actions.joined(separator: ", "))" }
      Terminal.print(lines.isEmpty ? "nothing" : lines.joined(separator: "\n"))
    case .json:
      let values = rows.map { row in
        JSONValue.object([
          ("scope", .string(row.scope.description)), ("resource", .string(row.resource)),
          ("actions", .array(row.actions.map { .string($0) })),
        ])
      }
      Terminal.print(JSONValue.array(values).text(pretty: true))
    case .csv:
      var list = TextTable(columns: ["scope", "resource", "action"].map { TextTable.Column($0) })
      for row in rows {
        for action in row.actions {
          list.add([
            TextTable.Cell(row.scope.description), TextTable.Cell(row.resource), TextTable.Cell(action),
          ])
        }
      }
      Terminal.print(list.csv())
    }
  }
}
