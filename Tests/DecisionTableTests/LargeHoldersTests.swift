@testable import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator
import Testing

/// What does not fit in a slot: many assignments, ends, long ids, deep scopes.
@Suite struct LargeHoldersTests {
  private static let policy = """
    policy: large
    scopes: {team: {in: team}}
    principals: {user: {}, group: {members: [user]}}
    resources: {page: {in: team, actions: [read, write]}}
    roles: {team: {reader: {}, writer: {includes: [reader]}}}
    permissions: {team: {page: {read: [reader], write: [writer]}}}

    """

  /// Assignments of one user at many scopes, each asked about, held against a linear look at the list.
  @Test(arguments: [1, 4, 5, 8, 9, 17, 100, 3000]) func manyAssignmentsAreFound(count: Int) throws {
    let world = try SampleWorld(Self.policy)
    var contents = world.contents
    contents.scopes = (0..<(2 * count)).map { number in
      ScopeRow(
        type: 0, id: String(100_000 + number), parent: nil, isDisabled: false, attributes: [])
    }
    contents.principals = [PrincipalRow(type: 0, id: "u")]
    // At every other scope: one role, or both with one that is over.
    contents.assignmentEnds = [Timestamp(seconds: 1)]
    for number in stride(from: 0, to: 2 * count, by: 2) {
      let isTimed = count % 2 == 1 && number % 3 == 0
      contents.assignments.append(AssignmentRow(principal: 0, scope: number, role: 1, end: AssignmentRow.forGood))
      if number % 4 == 0 {
        contents.assignments.append(
          AssignmentRow(principal: 0, scope: number, role: 2, end: isTimed ? 0 : AssignmentRow.forGood))
      }
    }
    let table = try DecisionTable(bytes: contents.encoded())
    for number in 0..<(2 * count) {
      let isTimed = count % 2 == 1 && number % 3 == 0
      for (action, isAllowed) in [("read", number % 2 == 0), ("write", number % 4 == 0 && !isTimed)] {
        let question = Question(
          principal: EntityName(type: "user", id: "u"), action: action, resourceType: "page",
          scope: "team:\(100_000 + number)")
        #expect(table.decide(question, at: SampleWorld.now).isAllowed == isAllowed, "\(question)")
      }
    }
    // The bound that a search finds is the one that looking at each finds.
    let slot = try #require(table.view.principal(type: 0, id: "u"))
    let assignments = Assignments(table.view, principal: slot)
    let scopes = (0..<assignments.count).map { assignments.scope($0) }
    #expect(scopes == scopes.sorted())
    for sought in Set(scopes.flatMap { [$0, $0 &+ 1, $0 &- min($0, 1)] } + [0, .max]) {
      #expect(assignments.lowerBound(sought) == scopes.firstIndex { $0 >= sought } ?? scopes.count)
    }
  }

  /// Scopes that are numbered unevenly make every guess by proportion a bad one.
  @Test func unevenScopesAreFoundToo() throws {
    let world = try SampleWorld(Self.policy)
    var contents = world.contents
    contents.scopes = (0..<4000).map {
      ScopeRow(type: 0, id: String(100_000 + $0), parent: nil, isDisabled: false, attributes: [])
    }
    contents.principals = [PrincipalRow(type: 0, id: "u")]
    let numbered = try DecisionTable(bytes: contents.encoded())
    // Crowded at the beginning of the slots, with one at the end.
    let bySlot = numbered.view.order(.scopeOrder).enumerated().sorted { $0.element < $1.element }.map(\.offset)
    for rank in bySlot.prefix(500) + bySlot.suffix(1) {
      contents.assignments.append(AssignmentRow(principal: 0, scope: rank, role: 1))
    }
    let table = try DecisionTable(bytes: contents.encoded())
    let slot = try #require(table.view.principal(type: 0, id: "u"))
    let assignments = Assignments(table.view, principal: slot)
    #expect(assignments.count == 501)
    let scopes = (0..<501).map { assignments.scope($0) }
    for sought in UInt32(0)..<UInt32(table.view.count(.scopes)) {
      #expect(assignments.lowerBound(sought) == scopes.firstIndex { $0 >= sought } ?? scopes.count)
    }
  }

  /// Ids of every length around what a slot holds, and scopes deeper than it does.
  @Test func longIDsAndDeepScopesAreFound() throws {
    let ids = [1, 7, 8, 9, 16, 39, 40, 41, 44, 48, 255, 256].map { String(repeating: "x", count: $0) }
    var directory = "directory:\n  scopes:\n    team:top: {}\n"
    var parent = "top"
    for id in ids {
      directory += "    team:\(id): {in: team:\(parent)}\n"
      parent = id
    }
    directory += "  principals:\n"
    for id in ids { directory += "    group:\(id): {members: [user:\(id)]}\n" }
    directory += "  assignments:\n    team:top:\n      reader: [\(ids.map { "user:\($0)" }.joined(separator: ", "))]\n"
    directory += "    team:\(ids[3]):\n      writer: [\(ids.map { "group:\($0)" }.joined(separator: ", "))]\n"
    let world = try SampleWorld(Self.policy + directory)
    var granted = 0
    for id in ids + ["y"] {
      for scope in ids + ["top", "y"] {
        for action in ["read", "write"] {
          let question = Question(
            principal: EntityName(type: "user", id: id), action: action, resourceType: "page", scope: "team:\(scope)")
          let reason = world.table.decide(question, at: SampleWorld.now).reason
          #expect(reason == world.reference.decide(question, at: SampleWorld.now))
          if reason == .granted { granted += 1 }
        }
      }
    }
    #expect(granted > ids.count * ids.count)
  }
}
