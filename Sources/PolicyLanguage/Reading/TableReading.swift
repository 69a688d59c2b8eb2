import PolicyValues
import YAMLReader

/// The sections that make tables: `roles`, `permissions`, `forbid` and `conditions`.
extension PolicyReader {
  mutating func readRoles(_ node: Node) {
    guard let scopes = log.mapping(node, "`roles`", example: "organization: {admin: {}}") else { return }
    for (scopeKey, value) in scopes {
      guard let scopeType = log.name(scopeKey, "a scope type"),
        let roles = log.mapping(value, "the roles of `\(scopeType)`", example: "{admin: {rank: 1}}")
      else { continue }
      for (key, value) in roles {
        guard let name = log.name(key, "a role") else { continue }
        guard name != "anyone" else {
          log.error(
            .reservedName, "`anyone` is every principal, and cannot be declared", at: key.span,
            help: "give the role another name")
          continue
        }
        let full = RoleName(scopeType, name)
        guard log.claim("role `\(full)`", at: key.span) else { continue }
        var role = Role(full, span: key.span)
        role.scopeSpan = scopeKey.span
        for (fact, value) in log.facts(value, "role `\(full)`", example: "{rank: 1, includes: [member]}") {
          switch fact.text ?? "" {
          case "rank": role.rank = log.integer(value, "a rank")
          case "includes": role.includes = readInclusions(value, of: full)
          default: log.unknownKey(fact, in: "a role", known: ["rank", "includes"])
          }
        }
        addRole(role)
      }
    }
  }

  private mutating func readInclusions(_ node: Node, of role: RoleName) -> [Role.Inclusion] {
    var inclusions: [Role.Inclusion] = []
    guard let items = log.sequence(node, "`includes`", example: "[member, project.admin]") else { return [] }
    for item in items {
      guard let text = log.scalar(item, "a role", example: "project.admin") else { continue }
      guard case .role(let scopeType, let name)? = AttributeValue(text: text, as: .role) else {
        log.error(
          .badName, "`\(text)` is not a role's name", at: item.span,
          help: "write `member` for a role of the same scope type, or `project.member`")
        continue
      }
      let included = RoleName(scopeType ?? role.scopeType, name)
      if let first = inclusions.first(where: { $0.role == included }) {
        log.reportTwice("`\(role)` includes `\(included)` twice", at: item.span, first: first.span)
      } else {
        inclusions.append(Role.Inclusion(included, span: item.span))
      }
    }
    return inclusions
  }

  /// A permission or forbid table: scope type, resource type, action, roles.
  mutating func readTable(_ node: Node, section: String, source: SourceFile) -> [TableRow] {
    var rows: [TableRow] = []
    guard let scopes = log.mapping(node, "`\(section)`", example: "organization: {secret: {read: [admin]}}") else {
      return []
    }
    for (scopeKey, value) in scopes {
      guard let scopeType = log.name(scopeKey, "a scope type"),
        let resources = log.mapping(
          value, "the \(section) table of `\(scopeType)`", example: "{secret: {read: [admin]}}")
      else { continue }
      for (resourceKey, value) in resources {
        guard let resourceType = log.typeName(resourceKey, "a resource type"),
          let actions = log.mapping(value, "the rows of `\(resourceType)`", example: "{read: [admin]}")
        else { continue }
        for (key, value) in actions {
          let isWildcard = key.isText("*")
          guard let action = isWildcard ? "*" : log.actionName(key, "an action") else { continue }
          // Types and actions may hold dots, so the dotted form alone would take two rows for one.
          let row = "\(section).\(scopeType).\(resourceType).\(action)"
          let identity = "\(section) \(scopeType) \(resourceType) \(action)"
          guard log.claim("row `\(row)`", as: identity, at: key.span),
            let cells = readCells(value, row: row, source: source)
          else { continue }
          var read = TableRow(
            scopeType: scopeType, resourceType: resourceType, action: isWildcard ? nil : action, cells: cells,
            span: key.span)
          (read.scopeSpan, read.resourceSpan) = (scopeKey.span, resourceKey.span)
          rows.append(read)
        }
      }
    }
    return rows
  }

  private mutating func readCells(_ node: Node, row: String, source: SourceFile) -> [Cell]? {
    guard let items = log.sequence(node, "a row", example: "[admin, member if owned]") else { return nil }
    var cells: [Cell] = []
    var first: [Cell: Span] = [:]
    for item in items {
      guard let text = log.scalar(item, "a cell", example: "member if owned") else { continue }
      let words = words(of: text)
      let isRoleAlone = words.count == 1
      guard isRoleAlone || (words.count == 3 && words[1].text == "if"), let role = words.first?.text else {
        log.error(
          .wrongShape, "`\(text)` is not a cell", at: item.span,
          help: words.count > 3 && words[1].text == "if"
            ? "after `if` stands the name of one declared condition; declare it under `conditions`"
            : "a cell is a role, such as `admin`, or a role under a condition, such as `member if owned`")
        continue
      }
      guard log.checkedRole(role, at: item.span) else { continue }
      let condition = isRoleAlone ? nil : words.last
      var conditionSpan = Span.none
      if let condition {
        conditionSpan = ScalarPlaces(node: item, text: text, source: source).span(of: condition.range)
        guard log.checkedName(condition.text, "a condition", at: conditionSpan) else { continue }
      }
      var cell = Cell(role == "anyone" ? nil : role, if: condition?.text)
      if let same = first[cell] {
        log.reportTwice("`\(cell.text)` stands twice in row `\(row)`", at: item.span, first: same)
        continue
      }
      first[cell] = item.span
      (cell.span, cell.conditionSpan) = (item.span, conditionSpan)
      cells.append(cell)
    }
    return cells
  }

  mutating func readConditions(_ node: Node, source: SourceFile) {
    guard let pairs = log.mapping(node, "`conditions`", example: "owned: resource.owner == principal") else { return }
    for (key, value) in pairs {
      guard let name = log.name(key, "a condition"), log.claim("condition `\(name)`", at: key.span),
        let text = log.scalar(value, "a condition", example: "resource.owner == principal")
      else { continue }
      let places = ScalarPlaces(node: value, text: text, source: source)
      do throws(ConditionErrors) {
        let expression = try parseCondition(text) { places.span(of: $0) }
        addCondition(ConditionDeclaration(name, expression, text: text, span: key.span))
      } catch {
        log.report(error.diagnostics)
        // Uses of the name are not wrong too: it is declared, however badly.
        addCondition(
          ConditionDeclaration(name, .literal(false, value.span), text: text, span: key.span))
      }
    }
  }
}
