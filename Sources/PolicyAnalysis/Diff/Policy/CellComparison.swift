import DecisionTable

/// Compares what every role comes to in every row, by the meaning of the conditions.
struct CellComparison {
  let tables: ComparedTables

  func changes() -> [CellChange] {
    tables.scopeTypes.flatMap { scopeType in
      tables.resourceTypes.flatMap { type in
        tables.actions(of: type).flatMap { action in changes(in: RowKey(scopeType, type, action)) }
      }
    }
  }

  /// One row: the roles of its scope type, anyone, and roles further out whose includes reach it otherwise than before.
  private func changes(in row: RowKey) -> [CellChange] {
    let cellsBefore = tables.before.rows[row] ?? []
    let cellsAfter = tables.after.rows[row] ?? []
    guard !cellsBefore.isEmpty || !cellsAfter.isEmpty else { return [] }
    let comparison = RowComparison(
      tables: tables, row: row, before: cellsBefore.map { cell in self.cell(cell, tables.before, isBefore: true) },
      after: cellsAfter.map { cell in self.cell(cell, tables.after, isBefore: false) })
    var changes = comparison.changes(of: nil)
    for role in tables.roles {
      changes += comparison.changes(of: role)
    }
    return changes
  }

  private func cell(_ cell: TableCell, _ side: ComparedTable, isBefore: Bool) -> RowComparison.Cell {
    let name = "\(cell.scopeType).\(cell.role)"
    return RowComparison.Cell(
      cell: cell, role: cell.role == "anyone" ? nil : isBefore ? tables.renamed(name) : name, term: side.term(cell))
  }
}

/// One row on both sides.
struct RowComparison {
  struct Cell {
    var cell: TableCell
    /// The full name after; `nil` for anyone.
    var role: String?
    var term: ConditionTerm
  }

  let tables: ComparedTables
  let row: RowKey
  let before: [Cell]
  let after: [Cell]

  /// What changes for a role, permits and forbids apart: then nothing changes for those who hold several either.
  func changes(of role: String?) -> [CellChange] {
    let reachBefore = reach(role, tables.before, isBefore: true)
    let reachAfter = reach(role, tables.after, isBefore: false)
    guard !reachBefore.isEmpty || !reachAfter.isEmpty else { return [] }
    let isOwn = role.map { scopeType(of: $0) == row.scopeType } ?? true
    let isReachSame = reachBefore == reachAfter
    // Who holds a role further out holds those that it brings; what changes for them is told of them.
    guard isOwn || !isReachSame else { return [] }
    return [false, true].compactMap { isForbid in
      let first = before.filter { $0.cell.isForbid == isForbid && reachBefore.contains($0.role) }
      let second = after.filter { $0.cell.isForbid == isForbid && reachAfter.contains($0.role) }
      return change(of: role, first, second, isForbid: isForbid, isReachSame: isReachSame)
    }
  }

  private func scopeType(of role: String) -> String {
    String(role.prefix { $0 != "." })
  }

  /// The roles of the row's scope type that a role brings, by their names after.
  private func reach(_ role: String?, _ side: ComparedTable, isBefore: Bool) -> Set<String?> {
    guard let role else { return [nil] }
    let name = isBefore ? tables.renames.before[role] ?? role : role
    let brought = side.closure(of: name).filter { scopeType(of: $0) == row.scopeType }
    return Set(brought.map { isBefore ? tables.renamed($0) : $0 })
  }

  private func change(
    of role: String?, _ first: [Cell], _ second: [Cell], isForbid: Bool, isReachSame: Bool
  ) -> CellChange? {
    let formulas = [first, second].map { cells in
      let terms = cells.map(\.term)
      return isForbid ? GrantFormula(permits: [.constant(true)], forbids: terms) : GrantFormula(permits: terms)
    }
    if formulas[0] == formulas[1], isPlain(first) { return nil }
    let bare = role.flatMap { scopeType(of: $0) == row.scopeType ? String($0.drop { $0 != "." }.dropFirst()) : nil }
    let nameBefore = role.map { tables.renames.before[$0] ?? $0 }
    let bareBefore = nameBefore.flatMap { bare == nil ? nil : String($0.drop { $0 != "." }.dropFirst()) }
    var settingBefore = tables.before.setting(row.scopeType, row.resourceType, role: bareBefore)
    var settingAfter = tables.after.setting(row.scopeType, row.resourceType, role: bare)
    settingBefore.renameRanks(scopeType: row.scopeType, tables.renames.after)
    // A role of one side only can be held beside this one there only; what that does is told of who holds it.
    let beside = Set(settingBefore.ranks.keys).intersection(settingAfter.ranks.keys)
    settingBefore.ranks = settingBefore.ranks.filter { beside.contains($0.key) }
    settingAfter.ranks = settingAfter.ranks.filter { beside.contains($0.key) }
    let isSame = settingBefore == settingAfter && Set(first.map(\.term)) == Set(second.map(\.term))
    guard !isSame else { return nil }
    let meaning = compare(formulas[0], in: settingBefore, formulas[1], in: settingAfter)
    guard !meaning.isNone else { return nil }
    let direct = changedRoles
    let reached = Set((first + second).map(\.role))
    let isByCells = isReachSame || !direct.isDisjoint(with: reached)
    let place = place(role, first, second)
    return CellChange(
      isForbid: isForbid, scopeType: row.scopeType, resourceType: row.resourceType, action: row.action,
      role: role ?? "anyone", before: Self.text(first), after: Self.text(second),
      direction: Self.direction(meaning, first, second, isForbid: isForbid), cause: isByCells ? .cells : .includes,
      witness: Self.witness(meaning), isDirect: direct.contains(role), file: place.file, line: place.line,
      isPlaceAfter: place.isAfter)
  }

