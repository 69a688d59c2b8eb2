import PolicyValues
package import YAMLReader

/// Assignments, of which there may be a million: names become numbers as they are read.
extension DirectoryReader {
  mutating func readAssignments(_ node: Node) {
    guard let pairs = log.mapping(node, "`assignments`", example: "{organization:acme: {owner: [user:alice]}}")
    else { return }
    directory.assignments.reserveCapacity(directory.assignments.count + node.size)
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
        if items.isEmpty { continue }
        waiting.begin(HolderList(scope: scope, role: role, scopeSpan: key.span, roleSpan: roleKey.span))
        value.forEachItem { item in
          if item.isVerbatim {
            waiting.add(from: item.start, to: item.end)
            if waiting.holders.count == 256 { readWaiting(node) }
          } else {
            readWaiting(node)
            beginList(waiting.lists.count - 1)
            readHolder(value.node(of: item), (scope, role))
          }
        }
      }
    }
    readWaiting(node)
    waiting = WaitingHolders()
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
    let known = node.withUTF8Text { text in
      roles.first { $0.scopeType == type && $0.text.span.hasBytes(of: text) }?.number
    }
    if let known { return known }
    let name = directory.assignments.scopes[scope]
    guard let text = log.scalar(node, "a role", example: "owner"),
      let role = log.role(text, heldAt: name, at: node.span)
    else { return nil }
    let number = directory.assignments.number(ofRole: RoleName(name.type, role))
    if roles.count < 16 { roles.append((Array(text.utf8), type, number)) }
    return number
  }

  /// Reads the holders that wait; `node` is one of their file.
  private mutating func readWaiting(_ node: Node) {
    node.withSource { bytes in
      directory.assignments.principals.insert(plain: &waiting.holders, in: bytes)
      for (position, holder) in waiting.holders.enumerated() {
        beginList(waiting.listOfHolder[position])
        let list = waiting.lists[waiting.listOfHolder[position]]
        let span = Span(file: list.scopeSpan.file, start: UInt32(holder.start), end: UInt32(holder.end))
        var principal = holder.number
        if principal < 0 {
          let word = String(decoding: (holder.start..<holder.end).map { bytes[$0] }, as: UTF8.self)
          guard let name = log.entity(word, "a principal", at: span) else { continue }
          principal = directory.assignments.principals.insert(name)
        }
        add(principal, (list.scope, list.role), until: nil, at: span)
      }
    }
    waiting.removeAll()
  }

  /// What is added from here on stands in the list.
  private mutating func beginList(_ position: Int) {
    let list = waiting.lists[position]
    guard !list.isBegun else { return }
    directory.assignments.beginList(scope: list.scopeSpan, role: list.roleSpan, file: list.scopeSpan.file)
    waiting.lists[position].isBegun = true
  }

  /// `"user:bob"`, or `user:bob: {until: …}`.
  private mutating func readHolder(_ node: Node, _ holding: (scope: Int, role: Int)) {
    if node.kind == .scalar {
      if let principal = readPrincipal(node) { add(principal, holding, until: nil, at: node.span) }
      return
    }
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

/// The holders of one role at one scope.
struct HolderList: Sendable {
  var scope: Int
  var role: Int
  var scopeSpan: Span
  var roleSpan: Span
  var isBegun = false
}

/// Holders that are just a name, as it stands in the file, and are read together.
struct WaitingHolders: Sendable {
  var lists: [HolderList] = []
  var holders: [TextQuery] = []
  /// For each holder a position in `lists`.
  var listOfHolder: [Int] = []

  mutating func begin(_ list: HolderList) { lists.append(list) }

  /// Adds one to the last list.
  mutating func add(from start: UInt32, to end: UInt32) {
    holders.append(TextQuery(Int(start), Int(end)))
    listOfHolder.append(lists.count - 1)
  }

  /// Leaves the list that may go on.
  mutating func removeAll() {
    holders.removeAll(keepingCapacity: true)
    listOfHolder.removeAll(keepingCapacity: true)
    if lists.count > 1 { lists.removeFirst(lists.count - 1) }
  }
}
