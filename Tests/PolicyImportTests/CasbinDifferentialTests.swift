import PolicyImport
import Testing

/// Casbin by hand: every rule is held against the request by the model's matcher, then the effect is taken of those that match.
struct SlowCasbin {
  var rules: [(sub: String, dom: String, obj: String, act: String, eft: String)] = []
  var g: [(String, String, String)] = []
  var g2: [(String, String)] = []

  func isMember(_ name: String, of role: String, in domain: String) -> Bool {
    if name == role { return true }
    return g.contains { $0.0 == name && $0.2 == domain && isMember($0.1, of: role, in: domain) }
  }

  func isObjectMember(_ name: String, of role: String) -> Bool {
    name == role || g2.contains { $0.0 == name && isObjectMember($0.1, of: role) }
  }

  static func keyMatch(_ key: String, _ pattern: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return key == pattern }
    return key.hasPrefix(pattern[..<star])
  }
}

@Suite struct CasbinDifferentialTests {
  struct Kind: Sendable, CustomStringConvertible {
    var description: String
    var hasDomains = false
    var hasDeny = false
    var object = "r.obj == p.obj"
    var action = "r.act == p.act"

    var model: String {
      let fields = hasDomains ? "sub, dom, obj, act" : "sub, obj, act"
      return """
        [request_definition]
        r = \(fields)

        [policy_definition]
        p = \(fields)\(hasDeny ? ", eft" : "")

        [role_definition]
        g = \(hasDomains ? "_, _, _" : "_, _")
        \(object.contains("g2") ? "g2 = _, _" : "")

        [policy_effect]
        e = some(where (p.eft == allow))\(hasDeny ? " && !some(where (p.eft == deny))" : "")

        [matchers]
        m = g(r.sub, p.sub\(hasDomains ? ", r.dom" : "")) \(hasDomains ? "&& r.dom == p.dom" : "") \\
          && \(object) && \(action)

        """
    }
  }

  private static let kinds = [
    Kind(description: "rbac"), Kind(description: "deny", hasDeny: true), Kind(description: "domains", hasDomains: true),
    Kind(description: "domains and deny", hasDomains: true, hasDeny: true),
    Kind(description: "resource roles", object: "g2(r.obj, p.obj)"),
    Kind(description: "keys", hasDeny: true, object: "keyMatch(r.obj, p.obj)", action: "regexMatch(r.act, p.act)"),
    Kind(description: "keys in domains", hasDomains: true, object: "keyMatch(r.obj, p.obj)"),
    Kind(
      description: "any", hasDeny: true, object: "(r.obj == p.obj || p.obj == \"*\")",
      action: "(r.act == p.act || p.act == \"*\")"),
  ]

  private static func world(_ kind: Kind, _ random: inout SeededRandom) -> (SlowCasbin, String) {
    var world = SlowCasbin()
    let subjects = ["alice", "bob", "admin", "data team", "reader"]
    let isKeys = kind.object.contains("keyMatch")
    let objects =
      isKeys
      ? ["/a/*", "/a/b", "/ab*", "/b/1", "*"]
      : ["data1", "data2", "my data"] + (kind.object.contains("*") ? ["*"] : [])
    let actions =
      kind.action.contains("regex")
      ? ["GET", "(GET)|(POST)", ".*", "POST"] : ["read", "write"] + (kind.action.contains("*") ? ["*"] : [])
    let domains = kind.hasDomains ? ["d1", "d2"] : [""]
    var lines = ["# rules", ""]
    for _ in 0..<random.pick([2, 5, 8]) {
      let rule = (
        sub: random.pick(subjects), dom: random.pick(domains),
        obj: random.pick(objects + (kind.object.contains("g2") ? ["all"] : [])),
        act: random.pick(actions), eft: kind.hasDeny ? random.pick(["allow", "allow", "deny"]) : "allow"
      )
      world.rules.append(rule)
      var fields = ["p", rule.sub] + (kind.hasDomains ? [rule.dom] : []) + [rule.obj, rule.act]
      if kind.hasDeny { fields.append(rule.eft) }
      lines.append(fields.joined(separator: ", "))
    }
    // Memberships go one way, so that there are no circles.
    for (member, role) in [
      ("alice", "reader"), ("alice", "admin"), ("bob", "reader"), ("bob", "data team"), ("admin", "reader"),
      ("data team", "reader"),
    ]
    where random.chance(40) {
      let domain = random.pick(domains)
      world.g.append((member, role, domain))
      lines.append((["g", member, role] + (kind.hasDomains ? [domain] : [])).joined(separator: ", "))
    }
    if kind.object.contains("g2") {
      for object in ["data1", "my data"] where random.chance(60) {
        world.g2.append((object, "all"))
        lines.append("g2, \(object), all")
      }
    }
    return (world, lines.joined(separator: "\n") + "\n")
  }

  private static func allows(
    _ world: SlowCasbin, _ kind: Kind, _ sub: String, _ dom: String, _ obj: String, _ act: String
  ) -> Bool {
    let matching = world.rules.filter { rule in
      let isObject =
        kind.object.contains("g2")
        ? world.isObjectMember(obj, of: rule.obj)
        : kind.object.contains("keyMatch")
          ? SlowCasbin.keyMatch(obj, rule.obj) : obj == rule.obj || (kind.object.contains("*") && rule.obj == "*")
      let isAction =
        kind.action.contains("regex")
        ? rule.act == ".*" || rule.act.split(separator: "|").contains { act.contains($0.filter { $0.isLetter }) }
        : act == rule.act || (kind.action.contains("*") && rule.act == "*")
      return world.isMember(sub, of: rule.sub, in: dom) && dom == rule.dom && isObject && isAction
    }
    return matching.contains { $0.eft == "allow" } && !matching.contains { $0.eft == "deny" }
  }

  @Test(arguments: kinds, 0..<25) func asCasbinDecides(kind: Kind, seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) &+ 77)
    let (world, text) = Self.world(kind, &random)
    let page: ProvedImport
    do {
      page = try casbin(kind.model, text)
    } catch let error as ImportFailure {
      let areWild = world.rules.allSatisfy { $0.obj == "*" || $0.act == "*" || $0.act == ".*" }
      if error.text.contains("name nothing but `*`"), areWild { return }
      Issue.record("\(error.text)\n\(text)")
      return
    }
    let isKeys = kind.object.contains("keyMatch")
    let known = Set(page.set.resources.flatMap { type in type.actions.map { "\(type.name) \($0)" } })
    let users = ["alice", "bob"]
    let objects = isKeys ? ["/a/b", "/a/", "/ab", "/b/1", "/c", "/b/12"] : ["data1", "data2", "my data", "all"]
    for user in users where !world.g.contains(where: { $0.1 == user }) {
      for domain in kind.hasDomains ? ["d1", "d2"] : [""] {
        for object in objects {
          for action in kind.action.contains("regex") ? ["GET", "POST"] : ["read", "write"] {
            let truth = Self.allows(world, kind, user, domain, object, action)
            let type = isKeys ? "object" : object.split(separator: " ").joined(separator: "_")
            let answer = page.allows(
              "user:\(user)", action, type, isKeys ? object : nil, in: kind.hasDomains ? "domain:\(domain)" : "app:main"
            )
            #expect(
              answer == (truth && known.contains("\(type) \(action)")), "\(user) \(domain) \(object) \(action)\n\(text)"
            )
            // What is not named anywhere can be allowed by wildcards alone.
            if truth, !isKeys {
              #expect(known.contains("\(type) \(action)") || text.contains("*"), "\(object) \(action)\n\(text)")
            }
          }
        }
      }
    }
  }
}
