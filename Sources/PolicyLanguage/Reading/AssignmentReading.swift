import PolicyValues
package import YAMLReader

/// Assignments, of which there may be a million: names become numbers as they are read.
extension DirectoryReader {
  mutating func readAssignments(_ node: Node) {
    guard let pairs = log.mapping(node, "`assignments`", example: "{organization:acme: {owner: [user:alice]}}")
    else { return }
    for (key, value) in pairs {
      guard let scope = readScope(key) else { continue }
      guard value.kind == .mapping else {
        _ = log.mapping(
          value, "the assignments at `\(directory.assignments.scopes[scope])`", example: "{owner: [user:alice]}")
        continue
      }
      for (roleKey, value) in value.pairs {
        // Lists of one role at one scope merge across files; a holder that stands in two of them is found later.
        guard let role = readRole(roleKey, at: scope),
          let items = log.sequence(value, "the holders of a role", example: "[user:alice]")
        else { continue }
        directory.assignments.beginList(scope: key.span, role: roleKey.span, file: key.span.file)
        readHolders(items, (scope, role))
      }
    }
  }

  /// The number of the scope that a scalar names.
  private mutating func readScope(_ node: Node) -> Int? {
    if node.kind == .scalar {
      let plain = node.withUTF8Text { directory.assignments.scopes.insert(plain: $0) }
      if let plain { return plain }
    }
    return log.entity(node, "a scope").map { directory.assignments.scopes.insert($0) }
  }

  /// The number of a role's full name; it may be written bare or in full.
  private mutating func readRole(_ node: Node, at scope: Int) -> Int? {
    let type = directory.assignments.scopes.typeNumber(of: scope)
    for known in roles where known.scopeType == type && node.isText(known.text) { return known.number }
    let name = directory.assignments.scopes[scope]
    guard let text = log.scalar(node, "a role", example: "owner"),
      let role = log.role(text, heldAt: name, at: node.span)
    else { return nil }
    let number = directory.assignments.number(ofRole: RoleName(name.type, role))
    if roles.count < 16 { roles.append((text, type, number)) }
    return number
  }

  private mutating func readHolders(_ items: Node.Items, _ holding: (scope: Int, role: Int)) {
    // Several at a time, so that their look-ups wait for memory together.
    var waiting: [(node: Node, search: TextNumbers.Search?)] = []
    waiting.reserveCapacity(Swift.min(items.count, 64))
    for item in items {
      let isScalar = item.kind == .scalar
      waiting.append((item, isScalar ? item.withUTF8Text { directory.assignments.principals.search($0) } : nil))
      if waiting.count == 64 { readWaiting(&waiting, holding) }
    }
    readWaiting(&waiting, holding)
  }

  private mutating func readWaiting(
    _ waiting: inout [(node: Node, search: TextNumbers.Search?)], _ holding: (scope: Int, role: Int)
  ) {
    for position in waiting.indices { directory.assignments.principals.advance(&waiting[position].search) }
    for (node, search) in waiting {
      if let search {
        let known = node.withUTF8Text { directory.assignments.principals.finish(search, $0)?.number }
        if let principal = known ?? readPrincipal(node) { add(principal, holding, until: nil, at: node.span) }
      } else {
        readHolder(node, holding)
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// `user:bob: {until: …}`.
  private mutating func readHolder(_ node: Node, _ holding: (scope: Int, role: Int)) {
    guard let pairs = log.mapping(node, "a holder", example: "user:bob: {until: 2027-03-01T00:00:00Z}") else { return }
    if pairs.isEmpty {
      log.error(.emptyValue, "this holder is nobody", at: node.span, help: "write a principal, such as `user:bob`")
    }
    for (key, value) in pairs {
      guard let principal = readPrincipal(key),
        let facts = log.mapping(value, "what is said of a holder", example: "{until: 2027-03-01T00:00:00Z}")
      else { continue }
      var until: Timestamp?
      var isWhole = true
      for (fact, value) in facts {
        if fact.isText("until") {
          until = log.timestamp(value, "`until`")
          isWhole = isWhole && until != nil
        } else {
          log.unknownKey(fact, in: "an assignment", known: ["until"])
          isWhole = false
        }
      }
      if isWhole { add(principal, holding, until: until, at: key.span) }
    }
  }

  /// The number of a principal that a scalar names.
  private mutating func readPrincipal(_ node: Node) -> Int? {
    if node.kind == .scalar {
      let plain = node.withUTF8Text { directory.assignments.principals.insert(plain: $0) }
      if let plain { return plain }
    }
    return log.entity(node, "a principal").map { directory.assignments.principals.insert($0) }
  }

  private mutating func add(
    _ principal: Int, _ holding: (scope: Int, role: Int), until: Timestamp?, at span: Span
  ) {
    directory.assignments.append(
      AssignmentList.Record(
        scope: holding.scope, role: holding.role, principal: principal,
        end: directory.assignments.number(ofEnd: until), start: span.start, length: span.end - span.start))
  }

  /// Takes in assignments that are rows of a TSV file.
  package mutating func readRows(_ source: SourceFile, file: UInt32, progress: LoadProgress? = nil) {
    readAssignmentRows(source, file: file, into: &directory.assignments, log: &log, progress: progress)
  }
}
