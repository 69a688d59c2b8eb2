import DecisionTable

/// What is called otherwise and means the same: roles and conditions. Types and actions are what requests name, so that
/// another name for one is another answer.
struct RenameComparison {
  let tables: ComparedTables

  func renames() -> [Rename] {
    roles() + conditions()
  }

  private func roles() -> [Rename] {
    let takesRoles = tables.after.outline.principalTypes.contains(where: \.takesRequestRoles)
    return tables.before.outline.roles.compactMap { role in
      tables.renames.after[role.fullName].map {
        Rename(kind: "role", before: role.fullName, after: $0, changesRequests: takesRoles)
      }
    }
  }

  /// A condition's name matters to nobody who asks.
  private func conditions() -> [Rename] {
    func terms(_ side: ComparedTable) -> [String: Set<ConditionTerm>] {
      Dictionary(grouping: side.table.conditions, by: \.name).mapValues { Set($0.map { ConditionTerm($0.steps) }) }
    }
    let (before, after) = (terms(tables.before), terms(tables.after))
    var seen: Set<String> = []
    return tables.before.table.conditions.compactMap { condition in
      guard after[condition.name] == nil, seen.insert(condition.name).inserted else { return nil }
      let same = tables.after.table.conditions.map(\.name).first {
        before[$0] == nil && after[$0] == before[condition.name]
      }
      return same.map { Rename(kind: "condition", before: condition.name, after: $0, changesRequests: false) }
    }
  }
}
