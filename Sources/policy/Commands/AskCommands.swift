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

  /// The answer, explained, from a policy set or from a running daemon.
  func ask() async throws -> Answer {
    var question = try question()
    guard let socket else {
      let now = try request.time()
      let loaded = try policy.load(at: now)
      question.properties = try request.properties(for: loaded.table)
      let path = try policy.location().policy
      // A table file keeps the names that its files had in their set, and nothing of where that was.
      let root = TableFile.isTable(path) ? "" : path
      let explanation = explain(question, in: loaded.table, at: now, root: root)
      return Answer(
        isAllowed: explanation.decision.isAllowed, reason: explanation.decision.reason.rawValue, rule: explanation.rule,
        lines: explanation.lines)
    }
    guard policy.path == nil, request.now == nil else {
      throw ValidationError("--socket asks a daemon, which has its own policy and clock; leave --policy and --now out")
    }
    do throws(AccessClientError) {
      return try await AccessClient(socket: socket).ask(question)
    } catch {
      throw ValidationError(error.message)
    }
  }

  func print(_ answer: Answer, explained: Bool) {
    switch format {
    case .json: Terminal.print(answer.json.text(pretty: true))
    case .text:
      let style = Terminal.style
      let head = answer.isAllowed ? style.paint("allow", .allow) : style.paint("deny", .deny)
      let lines = explained ? answer.lines.map { "  " + visibleText($0) } : []
      Terminal.print(([explained ? "\(head): \(answer.reason)" : head] + lines).joined(separator: "\n"))
    }
  }
}

extension Answer {
  var json: JSONValue {
    .object([
      ("decision", .bool(isAllowed)), ("reason", .string(reason)),
      (
        "rule",
        rule.map { .object([("text", .string($0.text)), ("file", .string($0.file)), ("line", .int($0.line))]) } ?? .null
      ),
      ("explanation", .array(lines.map { .string($0) })),
    ])
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
    abstract: "Ask, and say why: the rule with its file and line, or what came nearest to granting it.",
    discussion: """
      Exit codes as for `policy can`.

      EXAMPLES:
        policy why user:max create connection in organization:acme --policy policies/pica
      """)

  @OptionGroup var options: AskOptions

  func run() async throws {
    let answer = try await options.ask()
    options.print(answer, explained: true)
    if !answer.isAllowed { throw ExitCode(1) }
  }
}
