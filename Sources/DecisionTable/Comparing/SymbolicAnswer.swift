package import PolicyValues

/// How far a question leaves its resource open.
package enum ResourceForm: Hashable, Sendable {
  /// No one thing: the bare type.
  case bare
  /// Any thing of the type, whatever its id: the names of the resource are open too.
  case any
  /// One thing, by its id.
  case one(String)
}

/// What an answer depends on once everything is filled in that only the directory can say: conditions over what requests
/// bring. The question's principal and whatever bounds it must all be let.
package struct SymbolicAnswer: Hashable, Sendable {
  /// What one principal is judged by: let if one of the permits is true and every forbid is false.
  package struct Stage: Hashable, Sendable {
    package var permits: [[ConditionStep]] = []
    package var forbids: [[ConditionStep]] = []
  }

  /// Why everything is denied before any cell is looked at; `nil` if it is not.
  package var denial: Reason?
  /// The question's principal, then what bounds it, outward.
  package var stages: [Stage]
  /// Values that the directory gives for names that are left open, since a request may bring others; they hold where it brings
  /// none.
  package var defaults: Set<Default> = []

  /// The value of a name where a request brings none.
  package struct Default: Hashable, Sendable {
    package var owner: AttributeOwner
    package var name: String
    /// `nil` for one that nothing can be decided by.
    package var value: AttributeValue?
  }

  fileprivate init(denied reason: Reason) {
    denial = reason
    stages = []
  }

  fileprivate init(_ stages: [Stage], _ defaults: Set<Default>) {
    self.stages = stages
    self.defaults = defaults
  }
}

extension DecisionTable {
  /// The answer to a question as far as names alone decide it; the question's own properties and roles are not used. The
  /// question asks of the bare type, or of one thing, as the form says; of the bare type where the form is `any`. Values that
  /// a request may bring in the directory's place are left open, unless `keepsDefaults`: then it brings none of those.
  package func symbolicAnswer(
    principal: EntityName, action: String, resourceType: String, form: ResourceForm, scope: String?,
    keepsDefaults: Bool = false, at now: Timestamp
  ) -> SymbolicAnswer {
    var question = Question(principal: principal, action: action, resourceType: resourceType, scope: scope)
    if case .one(let id) = form { question.resourceID = id }
    return withCheck(question, at: now) { prepared in
      switch prepared {
      case .denied(let reason): return SymbolicAnswer(denied: reason)
      case .found(let (check, found)):
        return Symbols(
          check: check, table: self, isResourceOpen: form == .any, defaults: keepsDefaults ? nil : SeenDefaults()
        ).answer(found)
      }
    }
  }
}

/// Gathers the values of names that are left open.
private final class SeenDefaults {
  var values: Set<SymbolicAnswer.Default> = []
}

/// A check that leaves open what requests bring.
private struct Symbols {
  let check: Check
  let table: DecisionTable
  let isResourceOpen: Bool
  /// `nil` where the directory's values count.
  let defaults: SeenDefaults?

  private var view: TableView { check.view }

  /// The same way as `Check.outcome`, with every cell that could decide.
  func answer(_ found: FoundNames) -> SymbolicAnswer {
    var asker = check.asker(found)
    if asker.principal == nil, !check.names.principalID.isID { return SymbolicAnswer(denied: .noRole) }
    if let reason = check.standing(asker) { return SymbolicAnswer(denied: reason) }
    if let known = check.chain.known, view.scopes.flags(known) & EntitySlot.isDisabledAbove != 0 {
      return SymbolicAnswer(denied: .disabled)
    }
    var stages = [stage(asker)]
    var steps = 0
    while check.isBounded(asker) {
      steps += 1
      guard let next = check.bound(of: asker), steps <= view.count(.principalOrder), check.standing(next) == nil else {
        return SymbolicAnswer(denied: .bounded)
      }
      stages.append(stage(next))
      asker = next
    }
    return SymbolicAnswer(stages, defaults?.values ?? [])
  }

  private func stage(_ asker: Asker) -> SymbolicAnswer.Stage {
    var stage = SymbolicAnswer.Stage()
    for level in 0..<check.levels {
      let roles = Set(check.heldRoles(asker, level: level))
      func held(_ cells: Range<Int>) -> [[ConditionStep]] {
        cells.filter { roles.contains(view.index(.cells, $0, 3)) }.map { steps(of: $0, asker, level) }
      }
      if check.judges(level) { stage.permits += held(view.run(.rows, check.row(level), 0)) }
      stage.forbids += held(view.run(.rows, check.row(level), 2))
    }
    return stage
  }

