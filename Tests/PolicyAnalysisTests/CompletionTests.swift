import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import Testing

/// Conditions of truth values alone, where all that a request could say can be tried: then who is marked is exactly who
/// is denied now and allowed by some of it.
@Suite struct CompletionTests {
  private static let names = ["a", "b", "c", "d"]

  @Test(arguments: 0..<6) func conditionalIsWhateverSomeRequestAllows(shard: Int) throws {
    var counts = (certain: 0, conditional: 0, never: 0)
    for round in 0..<15 {
      let seed = UInt64(shard * 1000 + round)
      var random = SeededRandom(seed: seed)
      let text = Self.policy(&random)
      let files = MemoryFileSystem(["w/policy.yaml": text])
      let table = try loadPolicy(PolicySetLocation(policy: "w"), fileSystem: files, at: World.now).table
      let search = TableSearch(table)
      for action in ["read", "write"] {
        for scope in ["organization:o", "project:p"] {
          var question = Question(
            principal: EntityName(type: "user", id: "x"), action: action, resourceType: "doc", scope: scope)
          for name in random.some(Self.names, 25) { question.properties.context[name] = .bool(random.chance(50)) }
          let report = search.who(question, at: World.now)
          for principal in table.principals {
            question.principal = principal
            let entry = report.entries.first { $0.principal == principal }
            let isAllowed = table.decide(question, at: World.now).isAllowed
            #expect((entry?.access.isCertain ?? false) == isAllowed)
            let isPossible = Self.completions(of: question).contains { table.decide($0, at: World.now).isAllowed }
            #expect((entry != nil) == isPossible, "seed \(seed): \(question)\n\(text)")
            if isAllowed {
              counts.certain += 1
            } else if isPossible {
              counts.conditional += 1
            } else {
              counts.never += 1
            }
          }
        }
      }
    }
    #expect(counts.certain > 10 && counts.conditional > 10 && counts.never > 10, "\(counts)")
  }

  /// What is held for a time is held until then, and no longer.
  @Test(arguments: 0..<4) func untilIsWhenItEnds(shard: Int) throws {
    var ends = 0
    for round in 0..<20 {
      var random = SeededRandom(seed: UInt64(70_000 + shard * 1000 + round))
      let text = Self.policy(&random)
      let files = MemoryFileSystem(["w/policy.yaml": text])
      let table = try loadPolicy(PolicySetLocation(policy: "w"), fileSystem: files, at: World.now).table
      for action in ["read", "write"] {
        var question = Question(
          principal: EntityName(type: "user", id: "x"), action: action, resourceType: "doc", scope: "project:p")
        for name in Self.names { question.properties.context[name] = .bool(random.chance(50)) }
        for entry in TableSearch(table).who(question, tellsWays: true, at: World.now).entries {
          question.principal = entry.principal
          let last = entry.ways.until.map { Timestamp(seconds: $0.seconds - 1, nanoseconds: 999_999_999) } ?? .maximum
          #expect(table.decide(question, at: last).isAllowed, "\(question) until \(last)\n\(text)")
          guard let end = entry.ways.until else { continue }
          #expect(!table.decide(question, at: end).isAllowed, "\(question) at \(end)\n\(text)")
          ends += 1
        }
      }
    }
    #expect(ends > 3)
  }

  /// Every way in which a request may say what this one leaves open.
  private static func completions(of question: Question) -> [Question] {
    var all = [question]
    for name in names where question.properties.context[name] == nil {
      all = all.flatMap { question in
        [true, false].map { value in
          var question = question
          question.properties.context[name] = .bool(value)
          return question
        }
      }
    }
    return all
  }

  private static func policy(_ random: inout SeededRandom) -> String {
    func expression(_ depth: Int) -> String {
      if depth == 0 || random.chance(20) {
        let name = "context.\(random.pick(names))"
        return random.pick([name, "!\(name)", "\(name) == true", "\(name) == false", "\(name) != false"])
      }
      let joined = "\(expression(depth - 1)) \(random.pick(["&&", "||"])) \(expression(depth - 1))"
      return random.chance(25) ? "!(\(joined))" : "(\(joined))"
    }
    func cell(_ roles: [String]) -> String {
      random.pick(roles) + (random.chance(70) ? " if c\(random.int(0...3))" : "")
    }
    func row(_ roles: [String], _ most: Int) -> String {
      let cells = (0..<random.int(0...most)).map { _ in cell(roles) }
      return "[\(Set(cells).sorted().joined(separator: ", "))]"
    }
    func time() -> String { random.pick(["2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]) }
    func holders() -> String {
      let all = ["user:u1", "user:u2", "user:u3", "team:t", "bot:b1", "bot:b2"]
      return "["
        + random.some(all, 50).map { random.chance(35) ? "\($0): {until: \(time())}" : $0 }
        .joined(separator: ", ") + "]"
    }
    let forbids = ["organization", "project"].map { scope in
      "  \(scope): {doc: {read: [\(random.chance(50) ? "anyone if c0" : "anyone if c3")]}}"
    }
    return """
      policy: complete
      scopes: {organization: {}, project: {in: organization}}
      principals: {user: {}, team: {members: [user]}, bot: {bounded_by: maker}}
      resources: {doc: {in: [organization, project], actions: [read, write]}}
      context: {a: bool, b: bool, c: bool, d: bool}
      roles:
        organization: {boss: {includes: [project.lead]}, staff: {}}
        project: {lead: {includes: [member]}, member: {}}
      permissions:
        organization: {doc: {read: \(row(["boss", "staff", "anyone"], 3)), write: \(row(["boss", "staff"], 2))}}
        project: {doc: {read: \(row(["lead", "member"], 3)), write: \(row(["lead", "member", "anyone"], 2))}}
      forbid:
      \(random.chance(60) ? forbids.joined(separator: "\n") : forbids[0])
      conditions:
        c0: "\(expression(1))"
        c1: "\(expression(2))"
        c2: "\(expression(3))"
        c3: "\(expression(1))"
      directory:
        scopes: {"organization:o": {}, "project:p": {in: organization:o}}
        principals:
          user:u1: {}
          user:u2: {expires: \(time())}
          user:u3: {disabled: \(random.chance(20))}
          team:t: {members: [user:u1, user:u3]\(random.chance(40) ? ", expires: \(time())" : "")}
          bot:b1: {maker: \(random.pick(["user:u1", "user:u2", "user:u3", "team:t"]))}
          bot:b2: {maker: \(random.pick(["bot:b1", "user:u1", "user:nobody"]))}
        assignments:
          organization:o: {boss: \(holders()), staff: \(holders())}
          project:p: {lead: \(holders()), member: \(holders())}

      """
  }
}
