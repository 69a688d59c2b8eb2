extension DecisionTable {
  /// A cell as a person reads it, and where it was written.
  package func rule(_ cell: CellID) -> Rule {
    let record = Int(cell.index)
    guard record < view.count(.cells) else { return Rule(text: "", file: "", line: 0) }
    let flags = view.word(.cells, record, 0)
    let permission = view.index(.cells, record, 2)
    let scopeType = view.text(.scopeTypes, view.index(.cells, record, 1), 0)
    let resourceType = view.text(.resourceTypes, view.index(.permissions, permission, 0), 0)
    let action = view.text(.permissions, permission, 1)
    let role = view.text(.roles, view.index(.cells, record, 3), 1)
    let condition = view.optional(.cells, record, 4).map { " if \(view.text(.conditions, $0, 0))" } ?? ""
    let section = flags & 1 == 1 ? "forbid" : "permissions"
    let row = flags & 2 == 2 ? "\"*\"" : action
    return Rule(
      text: "\(section).\(scopeType).\(resourceType).\(row): \(role)\(condition)",
      file: view.text(.cells, record, 5), line: view.index(.cells, record, 7))
  }
}
