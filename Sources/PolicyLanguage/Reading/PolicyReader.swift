package import YAMLReader

/// Reads policy files into one `Policy`: sections merge across files, what is given twice shows both places.
///
/// Directories wait until every file's policy has been read, because attribute values are read as the types that the
/// policy declares; their nodes are kept in `directorySections`.
package struct PolicyReader {
  package private(set) var policy = Policy(name: "")
  package var log = DiagnosticLog()
  /// The values of the `directory:` keys met on the way.
  package private(set) var directorySections: [Node] = []

  package init() {}

  static let sections = [
    "policy", "scopes", "principals", "resources", "context", "action", "roles", "permissions", "forbid",
    "conditions", "invariants", "directory",
  ]

  /// Takes in one file's document. An empty one contributes nothing.
  package mutating func read(_ document: YAMLDocument, source: SourceFile) {
    // A policy without a name has to be told so somewhere: at the start of its first file.
    if policy.name.isEmpty, policy.nameSpan.isNone { policy.nameSpan = Span(file: document.file, start: 0, end: 0) }
    guard let root = document.root else { return }
    guard let pairs = log.mapping(root, "a policy file", example: "policy: name") else { return }
    for (key, value) in pairs {
      switch key.text ?? "" {
      case "policy": readName(value, at: key.span)
      case "scopes": readScopeTypes(value)
      case "principals": readPrincipalTypes(value)
      case "resources": readResourceTypes(value)
      case "context": policy.contextAttributes += readAttributes(value, of: "context")
      case "action": policy.actionAttributes += readAttributes(value, of: "action")
      case "roles": readRoles(value)
      case "permissions": policy.permissions += readTable(value, section: "permissions", source: source)
      case "forbid": policy.forbids += readTable(value, section: "forbid", source: source)
      case "conditions": readConditions(value, source: source)
      case "invariants": readInvariants(value, source: source)
      case "directory": directorySections.append(value)
      case "tests":
        log.error(
          .unknownKey, "tests stand in a file of their own", at: key.span,
          help: "move them to a file whose name ends in `_test.yaml`")
      default: log.unknownKey(key, in: "a policy file", known: Self.sections)
      }
    }
  }

  private mutating func readName(_ node: Node, at key: Span) {
    guard log.claim("the policy's name", at: key, help: "a set has one `policy:` line") else { return }
    // One that cannot be read has been reported, and is not missing too.
    policy.name = log.name(node, "a policy") ?? "unreadable"
    policy.nameSpan = node.span
  }
}

extension PolicyReader {
  mutating func addScopeType(_ type: ScopeType) { policy.scopeTypes.append(type) }
  mutating func addPrincipalType(_ type: PrincipalType) { policy.principalTypes.append(type) }
  mutating func addResourceType(_ type: ResourceType) { policy.resourceTypes.append(type) }
  mutating func addRole(_ role: Role) { policy.roles.append(role) }
  mutating func addCondition(_ condition: ConditionDeclaration) { policy.conditions.append(condition) }
  mutating func addInvariant(_ invariant: Invariant) { policy.invariants.append(invariant) }
}