  /// Without conditions nothing but the cells matters; with them, what their names can come to may have changed.
  private func isPlain(_ cells: [Cell]) -> Bool { cells.allSatisfy { $0.cell.condition == nil } }

  /// Roles whose own cells of the row changed.
  private var changedRoles: Set<String?> {
    func own(_ cells: [Cell]) -> [String?: Set<OwnCell>] {
      Dictionary(grouping: cells, by: \.role).mapValues { cells in
        Set(cells.map { OwnCell(isForbid: $0.cell.isForbid, term: $0.term) })
      }
    }
    let (first, second) = (own(before), own(after))
    return Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }
  }

  private struct OwnCell: Hashable {
    var isForbid: Bool
    var term: ConditionTerm
  }

  /// The changed cell's place: that of the role's own cell after if there is one, of any that it reaches, or before.
  private func place(_ role: String?, _ first: [Cell], _ second: [Cell]) -> (file: String, line: Int, isAfter: Bool) {
    let known = Set(first.map { OwnCell(isForbid: $0.cell.isForbid, term: $0.term) })
    func isNew(_ cell: Cell) -> Bool { !known.contains(OwnCell(isForbid: cell.cell.isForbid, term: cell.term)) }
    let found =
      second.first { $0.role == role && isNew($0) } ?? second.first { isNew($0) } ?? second.first { $0.role == role }
    if let found {
      let rule = tables.after.table.rule(found.cell.id)
      return (rule.file, rule.line, true)
    }
    // A cell that is gone is best shown at what is left of its row.
    if let beside = after.first {
      let rule = tables.after.table.rule(beside.cell.id)
      return (rule.file, rule.line, true)
    }
    guard let gone = first.first else { return ("", 0, false) }
    let rule = tables.before.table.rule(gone.cell.id)
    return (rule.file, rule.line, false)
  }

  /// `✅`, or the conditions by name; empty for nothing.
  private static func text(_ cells: [Cell]) -> String {
    if cells.contains(where: { $0.cell.condition == nil }) { return "always" }
    var names: [String] = []
    for name in cells.compactMap(\.cell.condition) where !names.contains(name) { names.append(name) }
    return names.isEmpty ? "" : "if " + names.joined(separator: " or ")
  }

  private static func direction(
    _ meaning: MeaningChange, _ first: [Cell], _ second: [Cell], isForbid: Bool
  ) -> ChangeDirection {
    let isShown = meaning.gains != .maybe && meaning.losses != .maybe
    guard isShown else { return .mayDiffer }
    switch (meaning.gains.isNever, meaning.losses.isNever) {
    case (false, true): return (isForbid ? second.isEmpty : first.isEmpty) ? .gained : .wider
    case (true, false): return (isForbid ? first.isEmpty : second.isEmpty) ? .lost : .narrower
    default: return .differs
    }
  }

  private static func witness(_ meaning: MeaningChange) -> String? {
    for (possibility, word) in [(meaning.gains, "allowed"), (meaning.losses, "denied")] {
      guard case .sometimes(let witness) = possibility, !witness.facts.isEmpty else { continue }
      return "\(word) where \(witness)"
    }
    return nil
  }
}

extension MeaningSetting {
  /// The ranks by roles' names after.
  mutating func renameRanks(scopeType: String, _ names: [String: String]) {
    guard !names.isEmpty else { return }
    var renamed: [String: Int64?] = [:]
    for (name, rank) in ranks {
      let full = names["\(scopeType).\(name)"]
      renamed[full.map { String($0.drop { $0 != "." }.dropFirst()) } ?? name] = rank
    }
    ranks = renamed
  }
}
