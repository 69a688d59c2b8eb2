import PolicyValues
import Testing
import YAMLReader

@testable import PolicyLanguage

/// Assignments, flat.
@Suite struct AssignmentListTests {
  private let acme = EntityName(type: "organization", id: "acme")
  private let web = EntityName(type: "project", id: "web")
  private let ada = EntityName(type: "user", id: "ada")
  private let bob = EntityName(type: "user", id: "bob")

  @Test func whatGoesInComesOut() {
    let end = Timestamp(seconds: 5, nanoseconds: 6)
    var placed = Assignment(ada, "admin", at: web, until: end, span: Span(file: 1, start: 20, end: 28))
    placed.scopeSpan = Span(file: 1, start: 2, end: 9)
    placed.roleSpan = Span(file: 1, start: 12, end: 17)
    var next = placed
    (next.principal, next.until, next.span) = (bob, nil, Span(file: 1, start: 30, end: 38))
    let all = [
      Assignment(ada, "admin", at: acme), Assignment(ada, "admin", at: web, until: end), placed, next,
      Assignment(bob, "admin", at: acme, until: end), Assignment(bob, "admin", at: acme, until: end),
    ]
    let list = AssignmentList(all)
    #expect(Array(list) == all)
    #expect(all.indices.allSatisfy { list.span(of: $0) == all[$0].span })
    #expect(list.roles == [RoleName("organization", "admin"), RoleName("project", "admin")])
    #expect(list.ends == [end])
    #expect(MemoryLayout<AssignmentList.Record>.stride == 24)
  }

  @Test func whatIsRepeated() {
    let all = [
      Assignment(ada, "admin", at: web), Assignment(bob, "admin", at: web), Assignment(ada, "admin", at: acme),
      Assignment(ada, "admin", at: web, until: Timestamp(seconds: 1)), Assignment(ada, "viewer", at: web),
      Assignment(bob, "admin", at: web), Assignment(ada, "admin", at: web),
    ]
    let found = repeatedAssignments(AssignmentList(all)).map { [$0.first, $0.second] }
    #expect(found == [[0, 3], [1, 5], [0, 6]])
  }

  /// Principals of few assignments are looked at in another way than those of many.
  @Test func whatIsRepeatedAmongMany() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let scopes = (0..<Int.random(in: 1...20, using: &random)).map { EntityName(type: "project", id: "\($0)") }
      var all: [Assignment] = []
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        guard let scope = scopes.randomElement(using: &random) else { continue }
        all.append(Assignment(Bool.random(using: &random) ? ada : bob, Bool.random() ? "a" : "b", at: scope))
      }
      let expected = all.indices.compactMap { second -> [Int]? in
        all[..<second].firstIndex(of: all[second]).map { [$0, second] }
      }
      #expect(repeatedAssignments(AssignmentList(all)).map { [$0.first, $0.second] } == expected)
    }
  }

  @Test func rowsKnowTheirPlaces() {
    let text = "project:web\tadmin\tuser:ada\nproject:web\tadmin\tuser:bob\t\\N\n"
    let source = SourceFile(path: "rows.tsv", bytes: Array(text.utf8))
    var list = AssignmentList([Assignment(ada, "admin", at: acme)])
    var log = DiagnosticLog()
    readAssignmentRows(source, file: 3, into: &list, log: &log)
    #expect(list.count == 3)
    #expect(list[0].span == .none)
    #expect(list[2].principal == bob)
    #expect(list[2].span == Span(file: 3, start: 27, end: 56))
    #expect(list[2].scopeSpan == Span(file: 3, start: 27, end: 38))
    #expect(list[2].roleSpan == Span(file: 3, start: 39, end: 44))
    #expect(log.diagnostics == [])
  }
}