  /// A cell's condition with every atom that the directory decides replaced by what it says.
  private func steps(of cell: Int, _ asker: Asker, _ level: Int) -> [ConditionStep] {
    guard let condition = view.optional(.cells, cell, 4) else { return [.constant(true)] }
    let decoded = table.condition(of: CellID(UInt32(cell)))?.steps ?? []
    let subject = ConditionSubject(check: check, asker: asker, level: level)
    return zip(view.run(.conditions, condition, 5), decoded).map { position, step in
      guard case .atom(let atom) = step else { return step }
      return filled(atom, at: view.index(.steps, position, 1), subject)
    }
  }

  private func filled(_ atom: TableAtom, at position: Int, _ subject: ConditionSubject) -> ConditionStep {
    let isLeftOpen = isOpen(atom.left, subject)
    let isRightOpen = atom.right.map { isOpen($0, subject) } ?? false
    guard isLeftOpen || isRightOpen else {
      switch subject.truth(ofAtom: position) {
      case .true: return .constant(true)
      case .false: return .constant(false)
      case .undecided: return .atom(.neverDecided)
      }
    }
    var atom = atom
    if !isLeftOpen {
      guard let value = subject.operand(position, 1).value(subject) else { return .atom(.neverDecided) }
      atom.left = .literal(value)
    }
    if atom.right != nil, !isRightOpen {
      guard let value = subject.operand(position, 4).value(subject) else { return .atom(.neverDecided) }
      atom.right = .literal(value)
    }
    return .atom(atom)
  }

  /// Whether a request has a say in what an operand comes to.
  private func isOpen(_ operand: TableOperand, _ subject: ConditionSubject) -> Bool {
    switch operand {
    case .literal: false
    case .rank(let inner): isOpen(inner, subject)
    case .builtin(.now): true
    case .builtin(.resource), .builtin(.resourceID): isResourceOpen
    case .builtin: false
    case .attribute(let owner, let name): isOpen(owner, name, subject)
    }
  }

  private func isOpen(_ owner: AttributeOwner, _ name: String, _ subject: ConditionSubject) -> Bool {
    guard let position = view.name(name, domain: NameDomain.attributeName) else { return false }
    switch subject.openness(owner, name: position) {
    case .fixed: return false
    case .open: return true
    case .replaceable(let value):
      guard let defaults else { return false }
      defaults.values.insert(SymbolicAnswer.Default(owner: owner, name: name, value: value))
      return true
    }
  }
}

/// What a request has to say to the value of an attribute.
private enum Openness {
  /// Nothing.
  case fixed
  /// Everything.
  case open
  /// It may bring another than the directory's.
  case replaceable(AttributeValue?)
}

extension TableAtom {
  /// What an atom comes to that has no values to go by: a list is no truth, and never decides.
  fileprivate static let neverDecided = TableAtom(op: .isTrue, left: .literal(.list([])), right: nil, network: nil)
}

extension ConditionSubject {
  /// Whether a request may bring the value of an attribute: it is declared, the request's word passes to whom it is of,
  /// and the directory does not say it for good.
  fileprivate func openness(_ owner: AttributeOwner, name: Int) -> Openness {
    let view = self.view
    let declarations: Range<Int>
    var entries: Range<Int> = 0..<0
    switch owner {
    case .principal:
      guard asker.isQuestions else { return .fixed }
      declarations = view.run(.principalTypes, asker.type, 3)
      if let details = asker.principal.flatMap({ view.details(of: $0) }) {
        entries = view.run(.principalDetails, details, 4)
      }
    case .resource:
      declarations = view.run(.resourceTypes, check.resourceType, 8)
      entries = resourceEntries(view)
    case .scope:
      guard level == check.askedLevel else { return .fixed }
      declarations = view.run(.scopeTypes, check.scopeType(level), 5)
      if let scope = check.knownScope(level) { entries = view.entries(view.scopes, scope) }
    case .context: declarations = view.run(.facts, 0, 8)
    case .action: declarations = view.run(.facts, 0, 10)
    }
    guard let declaration = declarations.first(where: { view.index(.attributes, $0, 2) == name }) else { return .fixed }
    guard let stored = entries.first(where: { view.index(.entries, $0, 0) == name }) else { return .open }
    guard view.word(.attributes, declaration, 4) == 1 else { return .fixed }
    return .replaceable(view.storedValue(view.index(.entries, stored, 1)))
  }
}
