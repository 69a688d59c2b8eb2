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
    let readers = search.who(try World.question("user:x read doc:plan"), at: World.now)
    #expect(readers.text() == "api_key:k\nteam:core\nuser:ada\nuser:max\nuser:mia\n")
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
    let report = try #require(
      TableSearch(table).everything(for: principal, onlyCertain: true, SurveyOptions(now: World.now)))
    #expect(
      Self.text(report) == """
        project:web  project: read
        project:web  doc: list, read
        project:web  project:web: read
        project:web  doc:plan: list, read, update

        """)
  }

  @Test func whatIsOpenIsMarked() throws {
    let table = try World.table()
    let search = TableSearch(table)
    // Whose it is depends on which, and a forbid that cannot be decided is as good as one.
    let update = search.who(try World.question("user:x update doc in project:web"), at: World.now)
    #expect(
      update.text() == """
        api_key:k    for user:max if owned
        team:core    if owned
        user:ada
        user:max     if owned
        user:mia     if owned

        """)
    let delete = search.who(
      try World.question("user:x delete doc:plan", hold: nil), tellsWays: true, at: World.now)
    #expect(
      delete.text(tellsWays: true)
        == "user:ada    unless on_hold  as organization.admin at organization:acme\n")
    #expect(search.who(try World.question("user:x delete doc:plan", hold: true), at: World.now).entries.isEmpty)
    let report = search.everything(
      for: EntityName(type: "user", id: "mia"), in: "project:web", SurveyOptions(tellsWays: true, now: World.now))
    #expect(
      Self.text(try #require(report), tellsWays: true) == """
        project:web  project: read  as project.viewer at project:web through team:core
        project:web  doc: list  as project.viewer at project:web through team:core
        project:web  doc: read  as project.viewer at project:web through team:core
        project:web  doc: update if owned  as project.viewer at project:web through team:core
        project:web  project:web: read  as project.viewer at project:web through team:core
        project:web  doc:plan: list  as project.viewer at project:web through team:core
        project:web  doc:plan: read  as project.viewer at project:web through team:core

        """)
  }

  private static func text(_ report: WhatReport, tellsWays: Bool = false) -> String {
    var text = ""
    report.write(.text, tellsWays: tellsWays) { text += $0 }
    return text
  }

  @Test func anExampleIsAllowed() throws {
    let table = try World.table()
    let example = try #require(TableSearch(table).example(at: World.now))
    #expect(table.decide(example, at: World.now).isAllowed)
  }
}
