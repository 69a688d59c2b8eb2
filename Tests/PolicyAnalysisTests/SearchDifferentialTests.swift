import DecisionTable
import PolicyAnalysis
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import Testing

/// Searches over random policies and directories, against asking the slow reading of the design about everybody and
/// everything.
@Suite struct SearchDifferentialTests {
  private static let rounds = 6

  @Test(arguments: 0..<4) func whoIsWhoeverTheReferenceAllows(shard: Int) throws {
    var found = 0
    var conditional = 0
    for round in 0..<Self.rounds {
      let seed = UInt64(shard * 10_000 + round)
      let world = try RandomWorld(seed: seed)
      let search = TableSearch(world.table)
      for (question, now) in world.questions(12, seed: seed) {
        let able = world.table.principals.filter { principal in
          world.reference.decide(world.asked(question, of: principal), at: now) == .granted
        }
        let report = search.who(question, tellsWays: true, at: now)
        #expect(report.entries.filter(\.access.isCertain).map(\.principal) == able, "seed \(seed): \(question)")
        #expect(report.entries.map(\.principal) == report.entries.map(\.principal).sorted())
        #expect(search.who(question, onlyCertain: true, at: now).entries.map(\.principal) == able)
        for entry in report.entries where !entry.access.isCertain {
          #expect(entry.access.provisos.allSatisfy { !$0.anyOf.isEmpty || !$0.unless.isEmpty })
        }
        for entry in report.entries { #expect(!entry.ways.all.isEmpty, "seed \(seed): \(entry) of \(question)") }
        let type = question.principal.type
        #expect(search.principals(question, at: now) == able.filter { $0.type == type })
        #expect(
          search.who(question, ofType: type, onlyCertain: true, at: now).entries.map(\.principal)
            == able.filter { $0.type == type })
        #expect(search.count(ofPrincipals: question, at: now) == able.count { $0.type == type })
        #expect(
          Self.pages(of: 2) { search.page(ofPrincipals: question, after: $0, limit: 2, at: now) }
            == able.filter { $0.type == type }.map(\.id))
        found += able.count
        conditional += report.entries.count - able.count
      }
    }
    // Without these the test could pass by finding nobody.
    #expect(found > 40, "found \(found), and \(conditional) on conditions")
  }

  /// Whoever is allowed once a request says more is on the list, certain or marked.
  @Test(arguments: 0..<4) func nobodyIsLeftOutWhomSomeRequestAllows(shard: Int) throws {
    var moved = 0
    for round in 0..<Self.rounds {
      let seed = UInt64(500_000 + shard * 10_000 + round)
      let world = try RandomWorld(seed: seed)
      let search = TableSearch(world.table)
      let asked = world.questions(10, seed: seed)
      let others = world.questions(60, seed: seed ^ 0x5EED)
      for (question, now) in asked {
        let listed = Set(search.who(question, at: now).entries.map(\.principal))
        for principal in world.table.principals where !listed.contains(principal) {
          for (other, _) in others {
            // What the question says already stays; of everything else the other says what it likes.
            var more = world.asked(question, of: principal)
            more.properties.principal = other.properties.principal
            more.properties.resource.merge(other.properties.resource) { mine, _ in mine }
            more.properties.scope.merge(other.properties.scope) { mine, _ in mine }
            more.properties.action.merge(other.properties.action) { mine, _ in mine }
            more.properties.context.merge(other.properties.context) { mine, _ in mine }
            let decision = world.table.decide(more, at: now)
            #expect(
              !decision.isAllowed, "seed \(seed): \(principal) is left out of \(question), and \(more) is allowed")
            if decision.isAllowed { return }
          }
          moved += 1
        }
      }
    }
    #expect(moved > 50)
  }

  @Test(arguments: 0..<4) func resourcesAreThoseThatTheReferenceAllows(shard: Int) throws {
    var found = 0
    for round in 0..<Self.rounds {
      let seed = UInt64(900_000 + shard * 10_000 + round)
      let world = try RandomWorld(seed: seed)
      let search = TableSearch(world.table)
      for (question, now) in world.questions(30, seed: seed) {
        let able = world.table.resources(ofType: question.resourceType).filter { resource in
          var asked = question
          asked.properties.resource = [:]
          asked.resourceID = resource.id
          return world.reference.decide(asked, at: now) == .granted
        }
        #expect(search.resources(question, at: now) == able, "seed \(seed): \(question)")
        #expect(search.count(ofResources: question, at: now) == able.count)
        #expect(
          Self.pages(of: 1) { search.page(ofResources: question, after: $0, limit: 1, at: now) } == able.map(\.id))
        found += able.count
      }
    }
    #expect(found > 5)
  }

  private static func pages(of limit: Int, _ page: (String?) -> TableSearch.Page) -> [String] {
    var names: [String] = []
    while names.count < 1000 {
      let next = page(names.last)
      names += next.names
      if next.isLast { return names }
    }
    return names
  }
}
