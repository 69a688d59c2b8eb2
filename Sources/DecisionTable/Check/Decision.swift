/// The answer to a question.
package struct Decision: Hashable, Sendable {
  package var reason: Reason
  /// The cell that decided: the granting one of an allow, the forbidding one of a `forbidden`. Else `nil`.
  package var cell: CellID?

  package init(_ reason: Reason, cell: CellID? = nil) {
    self.reason = reason
    self.cell = cell
  }

  /// Whether the principal may. Only `granted` allows.
  package var isAllowed: Bool { reason == .granted }
}

/// Why an answer is what it is (DESIGN.md, section 4). Raw values are what the interfaces print.
package enum Reason: String, CaseIterable, Hashable, Sendable {
  /// A role has the cell, and its condition, if any, is true.
  case granted
  /// The principal holds no role that counts at the scope.
  case noRole = "no_role"
  /// It holds roles, none of which has the cell.
  case noGrant = "no_grant"
  /// A role has the cell under a condition that is false.
  case conditionFalse = "condition_false"
  /// A role has the cell under a condition that needs a value nobody gave, or one of the wrong type.
  case conditionUndecided = "condition_undecided"
  /// A forbidding cell applies.
  case forbidden
  /// The principal is of a bounded type, and what bounds it is missing, unknown or not allowed.
  case bounded
  /// The principal or the scope is disabled.
  case disabled
  /// The principal's time is over.
  case expired
  case unknownPrincipalType = "unknown_principal_type"
  case unknownResourceType = "unknown_resource_type"
  case unknownAction = "unknown_action"
  case unknownScope = "unknown_scope"
  /// The resource type is `listed`, or a scope type, and the directory does not know this one.
  case unknownResource = "unknown_resource"
  /// The request brings a role that does not exist, or roles in another shape.
  case unknownRole = "unknown_role"
  /// No scope is named, and none follows.
  case noScope = "no_scope"
  /// The scope contradicts the directory.
  case scopeMismatch = "scope_mismatch"
  /// The resource type is not allowed in the scope's type.
  case outOfScope = "out_of_scope"
}

/// Names one cell of a table's permissions or forbids.
package struct CellID: Hashable, Sendable {
  /// Position in the table's list of cells.
  package var index: UInt32

  package init(_ index: UInt32) { self.index = index }
}

/// A cell as a person reads it, with the place it was written at.
package struct Rule: Hashable, Sendable {
  /// The cell by its path, such as `permissions.organization.connection.delete: admin`.
  package var text: String
  /// The policy file, as the compiler was given it; empty if the cell was not read from one.
  package var file: String
  /// 1-based line, 0 if the cell was not read from a file.
  package var line: Int

  package init(text: String, file: String, line: Int) {
    self.text = text
    self.file = file
    self.line = line
  }
}
