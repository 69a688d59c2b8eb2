package import PolicyValues

/// What changes for someone between two tables of one policy.
package struct PolicyDiff: Sendable {
  /// What the sides are called.
  package var before: String
  package var after: String
  /// The policy's name, and the folder of the set where there are several.
  package var policyName: String
  /// Declarations that came, went or changed, and what became of names.
  package var declarations: [DeclarationChange] = []
  package var renames: [Rename] = []
  /// In the order of the tables after, roles' own cells before what includes bring.
  package var cells: [CellChange] = []
  package var assignments: [AssignmentChange] = []
  /// Who gains and loses what, in groups.
  package var holders: [HolderChange] = []
  package var resources: [ResourceChange] = []
  /// Whether no answer changes, as has been proved.
  package var isSame: Bool {
    cells.isEmpty && holders.isEmpty && resources.isEmpty && !declarations.contains { $0.effect != .none }
      && !renames.contains { $0.changesRequests }
  }

  /// Whether somebody gains something, or may.
  package var isWidened: Bool {
    cells.contains { $0.direction.widens } || holders.contains { $0.direction == .gain }
      || resources.contains { $0.mayGain } || declarations.contains { $0.effect == .may }
      || renames.contains { $0.changesRequests }
  }
}

/// Something declared on one side only, or declared otherwise.
package struct DeclarationChange: Hashable, Sendable {
  package enum Change: String, Sendable { case added, removed, changed }
  /// What becomes of answers.
  package enum Effect: String, Sendable {
    /// Nothing, or what cells and holders tell.
    case none
    /// Requests may be answered otherwise, in either way.
    case may
  }

  /// Such as `role` or `resource type`.
  package var kind: String
  package var name: String
  package var change: Change
  /// Such as `rank 2 → 3`; empty where nothing is left to say.
  package var detail: String
  package var effect: Effect
}

/// A name that gave way to another which means the same.
package struct Rename: Hashable, Sendable {
  /// `role`, `condition` or `action`.
  package var kind: String
  package var before: String
  package var after: String
  /// Whether requests have to say the new name.
  package var changesRequests: Bool
}

/// What became of a cell, or of somebody's answers.
package enum ChangeDirection: String, Hashable, Sendable {
  case gained, lost, wider, narrower
  /// Some requests are allowed that were not, and others denied that were allowed.
  case differs
  /// Neither proved equal nor shown to differ.
  case mayDiffer = "may differ"

  package var widens: Bool { self != .lost && self != .narrower }
  package var narrows: Bool { self != .gained && self != .wider }
}

/// One role in one row whose effect changes, includes counted.
package struct CellChange: Hashable, Sendable {
  /// What brought it about.
  package enum Cause: Hashable, Sendable {
    /// Cells of the role's, or of roles that it includes on both sides.
    case cells
    /// The role includes others than before.
    case includes
  }

  package var isForbid: Bool
  package var scopeType: String
  package var resourceType: String
  package var action: String
  /// The full name after; before if it is gone; `anyone`.
  package var role: String
  /// As people read a cell: `✅`, `if owned`, empty for nothing.
  package var before: String
  package var after: String
  /// What becomes of the answers: a forbid that is gained narrows them.
  package var direction: ChangeDirection
  package var cause: Cause
  /// What shows it; `nil` where it needs no showing, or cannot be shown.
  package var witness: String?
  /// Whether the role's own cells changed, and not only those of roles that it includes.
  package var isDirect: Bool
  /// Where the cell is written after, or was before; an empty file for nowhere.
  package var file: String
  package var line: Int
  /// Whether the place is on the side after.
  package var isPlaceAfter: Bool
}

/// An assignment on one side only, or with another end.
package struct AssignmentChange: Hashable, Sendable {
  package var principal: EntityName
  /// Full name.
  package var role: String
  package var scope: EntityName
  package var change: DeclarationChange.Change
  /// Such as `until 2027-01-01T00:00:00Z`.
  package var detail: String
}

/// A group of principals whose answers change in the same way for the same reason.
package struct HolderChange: Sendable {
  package enum Direction: String, Hashable, Sendable { case gain, loss }

  package enum Certainty: String, Hashable, Sendable {
    /// Every request of it.
    case always
    /// Some requests of it, as the witness shows.
    case sometimes
    /// Neither proved nor shown.
    case maybe
  }

  /// One permission, in scopes of one type.
  package struct Permission: Hashable, Sendable {
    package var scopeType: String
    package var resourceType: String
    package var action: String

    package var text: String { "\(resourceType) \(action)" }
  }

  /// One principal with the scopes it is about.
  package struct Holder: Sendable {
    package var principal: EntityName
    package var scopes: [EntityName]
  }

  package var cause: HolderCause
  package var direction: Direction
  package var certainty: Certainty
  package var permissions: [Permission]
  package var holders: [Holder]
  /// Whether it is about everyone, unknown principals too; of the types in `principalTypes`.
  package var everyone: [String]
  /// The scopes in which `everyone` is meant; none where it is about scopes that no directory knows.
  package var everyoneScopes: [EntityName]
  /// What shows it, if it does not show itself.
  package var witness: String?
  /// Whether it is about scopes that only requests name, below those listed.
  package var isInOpenScopes: Bool

  package var principalCount: Int { holders.count }
  package var scopeCount: Int { Set(holders.flatMap(\.scopes)).count }
}

/// Why somebody's answers change.
package enum HolderCause: Hashable, Sendable {
  /// A role that they hold on both sides: its cells or includes changed.
  case role(String)
  /// Roles that they hold on one side only.
  case assigned([String])
  case unassigned([String])
  /// Something about the principal, such as `disabled`.
  case principal(String)
  /// Something about the scope.
  case scope(String)
  /// Cells for `anyone`.
  case anyone
  /// Anything else, in words.
  case other(String)
}

/// A resource that the directory describes otherwise.
package struct ResourceChange: Sendable {
  package struct Shown: Hashable, Sendable {
    package var principal: EntityName
    package var action: String
    package var direction: HolderChange.Direction
  }

  package var resource: EntityName
  package var change: DeclarationChange.Change
  package var detail: String
  /// What was shown by asking.
  package var shown: [Shown]
  /// Whether others than those shown may gain or lose.
  package var mayGain: Bool
  package var mayLose: Bool
}
