import PolicyValues
import YAMLReader

/// Checks that every name in a suite is declared: a misspelt type or action would make a `cannot` pass for nothing.
/// Ids are free: that an unknown principal is denied is worth a case.
package func validate(_ suite: Suite, against index: PolicyIndex) -> [Diagnostic] {
  var validation = SuiteValidation(index: index)
  for test in suite.tests { validation.check(test) }
  if let directory = suite.directory { validation.log.report(validate(directory, against: index)) }
  return validation.log.diagnostics
}

private struct SuiteValidation {
  let index: PolicyIndex
  var log = DiagnosticLog()

  mutating func check(_ test: SuiteTest) {
    for given in test.given { check(given) }
    for item in test.can + test.cannot { check(item) }
    if let table = test.table { check(table) }
  }

  private mutating func check(_ given: GivenValue) {
    let declared: [AttributeDeclaration] =
      switch given.owner {
      case .principal: index.policy.principalTypes.flatMap(\.attributes)
      case .resource: index.policy.resourceTypes.flatMap { index.resourceAttributes(of: $0.name) }
      case .scope: index.policy.scopeTypes.flatMap(\.attributes)
      case .context: index.policy.contextAttributes
      case .action: index.policy.actionAttributes
      }
    let same = declared.filter { $0.name == given.attribute }
    guard !same.isEmpty else {
      require(
        given.attribute, in: declared.map(\.name), .unknownAttribute,
        "no `\(given.owner.rawValue)` declares an attribute `\(given.attribute)`", given.span,
        prefix: given.owner.rawValue + ".")
      return
    }
    // A value that no declaration takes would leave every condition undecided, and a `cannot` pass for nothing.
    let values = same.compactMap { given.value.typed(as: $0.type) }
    let span = given.valueSpan.or(given.span)
    guard let value = values.first else {
      let types = Set(same.map(\.type.description)).sorted()
      log.error(
        .badValue, "`\(given.owner.rawValue).\(given.attribute)` is of type \(listed(types)), and this value is not",
        at: span, help: "give a value of that type")
      return
    }
    if values.count == same.count { log.reportAll(index.unknownNames(in: value, at: span)) }
  }

  private mutating func check(_ item: SuiteCase) {
    require(
      item.principal.type, in: index.principalTypes.keys, .unknownPrincipalType,
      "there is no principal type `\(item.principal.type)`", item.places.principal)
    checkAction(item.action, of: item.resourceType, at: item.places.action, resource: item.places.resource)
    if let scope = item.scope { checkScope(scope, at: item.places.scope) }
  }

  private mutating func check(_ table: TableExpectation) {
    checkScope(table.scope, at: table.scopeSpan)
    for column in table.columns {
      require(
        column.principal.type, in: index.principalTypes.keys, .unknownPrincipalType,
        "there is no principal type `\(column.principal.type)`", column.principalSpan.or(column.span))
    }
    let scopeType = String(table.scope.prefix { $0 != ":" })
    for row in table.rows {
      checkAction(row.action, of: row.resourceType, at: row.span, resource: row.resourceSpan.or(row.span))
      if let type = index.resourceTypes[row.resourceType], index.scopeTypes[scopeType] != nil,
        !type.scopeTypes.contains(scopeType)
      {
        log.reportOnce(
          Diagnostic(
            .outOfScope,
            "\(a(row.resourceType)) does not live in \(a(scopeType)), so nobody may and its rows say nothing",
            at: row.resourceSpan.or(row.span), help: "it lives in \(listed(type.scopeTypes))"))
      }
    }
  }

  private mutating func checkAction(_ action: String, of resourceType: String, at span: Span, resource: Span) {
    guard
      require(
        resourceType, in: index.resourceTypes.keys, .unknownResourceType, "there is no resource type `\(resourceType)`",
        resource), let type = index.resourceTypes[resourceType]
    else { return }
    require(action, in: type.actions, .unknownAction, "resource type `\(resourceType)` has no action `\(action)`", span)
  }

  /// Every element of a scope path has the form `type:id`, of a declared type.
  private mutating func checkScope(_ text: String, at span: Span) {
    guard let path = ScopePath(text) else {
      log.error(
        .badCase, "`\(text)` is not a scope", at: span,
        help: "write `project:web`, or a path such as `project:web in organization:acme`")
      return
    }
    for element in path.elements {
      require(
        element.type, in: index.scopeTypes.keys, .unknownScopeType, "there is no scope type `\(element.type)`", span)
    }
  }

  @discardableResult
  private mutating func require(
    _ name: String, in known: some Sequence<String>, _ code: DiagnosticCode, _ message: String, _ span: Span,
    prefix: String = ""
  ) -> Bool {
    // Byte for byte, as the check compares: a name that only looks alike would make a `cannot` pass for nothing.
    if known.contains(where: { $0.hasSameBytes(as: name) }) { return true }
    let known = Set(known)
    log.reportOnce(
      Diagnostic(
        code, message, at: span,
        help: nearest(name, in: known).map { "did you mean `\(prefix)\($0)`?" }
          ?? (known.isEmpty ? "none is declared" : "there is \(listedInOrder(known))")))
    return false
  }
}
