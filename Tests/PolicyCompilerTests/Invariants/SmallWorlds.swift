import DecisionTable
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator

/// What happens under a small policy in a directory of two orgs with a site each: every question that there is, asked of
/// the slow reading of the design.
final class SmallWorld {
  /// A thing that may be asked for. Two that differ in the asker alone are the same.
  struct Deed: Hashable {
    var action: String
    var type: String
    var scope: String
    var flag: Bool
    var grade: String?

    /// The org that it is about; `nil` for none.
    var org: String?
  }

  /// A principal, with what it holds and has.
  struct Holder: Hashable {
    var type: String
    var home: String?
    var held: [RoleName] = []
    /// The org of what it holds, and the site in it.
    var org = "a"

    var name: EntityName { EntityName(type: type, id: "x") }
  }

  static let now = Timestamp(seconds: 1_795_000_000)
  static let deeds: [Deed] = {
    var deeds: [Deed] = []
    for flag in [true, false] {
      for org in ["a", "b"] {
        for action in ["read", "write"] {
          deeds.append(Deed(action: action, type: "doc", scope: "org:\(org)", flag: flag, org: org))
          deeds.append(Deed(action: action, type: "doc", scope: "site:s\(org)", flag: flag, org: org))
        }
        deeds.append(Deed(action: "close", type: "org", scope: "org:\(org)", flag: flag, org: org))
        for grade in ["high", "mid", "low"] {
          deeds.append(Deed(action: "add", type: "member", scope: "org:\(org)", flag: flag, grade: grade, org: org))
        }
      }
    }
    return deeds
  }()

  let policy: Policy
  private var known: [Holder: Set<Deed>] = [:]

  init(policy: Policy) { self.policy = policy }

  func directory(_ holders: [Holder]) -> Directory {
    var directory = Directory()
    func name(_ type: String, _ id: String) -> EntityName { EntityName(type: type, id: id) }
    directory.scopes = [
      ScopeInstance(name("top", "t")), ScopeInstance(name("org", "a"), in: name("top", "t")),
      ScopeInstance(name("org", "b"), in: name("top", "t")), ScopeInstance(name("site", "sa"), in: name("org", "a")),
      ScopeInstance(name("site", "sb"), in: name("org", "b")),
    ]
    for holder in holders {
      let attributes = holder.home.map { [AttributeEntry("home", .string($0))] } ?? []
      directory.principals.append(PrincipalInstance(holder.name, attributes: attributes))
      for role in holder.held {
        let scope =
          switch role.scopeType {
          case "top": name("top", "t")
          case "org": name("org", holder.org)
          default: name("site", "s" + holder.org)
          }
        directory.assignments.append(Assignment(holder.name, role.name, at: scope))
      }
    }
    return directory
  }

  /// All that a principal may do in a directory.
  func deeds(of principal: EntityName, in directory: Directory) -> Set<Deed> {
    let evaluator = ReferenceEvaluator(policy: policy, directory: directory)
    return Set(
      Self.deeds.filter { deed in
        var question = Question(principal: principal, action: deed.action, resourceType: deed.type)
        question.scope = deed.scope
        if deed.type == "org" { question.resourceID = deed.org }
        question.properties.context["flag"] = .bool(deed.flag)
        if let grade = deed.grade { question.properties.resource["grade"] = .string(grade) }
        return evaluator.decide(question, at: Self.now) == .granted
      })
  }

  /// All that a principal may do if there is nobody else; found out once.
  func deeds(of holder: Holder) -> Set<Deed> {
    var holder = holder
    holder.held = Set(holder.held).sorted()
    if let known = known[holder] { return known }
    let deeds = deeds(of: holder.name, in: directory([holder]))
    known[holder] = deeds
    return deeds
  }
}
