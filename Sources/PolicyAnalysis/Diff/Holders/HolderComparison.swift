import DecisionTable
import PolicyValues

/// Compares what everyone may, everywhere: pairs of principal and scope in classes, each class once.
struct HolderComparison {
  let common: CommonDirectory
  let cells: [CellChange]

  func changes() -> [HolderChange] {
    let touched = TouchedPermissions(common.tables)
    let questions = ClassQuestions(
      common: common, touched: touched, answers: AnswerComparison(common.tables, at: common.now))
    var groups = HolderGroups(common)
    let kinds = InstanceKinds(common, touched)
    EveryoneComparison(kinds: kinds, questions: questions).compare(into: &groups)
    var classes = PairClasses(kinds, leavesOutSame: touched.isNothing)
    classes.enterHolders()
    let causes = HolderCauses(common: common, cells: cells)
    for (number, members) in classes.members.enumerated() {
      guard let first = members.first else { continue }
      let effects = questions.effects(
        principal: common.principalName(Int(first.principal)), scope: Int(first.scope),
        isSame: classes.isSame[number])
      guard !effects.isEmpty else { continue }
      groups.add(effects, members: members) { effect in
        causes.cause(of: effect, principal: Int(first.principal), scope: Int(first.scope))
      }
    }
    return groups.changes()
  }
}

/// One permission that is answered otherwise for a class.
struct HolderEffect: Hashable {
  var permission: HolderChange.Permission
  var direction: HolderChange.Direction
  var certainty: HolderChange.Certainty
  var isOpen: Bool
  var witness: String?
}

/// What is asked of one pair to know all its answers.
struct ClassQuestions {
  let common: CommonDirectory
  let touched: TouchedPermissions
  let answers: AnswerComparison

  /// `isSame`: both directories say the same of the pair, so that only what the policies touch is asked.
  func effects(principal: EntityName, scope: Int, isSame: Bool) -> [HolderEffect] {
    effects(
      principal: principal, forms: ScopeForms(common: common).forms(of: scope), scope: common.scopeName(scope),
      isSame: isSame)
  }

  func effects(
    principal: EntityName, forms: [ScopeForms.Form], scope: EntityName?, isSame: Bool,
    only permissions: Set<RowKey>? = nil
  ) -> [HolderEffect] {
    var effects: [HolderEffect] = []
    for type in common.tables.resourceTypes {
      for action in common.tables.actions(of: type) {
        if isSame, !touched.touches(type, action) { continue }
        if let permissions, !permissions.contains(RowKey("", type, action)) { continue }
        for form in forms {
          for question in questions(principal, type, action, form, scope) {
            add(answers.change(question), question, form, to: &effects)
          }
        }
      }
    }
    return effects
  }

  private func add(
    _ change: AnswerChange, _ question: ComparedQuestion, _ form: ScopeForms.Form, to effects: inout [HolderEffect]
  ) {
    for part in change.parts {
      let effect = HolderEffect(
        permission: HolderChange.Permission(
          scopeType: question.scopeType, resourceType: question.resourceType, action: question.action),
        direction: part.direction, certainty: part.certainty, isOpen: form.isOpen, witness: part.witness)
      // The same permission may be asked in several ways; the surest is told.
      if let index = effects.firstIndex(where: {
        $0.permission == effect.permission && $0.direction == effect.direction && $0.isOpen == effect.isOpen
      }) {
        if effect.certainty.order < effects[index].certainty.order { effects[index] = effect }
      } else {
        effects.append(effect)
      }
    }
  }

  /// Any thing of the type in the scope; where the scope is itself of the type, itself too, named in itself and in its
  /// parent.
  private func questions(
    _ principal: EntityName, _ type: String, _ action: String, _ form: ScopeForms.Form, _ scope: EntityName?
  ) -> [ComparedQuestion] {
    var questions: [ComparedQuestion] = []
    let isScopeType = [common.tables.before, common.tables.after].contains { side in
      side.outline.resourceTypes.contains { $0.name == type && $0.isScopeType }
    }
    let livesHere = [common.tables.before, common.tables.after].contains { side in
      side.outline.resourceTypes.contains { $0.name == type && $0.scopeTypes.contains(form.type) }
    }
    func ask(_ resource: ResourceForm, in scope: String) {
      questions.append(
        ComparedQuestion(
          principal: principal, resourceType: type, action: action, form: resource, scope: scope,
          scopeType: form.type))
    }
    if livesHere { ask(.any, in: form.text) }
    if isScopeType, type == form.type {
      let innermost = form.text.split(separator: " ", maxSplits: 1)[0]
      let id = String(innermost.drop { $0 != ":" }.dropFirst())
      ask(.one(id), in: form.text)
      for parent in parents(form, scope) { ask(.one(id), in: parent) }
    }
    return questions
  }

  /// What the innermost scope of a form lies in, as requests write it.
  private func parents(_ form: ScopeForms.Form, _ scope: EntityName?) -> [String] {
    if let range = form.text.firstRange(of: " in ") { return [String(form.text[range.upperBound...])] }
    guard let scope, !form.isOpen else { return [] }
    var parents: [String] = []
    for table in [common.before.table, common.after.table] {
      guard let position = table.scopePosition(of: scope), let parent = table.parent(ofScopeAt: position) else {
        continue
      }
      let name = table.scopeName(at: parent).description
      if !parents.contains(name) { parents.append(name) }
    }
    return parents
  }
}

extension HolderChange.Certainty {
  /// The surest first.
  var order: Int {
    switch self {
    case .always: 0
    case .sometimes: 1
    case .maybe: 2
    }
  }
}
