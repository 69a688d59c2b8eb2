import ArgumentParser
import DecisionTable
import PolicyAnalysis

import PolicyCompiler
import PolicyDaemon
import PolicyLanguage
import PolicyTesting
import PolicyValues

/// What `can` and `why` take in.
struct AskOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: ArgumentHelp("principal action resource [in scope]", valueName: "question"))
  var words: [String] = []
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var request: RequestOptions
  @Option(help: ArgumentHelp("Ask a running policyd instead.", valueName: "path"), completion: .file())
  var socket: String?
  @Option(help: "How to print the answer: text or json.")
  var format: Format = .text

  func question() throws -> Question {
    try Self.question(words.joined(separator: " "), properties: RequestProperties(try request.values()))
  }

  /// The question that words mean.
  static func question(_ text: String, properties: RequestProperties) throws -> Question {
    let item: SuiteCase
    do throws(CaseError) {
      item = try parseCase(text)
    } catch {
      throw ValidationError("\(error.message); \(error.help)")
    }
    if let scope = item.scope, ScopePath(scope) == nil {
      throw ValidationError("`\(scope)` is not a scope; write project:web, or project:web in organization:acme")
    }
    return Question(
      principal: item.principal, action: item.action, resourceType: item.resourceType, resourceID: item.resourceID,
      scope: item.scope, properties: properties)
  }

  /// The answer, explained in short, from a policy set or from a running daemon.
  func ask() async throws -> Answer {
    guard socket == nil else { return try await askDaemon() }
    let asked = try questionOfSet()
    return Answer(explain(asked.question, in: asked.table, at: asked.now, root: asked.root))
  }

  /// What a policy set is asked.
  func questionOfSet() throws -> (question: Question, table: DecisionTable, now: Timestamp, root: String) {
    var question = try question()
    let now = try request.time()
    let loaded = try policy.load(at: now)
    question.properties = try request.properties(for: loaded.table)
    let path = try policy.location().policy
    // A table file keeps the names that its files had in their set, and nothing of where that was.
    return (question, loaded.table, now, TableFile.isTable(path) ? "" : path)
  }

  /// The answer of a running daemon, which explains in short.
  private func askDaemon() async throws -> Answer {
    let question = try question()
    guard policy.path == nil, request.now == nil else {
      throw ValidationError("--socket asks a daemon, which has its own policy and clock; leave --policy and --now out")
    }
    do throws(AccessClientError) {
      return try await AccessClient(socket: socket ?? "").ask(question)
    } catch {
      throw ValidationError(error.message)
    }
  }

  func print(_ answer: Answer, explained: Bool, beside members: [(String, JSONValue)] = []) {
    switch format {
    case .json: Terminal.print(answer.json(beside: members).text(pretty: true))
    case .text:
      let style = Terminal.style
      let head = answer.isAllowed ? style.paint("allow", .allow) : style.paint("deny", .deny)
      let lines = explained ? answer.lines.map { $0.isEmpty ? "" : "  " + visibleText($0) } : []
      Terminal.print(([explained ? "\(head): \(answer.reason)" : head] + lines).joined(separator: "\n"))
    }
  }
}

extension Answer {
  init(_ explanation: Explanation) {
    self.init(
      isAllowed: explanation.decision.isAllowed, reason: explanation.decision.reason.rawValue, rule: explanation.rule,
      lines: explanation.lines)
  }

  /// The answer with what is to stand beside it.
  func json(beside members: [(String, JSONValue)] = []) -> JSONValue {
    .object(
      [
        ("decision", .bool(isAllowed)), ("reason", .string(reason)), ("rule", rule?.json ?? .null),
        ("explanation", .array(lines.map { .string($0) })),
      ] + members)
  }
}

struct CanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "can",
    abstract: "Ask whether a principal may do an action on a resource in a scope.",
    discussion: """
      Exit code 0 for allow, 1 for deny, 2 for an error.

      EXAMPLES:
        policy can user:ada delete connection:c1 in project:web
        policy can user:max create connection in organization:acme --policy policies/pica
        policy can user:ada read secret:s1 --given resource.owner=user:ada --socket /run/policyd/policyd.sock
      """)

  @OptionGroup var options: AskOptions

  func run() async throws {
    let answer = try await options.ask()
    options.print(answer, explained: false)
    if !answer.isAllowed { throw ExitCode(1) }
  }
}

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Ask, and say why: how an allow comes about, or what would make it one, nearest first.",
    discussion: """
      The first lines say it in short, with the rule's file and line. For a deny stands below them what would allow \
      it: each remedy was tried on a copy of the table, and does. Nearest are those of fewest steps; then values, \
      before assignments, before edits of the policy, before taking a forbid away; then those that give least. What the \
      directory must keep (`invariants`) is not looked at. Last comes the whole derivation: where the question was \
      judged, what the principal holds, through which includes and groups, every cell and forbid that was looked at, \
      and the same for what bounds the principal.

      Exit codes as for `policy can`. A daemon (`--socket`) explains in short only.

      JSON (`--format json`) has, beside decision, reason, rule and the short explanation:
        derivation   principal, action, resource, decision, reason;
                     scopeFrom: named, itself, home or default;
                     scopes; held; permissions and forbids, each with a verdict
                     (applies, not_held, condition_false, condition_undecided)
                     and a condition's atoms with their values; and bound, of
                     the same form or null
        remedies     of a deny, nearest first: steps, each with a kind, a text
                     and what the kind needs. Kinds: request_value, ask,
                     bring_role, leave_out_roles, directory_value, assign,
                     extend_assignment, extend_principal, join, enable, enter,
                     bound, add_cell, remove_forbid
        remediesComplete
                     whether all was tried that could be; if not, others are
                     further off than the last

      EXAMPLES:
        policy why user:max create connection in organization:acme
        policy why user:max delete secret in project:web --all
        policy why user:mia update document:plan --given resource.owner=user:mia
        policy why user:max read secret in project:web --format json |
          jq -r '.remedies[0].steps[].text'
      """)

  @OptionGroup var options: AskOptions
  @Flag(help: "List every remedy of a deny that was found, not the nearest five only.")
  var all = false

  func run() async throws {
    let answer = options.socket == nil ? try explained() : try await options.ask()
    if options.socket != nil { options.print(answer, explained: true) }
    if !answer.isAllowed { throw ExitCode(1) }
  }

  /// Answers from a policy set and prints all that there is to say.
  private func explained() throws -> Answer {
    let asked = try options.questionOfSet()
    let report = WhyReport(asked.question, in: asked.table, at: asked.now, root: asked.root)
    var answer = Answer(report.explanation)
    // A script gets the short form that it always got; what is new stands beside it.
    if options.format == .text { answer.lines = report.lines(all: all) }
    options.print(answer, explained: true, beside: report.jsonMembers)
    return answer
  }
}
