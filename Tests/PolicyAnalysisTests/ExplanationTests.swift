import DecisionTable
import PolicyAnalysis
import Testing

@Suite struct ExplanationTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var question: String
    var hold: Bool? = false
    var reason: Reason
    var lines: [String]
    var testDescription: String { question }
  }

  static let examples = [
    Example(
      question: "user:ada delete doc:plan in project:web", reason: .granted,
      lines: [
        "granted by permissions.project.doc.delete: editor (w/policy.yaml:31)",
        "user:ada holds organization.admin at organization:acme, which includes project.editor",
      ]),
    Example(
      question: "user:mia read doc:plan", reason: .granted,
      lines: [
        "granted by permissions.project.doc.read: viewer (w/policy.yaml:29)",
        "user:mia holds project.viewer at project:web through team:core",
      ]),
    Example(
      question: "user:mia update doc:plan", reason: .conditionFalse,
      lines: [
        "permissions.project.doc.update: viewer if owned (w/policy.yaml:30) would grant it, but its condition is false",
        "condition owned: resource.owner == principal",
        "  resource.owner == principal is false (resource.owner is user:max, principal is user:mia)",
        "project.editor at project:web would grant it: permissions.project.doc.update: editor (w/policy.yaml:30)",
      ]),
    Example(
      question: "user:mia update doc:other in project:web", reason: .conditionUndecided,
      lines: [
        "permissions.project.doc.update: viewer if owned (w/policy.yaml:30) would grant it, but its condition cannot be decided",
        "condition owned: resource.owner == principal",
        "  resource.owner == principal is undecided (resource.owner is not known, principal is user:mia)",
        "project.editor at project:web would grant it: permissions.project.doc.update: editor (w/policy.yaml:30)",
      ]),
    Example(
      question: "user:mia delete doc:plan", reason: .noGrant,
      lines: [
        "user:mia holds project.viewer at project:web",
        "project.editor at project:web would grant it: permissions.project.doc.delete: editor (w/policy.yaml:31)",
      ]),
    Example(
      question: "user:max create project in organization:acme", reason: .noRole,
      lines: [
        "user:max holds no role that counts at organization:acme; it has project.viewer at project:web",
        "organization.admin at organization:acme would grant it: permissions.organization.project.create: admin (w/policy.yaml:24)",
      ]),
    Example(
      question: "user:adda list doc in project:web", reason: .noRole,
      lines: [
        "the directory does not know user:adda, so it holds no roles; did you mean user:ada?",
        "project.viewer at project:web would grant it: permissions.project.doc.list: viewer (w/policy.yaml:28)",
      ]),
    Example(
      question: "user:ada delete doc:plan", hold: true, reason: .forbidden,
      lines: [
        "forbidden by forbid.organization.doc.delete: anyone if on_hold (w/policy.yaml:34)", "it is for anyone",
        "condition on_hold: context.hold == true", "  context.hold == true is true (context.hold is true)",
      ]),
    Example(
      question: "user:ada delete doc:plan", hold: nil, reason: .forbidden,
      lines: [
        "forbidden by forbid.organization.doc.delete: anyone if on_hold (w/policy.yaml:34)", "it is for anyone",
        "its condition is undecided, and in doubt a forbid denies",
        "condition on_hold: context.hold == true", "  context.hold == true is undecided (context.hold is not known)",
      ]),
    Example(
      question: "api_key:k delete doc:plan", reason: .bounded,
      lines: ["api_key:k is bounded by user:max, which may not itself: no_grant"]),
    Example(
      question: "api_key:nobody read doc:plan", reason: .bounded,
      lines: ["api_key:nobody is of a bounded type, and the directory does not know it"]),
    Example(question: "user:gone read doc:plan", reason: .expired, lines: ["user:gone has expired"]),
    Example(
      question: "user:ada list doc in project:old", reason: .disabled, lines: ["project:old is disabled"]),
    Example(
      question: "user:ada read doc:plan in project:old", reason: .scopeMismatch,
      lines: ["doc:plan lives in project:web"]),
    Example(
      question: "user:ada read doc in project:wbe", reason: .unknownScope,
      lines: ["there is no scope `project:wbe`; did you mean project:web?"]),
    Example(
      question: "user:ada remove doc in project:web", reason: .unknownAction,
      lines: ["there is no action of doc `remove`; there are `list`, `read`, `update` and `delete`"]),
    Example(
      question: "usr:ada read doc in project:web", reason: .unknownPrincipalType,
      lines: ["there is no principal type `usr`; did you mean user?"]),
    Example(
      question: "user:ada read doc in organization:acme", reason: .outOfScope,
      lines: ["a doc lives in `project`, and is asked about there only"]),
    Example(
      question: "user:ada read doc", reason: .noScope,
      lines: ["the question names no scope, and the directory gives none for it"]),
  ]

  @Test(arguments: examples) func explanation(_ example: Example) throws {
    let question = try World.question(example.question, hold: example.hold)
    let explanation = try explain(question, in: World.table(), at: World.now, root: "w")
    #expect(explanation.decision.reason == example.reason)
    #expect(explanation.lines == example.lines)
  }

  @Test func everyExplanationAgreesWithTheDecision() throws {
    let table = try World.table()
    for example in Self.examples {
      let question = try World.question(example.question, hold: example.hold)
      #expect(explain(question, in: table, at: World.now).decision == table.decide(question, at: World.now))
    }
  }
}
