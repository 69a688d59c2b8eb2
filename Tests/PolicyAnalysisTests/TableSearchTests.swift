import DecisionTable
import PolicyAnalysis
import PolicyValues
import Testing

@Suite struct TableSearchTests {
  /// Every answer of a search is one that asking gives, and every allow that asking gives is found.
  @Test func principalsAreExactlyThoseWhoMay() throws {
    let table = try World.table()
    let search = TableSearch(table)
    for action in table.actions(of: "doc") {
      for type in table.principalTypeNames {
        var question = try World.question("user:x \(action) doc:plan in project:web")
        question.principal.type = type
        let asked = table.principals(ofType: type).filter { principal in
          question.principal = principal
          return table.decide(question, at: World.now).isAllowed
        }
        #expect(search.principals(question, at: World.now) == asked)
      }
    }
    let readers = search.everyone(try World.question("user:x read doc:plan"), at: World.now)
    #expect(readers.map(\.description) == ["api_key:k", "team:core", "user:ada", "user:max", "user:mia"])
  }

  @Test func resourcesAreAskedAboutWhereTheyLive() throws {
    let search = TableSearch(try World.table())
    let question = try World.question("user:max read doc")
    #expect(search.resources(question, at: World.now) == [EntityName(type: "doc", id: "plan")])
    let projects = search.resources(try World.question("user:max read project"), at: World.now)
    #expect(projects.map(\.description) == ["project:web"])
  }

  @Test func actionsAreOrderedByBytes() throws {
    let search = TableSearch(try World.table())
    let question = try World.question("user:ada anything doc:plan in project:web")
    #expect(search.actions(question, at: World.now) == ["delete", "list", "read", "update"])
    #expect(search.actions(try World.question("user:max x doc:plan"), at: World.now) == ["list", "read", "update"])
  }

  @Test func propertiesOfTheSearchedEntityAreIgnored() throws {
    let search = TableSearch(try World.table())
    var question = try World.question("user:mia update doc in project:web")
    question.properties.resource["owner"] = .string("user:mia")
    #expect(search.resources(question, at: World.now).isEmpty)
  }

  @Test func unknownNamesFindNothing() throws {
    let search = TableSearch(try World.table())
    #expect(search.principals(try World.question("alien:x read doc:plan"), at: World.now).isEmpty)
    #expect(search.resources(try World.question("user:nobody read doc"), at: World.now).isEmpty)
    #expect(search.actions(try World.question("user:ada x spaceship in project:web"), at: World.now).isEmpty)
  }

  @Test func whatIsWhatAskingGives() throws {
    let table = try World.table()
    let principal = EntityName(type: "user", id: "max")
    let rows = TableSearch(table).everything(for: principal, in: nil, at: World.now).rows
    #expect(
      rows.map { "\($0.scope) \($0.resource): \($0.actions.joined(separator: " "))" } == [
        "project:web project: read", "project:web doc: list read", "project:web project:web: read",
        "project:web doc:plan: list read update",
      ])
  }

  @Test func anExampleIsAllowed() throws {
    let table = try World.table()
    let example = try #require(TableSearch(table).example(at: World.now))
    #expect(table.decide(example, at: World.now).isAllowed)
  }
}
