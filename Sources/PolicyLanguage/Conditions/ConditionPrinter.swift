import PolicyValues

extension ConditionExpression: CustomStringConvertible {
  /// CEL text with no more parentheses than needed, which reads back as the same tree.
  package var description: String { text(within: .or) }

  /// How tightly the surroundings bind; what binds looser needs parentheses.
  private enum Binding: Int {
    case or, and, relation, not
  }

  private func text(within binding: Binding) -> String {
    let text: String
    let own: Binding
    switch self {
    case .literal(let value, _):
      return value ? "true" : "false"
    case .not(let inner):
      return "!" + inner.text(within: .not)
    case .and(let left, let right):
      // Operators of one kind group to the left, so the right side is bound one step tighter.
      text = left.text(within: .and) + " && " + right.text(within: .relation)
      own = .and
    case .or(let left, let right):
      text = left.text(within: .or) + " || " + right.text(within: .and)
      own = .or
    case .atom(let atom):
      text = atom.description
      own = atom.isRelation ? .relation : .not
    }
    return own.rawValue < binding.rawValue ? "(\(text))" : text
  }
}

extension ConditionAtom: CustomStringConvertible {
  /// Whether the operator stands between its operands.
  var isRelation: Bool {
    switch op {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: true
    case .has, .startsWith, .endsWith, .ipIn, .isTrue: false
    }
  }

  /// The atom as CEL text.
  package var description: String {
    let right = right?.description ?? ""
    switch op {
    case .isTrue: return left.description
    case .has: return "has(\(left))"
    case .ipIn: return "ip_in(\(left), \(right))"
    case .startsWith, .endsWith: return "\(left).\(op.rawValue)(\(right))"
    default: return "\(left) \(op.rawValue) \(right)"
    }
  }
}

extension ConditionOperand: CustomStringConvertible {
  /// The operand as CEL text.
  package var description: String {
    switch self {
    case .name(let path, _):
      path.enumerated().map { $0 == 0 ? $1 : Self.field($1) }.joined(separator: ".")
    case .string(let text, _): Self.quoted(text)
    case .int(let value, _): String(value)
    case .bool(let value, _): String(value)
    case .list(let elements, _): "[\(elements.map(\.description).joined(separator: ", "))]"
    case .timestamp(let moment, _): "timestamp(\"\(moment)\")"
    case .rank(let role, _): "rank(\(role))"
    }
  }

  /// A field's name; in CEL's backticks if other readers of CEL would not take it for one word.
  static func field(_ name: String) -> String {
    let isWord = name.utf8.allSatisfy(ConditionLexer.isWordByte)
    return isWord && !["in", "true", "false", "null"].contains(name) ? name : "`\(name)`"
  }

  /// A string in double quotes. What a terminal would not show as itself is escaped.
  static func quoted(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      default:
        let isHidden =
          scalar != " "
          && (NameGrammar.isSpaceOrControl(scalar) || scalar.properties.generalCategory == .format)
        if isHidden { literal += escaped(scalar) } else { literal.unicodeScalars.append(scalar) }
      }
    }
    return literal + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = ConditionLexer.hex(scalar.value)
    return scalar.value <= 0xFFFF
      ? "\\u\(digits)" : "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}
