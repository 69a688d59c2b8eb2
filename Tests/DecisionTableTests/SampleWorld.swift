import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator
import YAMLReader

/// A policy set written in a test, in both evaluators.
struct SampleWorld {
  let contents: TableContents
  let bytes: [UInt8]
  let table: DecisionTable
  let reference: ReferenceEvaluator

  /// What the set says is wrong.
  struct Refusal: Error {
    var messages: [String]
  }

  init(_ yaml: String) throws {
    var loader = PolicySetLoader(fileSystem: MemoryFileSystem(["/set/policy.yaml": yaml]))
    let set = loader.load(PolicySetLocation(policy: "/set"))
    let found = set.diagnostics + validate(set.policy) + validate(set.directory, against: PolicyIndex(set.policy))
    let errors = found.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Refusal(messages: errors.map(\.message)) }
    contents = compile(set.policy, set.directory, sources: set.sources, root: "/set")
    bytes = contents.encoded()
    table = try DecisionTable(bytes: bytes)
    reference = ReferenceEvaluator(policy: set.policy, directory: set.directory)
  }

  /// The moment that samples are asked at.
  static let now = Timestamp(seconds: 1_795_000_000)

  /// Small, and yet with a record in every section of a table.
  static let small = """
    policy: small
    scopes:
      org: {attributes: {plan: string}}
      project: {in: [org, project], open: true}
    principals:
      user: {roles: request, attributes: {level: int}}
      team: {members: [user, team]}
      key: {bounded_by: creator}
    resources:
      doc: {in: [org, project], actions: [read, write], attributes: {owner: principal, ip: ip, grades: [role], at: timestamp}}
      project: {in: [org, project], actions: [create]}
      secret: {in: org, actions: [read], listed: true}
    context: {hold: {type: bool, override: true}}
    roles:
      org: {admin: {rank: 2, includes: [project.member]}, member: {rank: 1}}
      project: {member: {rank: 1}}
    permissions:
      org:
        doc: {"*": [admin, member if owned]}
        project: {create: [admin if ranked]}
        secret: {read: [anyone if timely]}
      project:
        doc: {read: [member], write: [member if owned, anyone if listed]}
    forbid:
      org:
        doc: {write: [anyone if held]}
    conditions:
      owned: resource.owner == principal || principal.groups == ["team:a"]
      held: context.hold && !has(scope.plan)
      listed: '"org.admin" in resource.grades && ip_in(resource.ip, "10.0.0.0/8") && principal.level > 3'
      timely: now < timestamp("2027-01-01T00:00:00Z") && resource.id.startsWith("s")
      ranked: rank("member") <= principal.rank
    directory:
      default_scope: org:a
      scopes: {org:a: {plan: free}, org:b: {disabled: true}, project:p: {in: org:a}, project:q: {in: project:p}}
      principals:
        user:u: {level: 5}
        user:x: {expires: 2026-01-01T00:00:00Z}
        team:a: {members: [user:u], expires: 2099-01-01T00:00:00Z}
        key:k: {creator: user:u}
      resources:
        doc:1: {in: project:q, owner: user:u, ip: 10.0.0.1, grades: [admin, org.admin], at: 2026-01-01T00:00:00Z}
        secret:s: {in: org:a}
      assignments:
        org:a: {admin: [user:u, team:a: {until: 2098-01-01T00:00:00Z}], member: [key:k]}
        project:p: {member: [key:k]}
    """

  /// Questions that lead through every part of the small world.
  static var questions: [Question] {
    var questions: [Question] = []
    for principal in ["user:u", "user:x", "user:nobody", "team:a", "key:k"].compactMap({ EntityName($0) }) {
      for (action, type, id, scope) in [
        ("read", "doc", "1", nil), ("write", "doc", "1", "project:q in project:p in org:a"),
        ("write", "doc", "new", "project:new in project:q"), ("create", "project", nil, "org:a"),
        ("create", "project", "q", "project:p"), ("read", "secret", "s", nil), ("read", "doc", nil, nil),
      ] as [(String, String, String?, String?)] {
        questions.append(
          Question(
            principal: principal, action: action, resourceType: type, resourceID: id, scope: scope,
            properties: RequestProperties(
              principal: ["level": .int(4)],
              resource: ["ip": .string("10.0.0.1"), "grades": .list([.string("admin")])],
              context: ["hold": .bool(false)]),
            roles: .given([RequestRoles.Entry(scope: "project:p", roles: ["member"])])))
      }
    }
    return questions
  }
}
