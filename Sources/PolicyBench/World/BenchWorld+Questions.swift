package import DecisionTable
package import PolicyValues

/// What kind of question is asked; raw values are what reports print.
package enum QuestionKind: String, CaseIterable, Sendable {
  /// Any user about any project or organization: nearly always a stranger, who is denied.
  case uniform
  /// The role that the user holds there, or one that it includes, has the cell.
  case allow
  /// The user holds a role there, and it does not have the cell.
  case deny
  /// The role has the cell under a condition that the directory's values decide, half of them true.
  case conditional
}

extension BenchWorld {
  /// Questions about this world, the same each time.
  package func questions(
    _ kind: QuestionKind, count: Int, for table: DecisionTable, at now: Timestamp
  ) throws(BenchError) -> QuestionSet {
    var random = SplitMix64(seed: 0x51 &+ UInt64(kind.rawValue.utf8.count) << 32 &+ UInt64(contents.assignments.count))
    var set = QuestionSet()
    set.reserve(count)
    var attempts = 0
    while set.count < count {
      attempts += 1
      guard attempts <= 100 + count * 20 else {
        throw BenchError("the world has no questions of kind `\(kind.rawValue)`")
      }
      guard let question = question(kind, &random) else { continue }
      set.add(question)
      guard let place = set.places.last else { continue }
      // A second role that the user happens to hold may allow what the first does not.
      // Bytes have no padding, so that a span of them is their raw bytes.
      let reason = unsafe table.reason(of: place, in: set.bytes.span.bytes, at: now)
      if !kind.expects(reason) { set.removeLast() }
    }
    return set
  }

  private func question(_ kind: QuestionKind, _ random: inout SplitMix64) -> BenchQuestion? {
    switch kind {
    case .uniform: anyQuestion(&random)
    case .allow: assigned(&random) { roles.granted($0) }
    case .deny: assigned(&random) { roles.withheld($0) }
    case .conditional: conditional(&random)
    }
  }

  private func anyQuestion(_ random: inout SplitMix64) -> BenchQuestion {
    let user = "u\(random.below(users.numbers.count))"
    if random.below(8) == 0 {
      let actions = ["list", "create", "revoke"]
      return BenchQuestion(
        user: user, action: actions[random.below(actions.count)], resource: "invitation", scopeType: "organization",
        scopeID: "o\(random.below(organizations.numbers.count))")
    }
    let actions = ["list", "create", "read", "update"]
    return BenchQuestion(
      user: user, action: actions[random.below(actions.count)], resource: "document",
      resourceID: unlisted(&random), scopeType: "project", scopeID: "p\(random.below(projects.numbers.count))")
  }

  /// A question about what somebody's role has or has not, where it is held.
  private func assigned(
    _ random: inout SplitMix64, _ cells: (Int) -> [(resource: String, action: String)]
  ) -> BenchQuestion? {
    let assignment = contents.assignments[random.below(contents.assignments.count)]
    let cells = cells(Int(assignment.role))
    guard !cells.isEmpty else { return nil }
    let cell = cells[random.below(cells.count)]
    let scope = contents.scopes[Int(assignment.scope)]
    return BenchQuestion(
      user: contents.principals[Int(assignment.principal)].id, action: cell.action, resource: cell.resource,
      resourceID: cell.action == "list" || cell.action == "create" ? nil : unlisted(&random),
      scopeType: contents.scopeTypes[scope.type].name, scopeID: scope.id)
  }

  private func conditional(_ random: inout SplitMix64) -> BenchQuestion? {
    let number = random.below(documents.count)
    let document = documents[number]
    let scope = contents.scopes[document.scope]
    return BenchQuestion(
      user: contents.principals[document.viewer].id, action: "comment", resource: "document",
      resourceID: "d\(number)", scopeType: contents.scopeTypes[scope.type].name, scopeID: scope.id)
  }

  /// The id of something that the directory does not know, as most things are.
  private func unlisted(_ random: inout SplitMix64) -> String { "x\(random.below(1_000_000_000))" }
}

extension QuestionKind {
  /// Whether a question with such an answer is of the kind.
  func expects(_ reason: Reason) -> Bool {
    switch self {
    case .uniform: true
    case .allow: reason == .granted
    case .deny: reason == .noGrant
    case .conditional: reason == .granted || reason == .conditionFalse
    }
  }
}
