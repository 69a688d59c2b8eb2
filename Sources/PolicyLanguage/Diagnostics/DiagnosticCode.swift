/// The stable names of everything that `policy check` finds. Scripts match on them, so a name is never changed or
/// given a second meaning.
package enum DiagnosticCode: String, CaseIterable, Hashable, Sendable {
  // The file itself.
  case unreadableFile = "unreadable-file"
  case noPolicyFiles = "no-policy-files"
  case tableFile = "table-file"
  case yamlSyntax = "yaml-syntax"
  case yamlIndentation = "yaml-indentation"
  case yamlComment = "yaml-comment"
  case yamlForbiddenCharacter = "yaml-forbidden-character"
  case yamlDuplicateKey = "yaml-duplicate-key"
  case yamlAnchor = "yaml-anchor"
  case yamlAlias = "yaml-alias"
  case yamlMergeKey = "yaml-merge-key"
  case yamlTag = "yaml-tag"
  case yamlNonScalarKey = "yaml-non-scalar-key"
  case yamlDirective = "yaml-directive"
  case yamlMultipleDocuments = "yaml-multiple-documents"
  case yamlDepth = "yaml-depth"
  case yamlNUL = "yaml-nul"
  case yamlInvalidUTF8 = "yaml-invalid-utf8"
  case yamlFileTooLarge = "yaml-file-too-large"

  // Shape: what stands where.
  case missingPolicyName = "missing-policy-name"
  case unknownKey = "unknown-key"
  case missingKey = "missing-key"
  case wrongShape = "wrong-shape"
  case emptyValue = "empty-value"
  case badName = "bad-name"
  case badID = "bad-id"
  case badValue = "bad-value"
  case reservedName = "reserved-name"
  case givenTwice = "given-twice"
  case limitExceeded = "limit-exceeded"

  // Names that must lead somewhere.
  case unknownScopeType = "unknown-scope-type"
  case unknownPrincipalType = "unknown-principal-type"
  case unknownResourceType = "unknown-resource-type"
  case unknownAction = "unknown-action"
  case unknownRole = "unknown-role"
  case unknownCondition = "unknown-condition"
  case unknownAttribute = "unknown-attribute"
  case unknownAttributeType = "unknown-attribute-type"
  case unknownScope = "unknown-scope"
  case unknownColumn = "unknown-column"

  // What the language does not allow.
  case scopeTypeCycle = "scope-type-cycle"
  case roleCycle = "role-cycle"
  case includesUpward = "includes-upward"
  case outOfScope = "out-of-scope"
  case groupBounded = "group-bounded"
  case badInvariant = "bad-invariant"
  case conditionSyntax = "condition-syntax"
  case conditionType = "condition-type"
  case conditionTooLong = "condition-too-long"

  // The directory.
  case wrongScopeType = "wrong-scope-type"
  case scopeCycle = "scope-cycle"
  case boundCycle = "bound-cycle"
  case badAssignmentRow = "bad-assignment-row"
  case truncatedAssignments = "truncated-assignments"
  case brokenInvariant = "broken-invariant"

  // Suites.
  case emptySuite = "empty-suite"
  case badCase = "bad-case"
  case columnNotHeld = "column-not-held"

  // Warnings.
  case unusedRole = "unused-role"
  case unusedCondition = "unused-condition"
  case unusedScopeType = "unused-scope-type"
  case redundantCell = "redundant-cell"
  case hidingWildcard = "hiding-wildcard"
  case idleWildcard = "idle-wildcard"
  case unheldRole = "unheld-role"
  case comparesID = "compares-id"
  case groupCycle = "group-cycle"
  case homelessResource = "homeless-resource"

  /// An error, unless the code is one of the warnings.
  package var severity: Diagnostic.Severity {
    switch self {
    case .unusedRole, .unusedCondition, .unusedScopeType, .redundantCell, .hidingWildcard, .idleWildcard,
      .unheldRole, .comparesID, .groupCycle, .homelessResource:
      .warning
    default:
      .error
    }
  }
}
