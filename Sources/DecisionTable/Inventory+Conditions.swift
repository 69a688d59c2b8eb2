package import PolicyValues

/// A condition as the table holds it, decoded.
package struct TableCondition: Hashable, Sendable {
  /// Its name in the policy.
  package var name: String
  /// Canonical text.
  package var text: String
  /// The scope type in whose table it stands.
  package var scopeType: String
  /// Operands first, then what joins them.
  package var steps: [ConditionStep]
  /// The policy file that declares it, as the compiler was given it, and its 1-based line; empty and 0 for none.
  package var file: String
  package var line: Int
}

/// An attribute as it is declared.
package struct DeclaredAttribute: Hashable, Sendable {
  package var owner: AttributeOwner
  /// The principal, resource or scope type that declares it; empty for `context` and `action`.
  package var entityType: String
  package var name: String
  package var type: AttributeType
  /// Whether a request's value wins over the directory's.
  package var isOverridable: Bool
}

extension DecisionTable {
  /// The condition of a cell; `nil` for a cell without one.
  package func condition(of cell: CellID) -> TableCondition? {
    guard Int(cell.index) < view.count(.cells) else { return nil }
    return view.optional(.cells, Int(cell.index), 4).map { condition($0) }
  }

  /// Every condition, once for each kind of row that it stands in.
  package var conditions: [TableCondition] { (0..<view.count(.conditions)).map { condition($0) } }

  private func condition(_ position: Int) -> TableCondition {
    let steps = view.run(.conditions, position, 5).map { step -> ConditionStep in
      switch StepKind(rawValue: view.word(.steps, step, 0)) {
      case .true: .constant(true)
      case .atom: .atom(atom(view.index(.steps, step, 1)))
      case .not: .not
      case .and: .and
      case .or: .or
      case .false, nil: .constant(false)
      }
    }
    return TableCondition(
      name: view.text(.conditions, position, 0), text: view.text(.conditions, position, 2),
      scopeType: view.text(.scopeTypes, view.index(.conditions, position, 4), 0), steps: steps,
      file: view.text(.conditions, position, 7), line: view.index(.conditions, position, 9))
  }

  private func atom(_ position: Int) -> TableAtom {
    guard let op = AtomOperator(rawValue: view.word(.atoms, position, 0)), let left = operand(position, 1) else {
      return .undecided
    }
    let right = op.isBinary ? operand(position, 4) : nil
    guard (right != nil) == op.isBinary else { return .undecided }
    return TableAtom(op: op, left: left, right: right, network: op == .ipIn ? view.network(ofAtom: position) : nil)
  }

  private func operand(_ atom: Int, _ field: Int) -> TableOperand? {
    let first = view.word(.atoms, atom, field + 1)
    func literal() -> TableOperand? { view.storedValue(Int(first)).map { .literal($0) } }
    func attribute() -> TableOperand? {
      AttributeOwner(rawValue: first).map {
        .attribute($0, view.text(.attributeNames, view.index(.atoms, atom, field + 2), 0))
      }
    }
    switch OperandKind(rawValue: view.word(.atoms, atom, field)) {
    case .literal: return literal()
    case .builtin: return TableBuiltin(rawValue: first).map { .builtin($0) }
    case .attribute: return attribute()
    case .rankOfLiteral: return literal().map { .rank($0) }
    case .rankOfAttribute: return attribute().map { .rank($0) }
    case .absent, nil: return nil
    }
  }

  /// The declared attributes, in the table's order.
  package var declaredAttributes: [DeclaredAttribute] {
    (0..<view.count(.attributes)).compactMap { attribute in
      guard let owner = AttributeOwner(rawValue: view.word(.attributes, attribute, 0)),
        let type = AttributeType(code: view.word(.attributes, attribute, 3))
      else { return nil }
      let declaring: Section? =
        switch owner {
        case .principal: .principalTypes
        case .resource: .resourceTypes
        case .scope: .scopeTypes
        case .context, .action: nil
        }
      return DeclaredAttribute(
        owner: owner, entityType: declaring.map { view.text($0, view.index(.attributes, attribute, 1), 0) } ?? "",
        name: view.text(.attributeNames, view.index(.attributes, attribute, 2), 0), type: type,
        isOverridable: view.word(.attributes, attribute, 4) == 1)
    }
  }

  /// Whether principals of a type are groups.
  package func isGroup(principalType: String) -> Bool {
    view.name(principalType, domain: NameDomain.principalType).map { view.word(.principalTypes, $0, 2) & 1 == 1 }
      ?? false
  }

  /// The rank of a role by its full name; `nil` if it has none, or there is no such role.
  package func rank(ofRole name: String) -> Int64? {
    let parts = name.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let role = view.role(scopeType: String(parts[0]), String(parts[1])) else { return nil }
    return view.rank(ofRole: role)
  }
}

extension TableAtom {
  /// What an atom comes to that cannot be read: a list is no truth, and never decides.
  fileprivate static let undecided = TableAtom(op: .isTrue, left: .literal(.list([])), right: nil, network: nil)
}
