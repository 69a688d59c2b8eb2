import DecisionTable
import PolicyValues

/// What a person could do so that a condition comes to a truth: for each way, the steps that flip its atoms.
struct AtomRemedies {
  let obstacles: Obstacles
  /// The cell whose condition it is.
  let cell: TracedCell

  /// Lists of steps, each of which flips all atoms of one way, as far as one can see from each atom by itself.
  func steps(to truth: Bool) -> [[RemedyStep]] {
    guard let condition = cell.condition, let program = obstacles.table.condition(of: cell.cell)?.steps else {
      return []
    }
    let ways = ConditionWays(program)
    return ways.ways(to: truth, from: condition.atoms.map(\.truth)).flatMap { way -> [[RemedyStep]] in
      var lists: [[RemedyStep]] = [[]]
      for flip in way.sorted(by: { $0.atom < $1.atom }) {
        let choices = flips(ways.atoms[flip.atom], condition.atoms[flip.atom], flip.truth)
        lists = Array(
          lists.flatMap { list in choices.compactMap { merged(list, $0) } }.prefix(8))
      }
      return lists.filter { !$0.isEmpty }
    }
  }

  /// The names that every way needs to be otherwise and nobody can change; empty if there is a way without.
  func fixedNames(to truth: Bool) -> [String] {
    guard let condition = cell.condition, let program = obstacles.table.condition(of: cell.cell)?.steps else {
      return []
    }
    let ways = ConditionWays(program)
    var names: [String] = []
    for way in ways.ways(to: truth, from: condition.atoms.map(\.truth)) {
      let stuck = way.sorted { $0.atom < $1.atom }.filter {
        flips(ways.atoms[$0.atom], condition.atoms[$0.atom], $0.truth).isEmpty
      }
      guard let first = stuck.first else { return [] }
      let atom = condition.atoms[first.atom]
      let values = atom.values.map { "\($0.name) is \($0.value ?? "not known")" }.joined(separator: ", ")
      let text = "\(atom.text) would have to be \(first.truth)" + (values.isEmpty ? "" : ", and \(values)")
      if !names.contains(text) { names.append(text) }
    }
    return names
  }

  /// Two lists as one; `nil` if they ask two things of one value. Two that are the same are one.
  private func merged(_ list: [RemedyStep], _ more: [RemedyStep]) -> [RemedyStep]? {
    var result = list
    for step in more where !result.contains(step) {
      if case .value(let edit) = step {
        let isTaken = result.contains {
          if case .value(let other) = $0 { other.owner == edit.owner && other.name == edit.name } else { false }
        }
        if isTaken { return nil }
      }
      result.append(step)
    }
    return result
  }

  /// Ways to make one atom say something else.
  private func flips(_ atom: TableAtom, _ traced: TracedAtom, _ truth: Bool) -> [[RemedyStep]] {
    var result = change(atom.left, traced.left) { $0.left(atom, truth, current: traced.left, right: traced.right) }
    result += ranked(atom.left, atom.op, truth, traced.right)
    if let right = atom.right {
      result += change(right, traced.right) { $0.right(atom, truth, current: traced.right, left: traced.left) }
      if let mirrored = atom.op.mirrored { result += ranked(right, mirrored, truth, traced.left) }
    }
    if atom.op == .isIn, truth, case .builtin(.principalGroups)? = atom.right,
      let group = traced.left.flatMap({ EntityName($0.description) })
    {
      result += obstacles.joining(group)
    }
    return result
  }

  /// An operand given one of the values that it would need.
  private func change(
    _ operand: TableOperand, _ current: AttributeValue?, _ values: (ValueNeeds) -> [NeededValue]
  ) -> [[RemedyStep]] {
    switch operand {
    case .attribute(let owner, let name):
      guard let declared = obstacles.declaration(owner, name, cell) else { return [] }
      return values(obstacles.needs(declared.type, cell)).compactMap { needed in
        obstacles.edit(declared, owner, needed, current, cell).map { [.value($0)] }
      }
    case .builtin(.now):
      return values(obstacles.needs(AttributeType(.timestamp), cell)).compactMap { needed in
        guard case .timestamp(let time)? = needed.value else { return nil }
        return [.askAt(time)]
      }
    case .builtin, .literal, .rank: return []
    }
  }

  /// A role's rank, or the principal's own, brought to where an atom wants it.
  private func ranked(
    _ operand: TableOperand, _ op: AtomOperator, _ truth: Bool, _ limit: AttributeValue?
  ) -> [[RemedyStep]] {
    guard case .int(let limit)? = limit else { return [] }
    let fitting = obstacles.rankedRoles(cell.scope.type).filter { op.holds($0.rank, limit) == truth }
    switch operand {
    case .rank(.attribute(let owner, let name)):
      guard let declared = obstacles.declaration(owner, name, cell) else { return [] }
      // The one whose rank is nearest to what is asked.
      let nearest = fitting.min { ($0.rank - limit).magnitude < ($1.rank - limit).magnitude }
      guard let nearest, let value = AttributeValue(text: nearest.name, as: .role) else { return [] }
      let roles = fitting.map(\.name).joined(separator: ", ")
      let needed = NeededValue(value, fitting.count > 1 ? "one of \(roles)" : nil)
      return obstacles.edit(declared, owner, needed, nil, cell).map { [[.value($0)]] } ?? []
    case .builtin(.principalRank):
      let own = obstacles.highestRank(of: obstacles.trace.levels[cell.level].roles)
      return fitting.filter { role in own.map { role.rank > $0 } ?? true }.prefix(4).flatMap { role in
        obstacles.gains("\(cell.scope.type).\(role.name)", level: cell.level)
      }
    default: return []
    }
  }
}

extension AtomOperator {
  /// The operator with its sides changed over, of those that order.
  fileprivate var mirrored: AtomOperator? {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .isIn, .has, .startsWith, .endsWith, .ipIn, .isTrue: nil
    }
  }

  fileprivate func holds(_ left: Int64, _ right: Int64) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .isIn, .has, .startsWith, .endsWith, .ipIn, .isTrue: false
    }
  }
}
