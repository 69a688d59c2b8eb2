package import DecisionTable
package import PolicyValues

/// One thing that a person could do, as part of a ``Remedy``.
package enum RemedyStep: Hashable, Sendable {
  /// Ask about another principal, action, resource or scope: the name is nearest to an unknown one, or is where the
  /// directory says that the resource lives. `scope` `nil` asks without naming one.
  case askAbout(principal: EntityName)
  case askFor(action: String)
  case askOf(resourceType: String)
  case askOn(resource: EntityName)
  case askIn(scope: String?)
  /// Ask at another time, because a condition depends on it.
  case askAt(Timestamp)
  /// Leave out roles that the request brings in a shape that nothing can be made of.
  case bringNoRoles
  /// Bring a role with the request, for a principal whose type takes them. The role's full name.
  case bringRole(String, at: EntityName)
  case value(ValueEdit)
  /// Assign a role, by its full name.
  case assign(String, at: EntityName, to: EntityName)
  /// Let an assignment go on that is over.
  case extend(String, at: EntityName, of: EntityName, ended: Timestamp)
  case join(group: EntityName, member: EntityName)
  case enable(EntityName)
  case enableScope(EntityName)
  /// Let a principal go on that has expired.
  case renew(EntityName, ended: Timestamp)
  /// Give a bounded principal what bounds it, here one that may itself.
  case bound(EntityName, by: EntityName)
  /// Enter a resource of a `listed` type into the directory.
  case enter(resource: EntityName, in: EntityName)
  case addCell(AddedCell)
  case removeForbid(ForbidCell)
}

/// An attribute's value that a condition needs.
package struct ValueEdit: Hashable, Sendable {
  package var owner: AttributeOwner
  package var name: String
  /// Whose value the directory holds; `nil` where it is the request that says it.
  package var entity: EntityName?
  /// The value that was tried; `nil` for none.
  package var value: AttributeValue?
  /// What the condition asks of it, where other values would do as well: "at most 3".
  package var need: String?
  /// What it is now; `nil` for no value.
  package var current: String?

  package init(
    owner: AttributeOwner, name: String, entity: EntityName?, value: AttributeValue?, need: String?, current: String?
  ) {
    self.owner = owner
    self.name = name
    self.entity = entity
    self.value = value
    self.need = need
    self.current = current
  }
}

/// A role to be added to a row of the permissions, without a condition.
package struct AddedCell: Hashable, Sendable {
  /// Where the row stands.
  package enum Row: Hashable, Sendable {
    /// A row with cells; the place of the first.
    case existing(Rule)
    /// No row but the `"*"` one has cells for the action: one of its own that repeats them, since it takes their place.
    case besideWildcard(Rule, cells: [String])
    /// No cells at all. The rule of a row near it, in the same table, if there is one.
    case empty(near: Rule?)
  }

  package var scopeType: String
  package var resourceType: String
  package var action: String
  /// Bare.
  package var role: String
  package var row: Row
  /// How many other principals hold the role at the scope, of those whom the directory knows; `nil` if nobody counted.
  package var others: Int?
}

/// A cell of a forbid that would have to go.
package struct ForbidCell: Hashable, Sendable {
  package var scopeType: String
  package var resourceType: String
  package var action: String
  /// Bare, or `anyone`.
  package var role: String
  package var condition: String?
  /// Whether it stands in a `"*"` row, and so holds for other actions too.
  package var isFromWildcard: Bool
  package var rule: Rule
}

/// What would make a deny an allow: steps that together, and not with one of them left out, have been tried and do.
package struct Remedy: Hashable, Sendable {
  package var steps: [RemedyStep]

  package init(steps: [RemedyStep]) { self.steps = steps }
}

/// The remedies that were found for a deny.
package struct Remedies: Sendable {
  /// Nearest first; see ``RemedyDistance``.
  package var found: [Remedy]
  /// Whether the search came to its end, and every step that it knows of was tried. If not, there may be more, none of
  /// them nearer than the last.
  package var isComplete: Bool
  /// What stands in the way and nobody can change, such as what a principal's type is; a line each.
  package var fixed: [String]
}
