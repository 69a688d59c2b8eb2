import DecisionTable
import PolicyAnalysis
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import Testing

/// What principals may, against asking about every principal, scope, resource and action.
@Suite struct SurveyTests {
  /// A cell of a report.
  private struct Cell: Hashable {
    var scope: EntityName
    var resource: String
    var action: String
  }

  private static func cells(_ report: WhatReport?) -> [Cell: Grant] {
    var cells: [Cell: Grant] = [:]
    for row in report?.rows ?? [] {
      for grant in row.grants.grants {
        cells[Cell(scope: row.scope, resource: row.grants.resource, action: grant.action)] = grant
      }
    }
    return cells
  }

  @Test(arguments: 0..<4) func whatIsEverythingThatAskingAllows(shard: Int) throws {
    var found = (certain: 0, conditional: 0)
    for round in 0..<6 {
      let seed = UInt64(shard * 10_000 + round)
      let world = try RandomWorld(seed: seed)
      let table = world.table
      let search = TableSearch(table)
      for principal in table.principals + [EntityName(type: "user", id: "unknown")] {
        let report = search.everything(for: principal, SurveyOptions(now: Pool.now))
        var left = Self.cells(report)
        #expect(report?.rows.map(\.scope) == report?.rows.map(\.scope).sorted())
        for scope in table.scopes {
          var here: [Cell] = []
          for (type, id) in Self.askable(in: scope, world) {
            for action in table.actions(of: type) {
              let question = Question(
                principal: principal, action: action, resourceType: type, resourceID: id,
                scope: id == nil ? scope.description : nil)
              let cell = Cell(scope: scope, resource: id.map { "\(type):\($0)" } ?? type, action: action)
              let isAllowed = world.reference.decide(question, at: Pool.now) == .granted
              let grant = left.removeValue(forKey: cell)
              #expect((grant?.access.isCertain ?? false) == isAllowed, "seed \(seed): \(question)")
              // The search for who may says the same of the same.
              let entry =
                table.knows(principal: principal)
                ? search.who(question, ofType: principal.type, tellsWays: true, at: Pool.now).entries
                  .first { $0.principal == principal } : nil
              if table.knows(principal: principal) {
                #expect(grant?.access == entry?.access, "seed \(seed): \(question)")
              }
              if let grant {
                here.append(cell)
                if grant.access.isCertain { found.certain += 1 } else { found.conditional += 1 }
                #expect(grant.ways.all.isEmpty || grant.ways == entry?.ways, "seed \(seed): \(question)")
              }
            }
          }
          // A scope by itself is the same as among all.
          let alone = Self.cells(search.everything(for: principal, in: scope.description, SurveyOptions(now: Pool.now)))
          #expect(here.difference(Array(alone.keys)).isEmpty)
        }
        #expect(left.isEmpty, "seed \(seed): \(principal) \(left)")
      }
    }
    #expect(found.certain > 50, "\(found)")
  }

  /// Bare types, the scope itself, and what lives there.
  private static func askable(in scope: EntityName, _ world: RandomWorld) -> [(type: String, id: String?)] {
    let table = world.table
    return table.resourceTypeNames.flatMap { type -> [(type: String, id: String?)] in
      let bare: [(type: String, id: String?)] =
        table.scopeTypes(of: type).contains(scope.type) ? [(type: type, id: nil)] : []
      let residents = table.resources(ofType: type).filter {
        (table.home(of: $0) ?? world.directory.defaultScope) == scope
      }
      return bare + residents.map { (type: type, id: $0.id) }
    }
  }

  /// The review of everyone tells what the reports of each tell, but for what anyone may.
  @Test(arguments: 0..<4) func theReviewIsTheReportsOfAll(shard: Int) throws {
    var cells = 0
    for round in 0..<5 {
      let seed = UInt64(300_000 + shard * 10_000 + round)
      let world = try RandomWorld(seed: seed)
      let table = world.table
      let options = SurveyOptions(tellsWays: true, now: Pool.now)
      var forAnyone: Set<Cell> = []
      _ = table.surveyOfAnyone { scope, found in
        for grants in found {
          for grant in grants.grants {
            forAnyone.insert(Cell(scope: scope, resource: grants.resource, action: grant.action))
          }
        }
      }
      for scope in [nil] + table.scopes.map({ Optional($0.description) }) {
        var review: [EntityName: [Cell: Grant]] = [:]
        var order: [EntityName] = []
        _ = table.survey(in: scope, ofResources: true, options) { principal, scope, found in
          order.append(principal)
          for grants in found {
            for grant in grants.grants {
              review[principal, default: [:]][Cell(scope: scope, resource: grants.resource, action: grant.action)] =
                grant
            }
          }
        }
        #expect(order == order.sorted())
        for principal in table.principals {
          let told = review[principal] ?? [:]
          var all = Self.cells(TableSearch(table).everything(for: principal, in: scope, options))
          for (cell, grant) in told {
            #expect(all.removeValue(forKey: cell) == grant, "seed \(seed): \(principal) \(cell)")
            cells += 1
          }
          for (cell, grant) in all {
            // What is left is by way of `anyone`, and told once for everybody; of a resource by its bare type.
            #expect(grant.ways.all.allSatisfy { $0.role == "anyone" }, "seed \(seed): \(principal) \(cell) \(grant)")
            var bare = cell
            bare.resource = String(cell.resource.prefix { $0 != ":" })
            #expect(
              forAnyone.contains(cell) || forAnyone.contains(bare) || cell.resource.contains(":"),
              "seed \(seed): \(principal) \(cell)")
          }
        }
      }
    }
    #expect(cells > 100)
  }
}
