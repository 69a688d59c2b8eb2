import PolicyValues

/// Whether what a request has not said could be said so that everything comes together: of each asker, somebody who
/// bounds another among them, some permit holds and every forbid fails.
///
/// Atoms that a request may decide are free, each of every other, and the same one is the same everywhere. What two
/// atoms say of one value is not looked at: `context.level == 1` and `context.level == 2` may both hold here.
struct Completion {
  private enum Step {
    case truth(PossibleTruth)
    case atom(Int, isNegated: Bool)
    case not, and, or
  }

  private struct Part {
    var isPermitted: Bool
    var permits: [[Step]] = []
    var forbids: [[Step]] = []
  }

  private var parts: [Part] = []
  private var variables: [AtomKey: Int] = [:]
  private var occurrences = 0
  /// How often everything is looked at before it is believed to be possible.
  private static let patience = 4096

  /// What one asker needs. `permits` and `forbids` are conditions with where they are asked.
  mutating func add(
    isPermitted: Bool, permits: [(ConditionSubject, condition: Int)], forbids: [(ConditionSubject, condition: Int)]
  ) {
    var part = Part(isPermitted: isPermitted)
    if !isPermitted { part.permits = permits.map { program($0, $1) } }
    part.forbids = forbids.map { program($0, $1) }
    parts.append(part)
  }

  private mutating func program(_ subject: ConditionSubject, _ condition: Int) -> [Step] {
    let view = subject.view
    var steps: [Step] = []
    for step in view.run(.conditions, condition, 5) {
      switch StepKind(rawValue: view.word(.steps, step, 0)) {
      case .true: steps.append(.truth(PossibleTruth(.true)))
      case .false: steps.append(.truth(PossibleTruth(.false)))
      case .atom:
        let atom = view.index(.steps, step, 1)
        let truth = subject.possibleTruth(ofAtom: atom)
        guard truth.canHold, truth.canFail else {
          steps.append(.truth(truth))
          continue
        }
        let key = AtomKey(atom, subject)
        let next = variables.count
        let variable = variables[key] ?? next
        variables[key] = variable
        occurrences += 1
        steps.append(.atom(variable, isNegated: key.isNegated))
      case .not: steps.append(.not)
      case .and: steps.append(.and)
      case .or: steps.append(.or)
      case nil: steps.append(.truth(PossibleTruth(.undecided)))
      }
    }
    return steps
  }

  /// Whether it can be. Where the search would be long, what may be is taken to be.
  func isPossible() -> Bool {
    var assigned = [Bool?](repeating: nil, count: variables.count)
    guard mayBe(assigned) else { return false }
    // No atom stands twice, so none is in another's way.
    if occurrences == variables.count { return true }
    var patience = Self.patience
    return isPossible(&assigned, from: 0, &patience)
  }

  private func isPossible(_ assigned: inout [Bool?], from variable: Int, _ patience: inout Int) -> Bool {
    guard variable < assigned.count, patience > 0 else { return true }
    for value in [true, false] {
      assigned[variable] = value
      patience -= 1
      if mayBe(assigned), isPossible(&assigned, from: variable + 1, &patience) { return true }
    }
    assigned[variable] = nil
    return false
  }

  private func mayBe(_ assigned: [Bool?]) -> Bool {
    parts.allSatisfy { part in
      (part.isPermitted || part.permits.contains { Self.run($0, assigned).canHold })
        && part.forbids.allSatisfy { Self.run($0, assigned).canFail }
    }
  }

  private static func run(_ steps: [Step], _ assigned: [Bool?]) -> PossibleTruth {
    var masks = PossibleMasks()
    for step in steps {
      switch step {
      case .truth(let truth): masks.push(truth)
      case .atom(let variable, let isNegated):
        guard let value = assigned[variable] else {
          masks.push(.open)
          continue
        }
        masks.push(PossibleTruth(Truth(value != isNegated)))
      case .not: masks.negate()
      case .and: masks.and()
      case .or: masks.or()
      }
    }
    return masks.top
  }
}
