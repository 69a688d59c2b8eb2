import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension AccessReview.Format: ExpressibleByArgument {}

struct WhatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what",
    abstract: "List everything that a principal may do, in one scope or in all; or that everyone may, for a review.",
    discussion: """
      Of each bare resource type, of the scopes themselves, and of each known resource where it lives. What may be done \
      only if conditions come true that neither the directory nor --given decides is marked with their names, as \
      `policy who` does; `until` is when the last role that gives it ends.

      --all is an access review: everyone's effective permissions, principal by principal. Resources are told by their \
      bare types, whose conditions say what each depends on; --resources asks about every one. What `anyone` may comes \
      first, under that name, and is not repeated. HTML is one page that prints well.

      JSON is an array of objects: principal (with --all), scope, resource, action, certain, condition, conditions, via and \
      until, as `policy who` has them. CSV has the columns principal (with --all), scope, resource, action, answer \
      (certain or conditional), condition, via (roles and where they are assigned), through (groups) and until.

      EXAMPLES:
        policy what user:max in organization:acme --policy policies/pica
        policy what api_key:deploy --format csv
        policy what user:max --why                         through which role, scope and group
        policy what --all --format html > review.html
        policy what --all in organization:acme --type user --format csv
      """)

  @Argument(help: ArgumentHelp("principal [in scope]; with --all: [in scope]", valueName: "question"))
  var words: [String] = []
  @Flag(help: "Everyone's permissions, for a review.")
  var all = false
  @OptionGroup var policy: PolicyOptions
  @OptionGroup var request: RequestOptions
  @Option(help: ArgumentHelp("With --all: only principals of this type.", valueName: "principal-type"))
  var type: String?
  @Flag(help: "With --all: ask about each known resource too.")
  var resources = false
  @Flag(help: "Only what may be done as it is, whatever else comes true.")
  var certain = false
  @Flag(help: "Tell through which role, scope and group.")
  var why = false
  @Option(help: "How to print the list: text, json, csv or html.")
  var format: AccessReview.Format = .text

  func run() throws {
    let subject = try self.subject()
    let now = try request.time()
    let table = try policy.load(at: now).table
    try table.requirePrincipalType(subject.principal?.type ?? type)
    let options = SurveyOptions(
      properties: try request.properties(for: table), tellsWays: why || format != .text, now: now)
    var output = BufferedOutput()
    let isFollowed: Bool
    if let principal = subject.principal {
      let report = TableSearch(table).everything(for: principal, in: subject.scope, onlyCertain: certain, options)
      report?.write(format, style: Terminal.style, tellsWays: why) { output.write($0) }
      isFollowed = report != nil
    } else {
      guard options.properties.principal.isEmpty else {
        throw ValidationError("--given: --all asks about every principal, so a `principal` attribute is nobody's")
      }
      let review = AccessReview(
        table, in: subject.scope, ofType: type, ofResources: resources, onlyCertain: certain, options)
      let style = Terminal.style
      func write() -> Bool { review.write(format, style: style, tellsWays: why) { output.write($0) } }
      // A line of progress would stand between those of a list that goes to the same terminal.
      isFollowed = isatty(STDOUT_FILENO) == 1 ? write() : Progress.during("reviewing") { _ in write() }
    }
    guard isFollowed else { throw ValidationError(noScope(subject.scope ?? "", table)) }
    output.flush()
  }

  private func subject() throws -> (principal: EntityName?, scope: String?) {
    let usage = "write `policy what principal in scope`, such as `policy what user:ada in project:web`"
    guard all else {
      guard type == nil, !resources else {
        throw ValidationError("`--type` and `--resources` belong to `--all`; one principal is asked about everything")
      }
      guard let first = words.first, let principal = EntityName(first),
        words.count == 1 || (words.count >= 3 && words[1] == "in")
      else { throw ValidationError(usage + "; or `policy what --all` for everyone") }
      return (principal, words.count > 1 ? words[2...].joined(separator: " ") : nil)
    }
    guard words.isEmpty || (words.count >= 2 && words[0] == "in") else {
      throw ValidationError("`--all` is of everyone; write `policy what --all in project:web`, or without a scope")
    }
    return (nil, words.isEmpty ? nil : words[1...].joined(separator: " "))
  }

  private func noScope(_ scope: String, _ table: DecisionTable) -> String {
    let near = nearest(scope, in: table.scopes.prefix(5000).map(\.description))
    return "there is no scope `\(scope)`" + (near.map { "; did you mean `\($0)`?" } ?? "")
  }
}

/// Gathers what is printed, so that a long list is written in few pieces.
private struct BufferedOutput {
  private var text = ""
  private static let pieceLength = 1 << 16

  mutating func write(_ more: String) {
    text += more
    guard text.utf8.count >= Self.pieceLength, let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return }
    let rest = text[text.utf8.index(after: end)...]
    Terminal.print(String(text[...end]))
    text = String(rest)
  }

  mutating func flush() {
    Terminal.print(text)
    text = ""
  }
}
