import PolicyLanguage
import PolicyValues
import RandomPolicies
import YAMLReader

/// Makes policies so small that all that can happen under them can be gone through: two levels below a platform, two
/// types of principals, few roles, and conditions each of which may be true.
struct SmallPolicy {
  var random: SeededRandom
  /// Whether somebody gives roles.
  var mustGive = false

  /// Where cells stand that always grant, and where those that a condition decides.
  static let always = Span(file: 0, start: 0, end: 1)
  static let conditional = Span(file: 1, start: 0, end: 1)

  static let conditions: [(name: String, atom: ConditionAtom)] = [
    ("by_user", compare(["principal", "type"], .equal, .string("user", .none))),
    ("not_user", compare(["principal", "type"], .notEqual, .string("user", .none))),
    ("flagged", compare(["context", "flag"], .isTrue, nil)),
    ("at_home", compare(["scope", "id"], .equal, .name(["principal", "home"], .none))),
    ("senior", compare(["principal", "rank"], .greaterOrEqual, .int(2, .none))),
    ("junior", compare(["principal", "rank"], .less, .int(2, .none))),
  ]

  /// Of the rows that give roles.
  static let gifts: [(name: String, atom: ConditionAtom)] = [
    (
      "at_most_own",
      ConditionAtom(
        op: .lessOrEqual, left: .rank(.name(["resource", "grade"], .none), .none),
        right: .name(["principal", "rank"], .none), span: .none)
    ),
    ("low", compare(["resource", "grade"], .equal, .string("low", .none))),
  ]

  private static func compare(
    _ name: [String], _ op: ConditionAtom.Operator, _ right: ConditionOperand?
  ) -> ConditionAtom {
    ConditionAtom(op: op, left: .name(name, .none), right: right, span: .none)
  }

  mutating func make() -> Policy {
    var policy = Policy(name: "small")
    policy.scopeTypes = [ScopeType("top"), ScopeType("org", in: ["top"]), ScopeType("site", in: ["org"])]
    policy.principalTypes = [
      PrincipalType("user", attributes: [AttributeDeclaration("home", AttributeType(.string))]),
      PrincipalType("bot", attributes: [AttributeDeclaration("home", AttributeType(.string))]),
    ]
    policy.contextAttributes = [AttributeDeclaration("flag", AttributeType(.bool))]
    policy.resourceTypes = [
      ResourceType("doc", in: ["org", "site"], actions: ["read", "write"]),
      ResourceType("org", in: ["top", "org"], actions: ["close"]),
      ResourceType(
        "member", in: ["org"], actions: ["add"], attributes: [AttributeDeclaration("grade", AttributeType(.role))]),
    ]
    for name in [
      RoleName("top", "op"), RoleName("org", "high"), RoleName("org", "mid"), RoleName("org", "low"),
      RoleName("site", "hand"),
    ] {
      policy.roles.append(Role(name, rank: random.chance(75) ? Int64(random.int(1...3)) : nil))
    }
    for position in policy.roles.indices {
      let later = policy.roles[(position + 1)...].map(\.name)
      policy.roles[position].includes = random.some(later, position == 0 ? 15 : 25).map { Role.Inclusion($0) }
    }
    policy.conditions = (Self.conditions + Self.gifts).map { name, atom in
      ConditionDeclaration(name, .atom(atom), text: ConditionExpression.atom(atom).description)
    }
    for scope in ["top", "org", "site"] {
      for type in policy.resourceTypes where type.scopeTypes.contains(scope) {
        for action in type.actions where (mustGive && type.name == "member") || random.chance(scope == "top" ? 40 : 75)
        {
          policy.permissions.append(row(policy, scope, type.name, action, isForbid: false))
        }
      }
      for (type, action) in [("doc", "read"), ("doc", "write"), ("org", "close"), ("member", "add")]
      where random.chance(18) && !(scope == "site" && type != "doc") {
        policy.forbids.append(row(policy, scope, type, action, isForbid: true))
      }
    }
    return policy
  }

  private mutating func row(
    _ policy: Policy, _ scope: String, _ type: String, _ action: String, isForbid: Bool
  ) -> TableRow {
    let roles = policy.roles.filter { $0.name.scopeType == scope }.map(\.name.name)
    var cells: [Cell] = []
    let least = isForbid || (mustGive && action == "add") ? 1 : 0
    for _ in 0..<random.int(least...(isForbid ? 1 : 2)) {
      let condition = random.chance(45) ? condition(scope, type) : nil
      let place = condition == nil ? Self.always : Self.conditional
      let cell = Cell(random.chance(20) ? nil : random.pick(roles), if: condition, span: place)
      if !cells.contains(cell) { cells.append(cell) }
    }
    return TableRow(scopeType: scope, resourceType: type, action: action, cells: cells)
  }

  private mutating func condition(_ scope: String, _ type: String) -> String {
    random.pick((Self.conditions + (scope == "org" && type == "member" ? Self.gifts : [])).map(\.name))
  }
}
