import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyTesting
import PolicyValues

struct WhoCommand: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, csv }

  static let configuration = CommandConfiguration(
    commandName: "who",
    abstract: "List every principal that may do an action on a resource in a scope.",
    discussion: """
      Everyone whom the directory knows, in the order of their names. Whoever may only if conditions come true that neither \
      the directory nor --given decides is marked with their names: `if` one of those, `unless` one of these. Whoever may \
      not, whatever a request says of attributes, is left out. Where conditions get in each other's way by the values that \
      they compare, somebody may be marked for whom they cannot come true together; nobody is left out. Roles that \
      requests may bring do not count. `until` is when the last role that gives it ends.

      JSON is an array of objects: principal, type, id, certain, condition (the mark, or null), conditions (each with \
      for, the bounding principal that it is of, or null; if and unless, lists of name and text), via (a list of role, scope, \
      group and until) and until. CSV has the columns type, id, answer (certain or conditional), condition, via, through \
      (groups) and until.

      EXAMPLES:
        policy who delete connection in organization:acme --policy policies/pica
        policy who read secret:s1 --format json
        policy who update document:plan --why              through which role, scope and group each may
        policy who read secret in project:web --type user --certain
        policy who delete connection:c1 --given context.legal_hold=false
      """)

  @Argument(help: ArgumentHelp("action resource [in scope]", valueName: "question"))
  var words: [String] = []
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var request: RequestOptions
  @Option(help: ArgumentHelp("Only principals of this type.", valueName: "principal-type"))
  var type: String?
  @Flag(help: "Only those who may as it is, whatever else comes true.")
  var certain = false
  @Flag(help: "Tell through which role, scope and group each may.")
  var why = false
  @Option(help: "How to print the list: text, json or csv.")
  var format: Format = .text

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
    try table.requirePrincipalType(type)
    let properties = try request.properties(for: table)
    guard properties.principal.isEmpty else {
      throw ValidationError("--given: `policy who` asks about every principal, so a `principal` attribute is nobody's")
    }
    let question = Question(
      principal: EntityName(type: table.principalTypeNames.first ?? "", id: "x"), action: item.action,
      resourceType: item.resourceType, resourceID: item.resourceID, scope: item.scope, properties: properties)
    if let problem = whatKeeps(question, of: table, at: now) { throw ValidationError(problem) }
    let report = TableSearch(table).who(
      question, ofType: type, onlyCertain: certain, tellsWays: why || format != .text, at: now)
    switch format {
    case .text: Terminal.print(report.text(style: Terminal.style, tellsWays: why))
    case .json: Terminal.print(report.json.text(pretty: true))
    case .csv: Terminal.print(report.csv)
    }
    if report.isForAnyone {
      Terminal.printError("note: a rule is for `anyone`, so principals that the directory does not know may too")
    }
  }
}

extension DecisionTable {
  /// Refuses a principal type that there is not, with the nearest name.
  func requirePrincipalType(_ type: String?) throws {
    guard let type, !principalTypeNames.contains(where: { $0.hasSameBytes(as: type) }) else { return }
    let near = nearest(type, in: principalTypeNames).map { "; did you mean `\($0)`?" }
    throw ValidationError("there is no principal type `\(type)`\(near ?? "; there are \(listed(principalTypeNames))")")
  }
}

/// What keeps a question from being asked of anybody. An empty list would say that nobody may.
private func whatKeeps(_ question: Question, of table: DecisionTable, at now: Timestamp) -> String? {
  if let unknown = unknownName(in: question, of: table, at: now) { return unknown }
  switch table.decide(question, at: now).reason {
  case .noScope, .scopeMismatch, .unknownResource: return explain(question, in: table, at: now).lines.first
  default: return nil
  }
}
