import PolicyValues

/// What an atom asks, so that two atoms with the same key always have the same answer, and with `isNegated` differing
/// always opposite ones.
struct AtomKey: Hashable {
  private(set) var words: [UInt32] = []
  private(set) var isNegated = false

  static func == (a: Self, b: Self) -> Bool { a.words == b.words }

  func hash(into hasher: inout Hasher) { hasher.combine(words) }

  /// What the atom asks of a subject: of another asker, or at another level, it may mean something else.
  init(_ atom: Int, _ subject: ConditionSubject) {
    let view = subject.view
    guard let op = AtomOperator(rawValue: view.word(.atoms, atom, 0)) else { return }
    let left = Operand(atom, 1, view)
    let right = Operand(atom, 4, view)
    switch op {
    case .equal, .notEqual:
      isNegated = op == .notEqual
      if let value = right.literalBool {
        words = [AtomOperator.isTrue.rawValue] + left.words
        if !value { isNegated.toggle() }
      } else {
        let ordered = left.words.lexicographicallyPrecedes(right.words) ? (left, right) : (right, left)
        words = [AtomOperator.equal.rawValue] + ordered.0.words + ordered.1.words
      }
    // Each as `less`: `a >= b` is not `a < b`, and `a > b` is `b < a`.
    case .less, .greaterOrEqual:
      words = [AtomOperator.less.rawValue] + left.words + right.words
      isNegated = op == .greaterOrEqual
    case .greater, .lessOrEqual:
      words = [AtomOperator.less.rawValue] + right.words + left.words
      isNegated = op == .lessOrEqual
    case .isIn, .startsWith, .endsWith: words = [op.rawValue] + left.words + right.words
    case .has, .isTrue: words = [op.rawValue] + left.words
    case .ipIn: words = [op.rawValue] + left.words + (7..<12).map { view.word(.atoms, atom, $0) }
    }
    if left.isOfAsker || right.isOfAsker {
      words += [1, UInt32(truncatingIfNeeded: subject.asker.principal ?? -1)]
    }
    if left.isOfLevel || right.isOfLevel { words += [2, UInt32(truncatingIfNeeded: subject.level)] }
  }

  /// One side of an atom.
  private struct Operand {
    var words: [UInt32]
    var isOfAsker = false
    var isOfLevel = false
    var literalBool: Bool?

    init(_ atom: Int, _ field: Int, _ view: TableView) {
      let kind = OperandKind(rawValue: view.word(.atoms, atom, field))
      let first = view.word(.atoms, atom, field + 1)
      let second = view.word(.atoms, atom, field + 2)
      words = [view.word(.atoms, atom, field)]
      switch kind {
      case .literal, .rankOfLiteral:
        Self.append(Int(first), view, to: &words, &isOfLevel)
        if kind == .rankOfLiteral { isOfLevel = true }
        if ValueKind(rawValue: view.word(.values, Int(first), 0)) == .bool {
          literalBool = view.word(.values, Int(first), 1) == 1
        }
      case .builtin:
        words.append(first)
        switch TableBuiltin(rawValue: first) {
        case .principal, .principalID, .principalType, .principalGroups: isOfAsker = true
        case .principalRank: (isOfAsker, isOfLevel) = (true, true)
        case .scope, .scopeID, .scopeType: isOfLevel = true
        default: break
        }
      case .attribute, .rankOfAttribute:
        words += [first, second]
        let owner = AttributeOwner(rawValue: first)
        isOfAsker = owner == .principal
        // Bare names of roles mean those of the level's own type.
        isOfLevel = owner == .scope || kind == .rankOfAttribute || Self.mayBeRole(Int(second), view)
      case .absent, nil: break
      }
    }

    private static func mayBeRole(_ name: Int, _ view: TableView) -> Bool {
      (0..<view.count(.attributes)).contains { attribute in
        view.index(.attributes, attribute, 2) == name
          && AttributeType(code: view.word(.attributes, attribute, 3))?.scalar == .role
      }
    }

    private static func append(_ value: Int, _ view: TableView, to words: inout [UInt32], _ isOfLevel: inout Bool) {
      let kind = ValueKind(rawValue: view.word(.values, value, 0))
      words.append(view.word(.values, value, 0))
      switch kind {
      case .string, .role, .principal:
        let text = view.bytes(.values, value, 1)
        words.append(UInt32(truncatingIfNeeded: text.count))
        for offset in 0..<text.count { words.append(UInt32(text[offset])) }
        // A text literal takes the type of the other side, which may be a role.
        if kind == .role { isOfLevel = true }
      case .list:
        let elements = view.run(.values, value, 1)
        words.append(UInt32(truncatingIfNeeded: elements.count))
        for element in elements { append(element, view, to: &words, &isOfLevel) }
      default: for field in 1..<5 { words.append(view.word(.values, value, field)) }
      }
    }
  }
}
