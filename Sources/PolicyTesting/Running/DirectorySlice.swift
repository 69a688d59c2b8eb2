import PolicyLanguage
import PolicyValues

extension Directory {
  /// The directory with the assignments that answers to some principals depend on: their own, those of the groups that they
  /// are in, and those of what bounds them. All other assignments are nobody's business here, and there may be millions.
  func slice(for asked: some Sequence<EntityName>, _ index: PolicyIndex) -> Directory {
    let described = Dictionary(principals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var groups: [EntityName: [EntityName]] = [:]
    for principal in principals {
      for member in principal.members { groups[member, default: []].append(principal.name) }
    }
    var needed: Set<EntityName> = []
    var open = Array(asked)
    while let next = open.popLast() {
      guard needed.insert(next).inserted else { continue }
      open += groups[next] ?? []
      if let bound = described[next]?.bound { open.append(bound) }
    }
    var slice = self
    slice.assignments = AssignmentList()
    for assignment in assignments where needed.contains(assignment.principal) { slice.assignments.append(assignment) }
    return slice
  }
}
