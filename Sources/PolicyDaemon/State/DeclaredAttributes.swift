import DecisionTable
import PolicyValues

/// Which attributes a policy declares, as far as that says how text is to be read. Made once for a policy.
struct DeclaredAttributes: Sendable {
  /// Whether an attribute is a list. Types may declare one name each in their own way.
  enum Shape: Sendable {
    case scalar, list, either
  }

  private let shapes: [AttributeOwner: [String: Shape]]

  init(_ table: DecisionTable) {
    var shapes: [AttributeOwner: [String: Shape]] = [:]
    for owner in AttributeOwner.allCases {
      shapes[owner] = table.attributes(of: owner).mapValues { types in
        types.allSatisfy(\.isList) ? .list : types.contains(where: \.isList) ? .either : .scalar
      }
    }
    self.shapes = shapes
  }

  /// How an attribute is declared; `nil` if it is not. The name is one that ``split(_:)`` gave: plain ASCII, so that
  /// equal strings are equal bytes.
  func shape(_ owner: AttributeOwner, _ attribute: String) -> Shape? { shapes[owner]?[attribute] }

  /// Takes `resource.owner` apart.
  static func split(_ name: String) throws(CommandError) -> (AttributeOwner, String) {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let owner = AttributeOwner.allCases.first(where: { "\($0)" == parts[0] }),
      NameGrammar.isName(parts[1].utf8)
    else {
      throw CommandError(
        "\(quoted(name)) is not the name of a value; write an owner and an attribute, such as `resource.owner`, with "
          + "the owner one of principal, resource, scope, context and action")
    }
    return (owner, String(parts[1]))
  }
}
