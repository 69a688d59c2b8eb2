package import PolicyValues
package import YAMLReader

/// Who holds what where, of which there may be ten million: 24 bytes each, and every name once.
///
/// A list of `Assignment` values to whoever reads one by one; those who go through all of them go by number, over
/// `records`.
package struct AssignmentList: Sendable {
  /// One assignment by numbers.
  package struct Record: BitwiseCopyable, Sendable {
    /// A number of `scopes`.
    package var scope: UInt32
    /// A position in `roles`.
    package var role: UInt32
    /// A number of `principals`.
    package var principal: UInt32
    /// A position in `ends`; ``forGood`` for no end.
    package var end: UInt32
    /// Where it stands in its file.
    fileprivate var start: UInt32
    /// How many bytes it has there; unused for rows, which end with their line.
    fileprivate var length: UInt32

    package static let forGood = UInt32.max

    package init(scope: Int, role: Int, principal: Int, end: UInt32, start: UInt32, length: UInt32) {
      self.scope = UInt32(scope)
      self.role = UInt32(role)
      self.principal = UInt32(principal)
      self.end = end
      self.start = start
      self.length = length
    }
  }

  /// What assignments that follow each other have in common: what stands above them, or the file of rows.
  private enum Run: Sendable {
    case list(scope: Span, role: Span, file: UInt32)
    case rows([UInt8], file: UInt32)
  }

  package private(set) var records: [Record] = []
  /// The scopes that roles are held at.
  package var scopes = EntityNames()
  /// The principals that hold roles.
  package var principals = EntityNames()
  /// The roles that are named, by full name.
  package private(set) var roles: [RoleName] = []
  /// The ends that there are.
  package private(set) var ends: [Timestamp] = []
  private var roleNumbers = TextNumbers()
  private var endNumbers: [Timestamp: UInt32] = [:]
  private var runs: [(first: Int, run: Run)] = []

  package init() {}

  package init(_ assignments: some Sequence<Assignment>) {
    for assignment in assignments { append(assignment) }
  }
}

extension AssignmentList {
  /// The number of a role's full name, which gets one if it has none.
  package mutating func number(ofRole name: RoleName) -> Int {
    // A bare name holds no dot, so that the two parts cannot be two others.
    let number = roleNumbers.insert(name.description)
    if number == roles.count { roles.append(name) }
    return number
  }

  /// The number of an end, which gets one if it has none.
  package mutating func number(ofEnd end: Timestamp?) -> UInt32 {
    guard let end else { return Record.forGood }
    if let known = endNumbers[end] { return known }
    let number = UInt32(ends.count)
    endNumbers[end] = number
    ends.append(end)
    return number
  }

  /// What is appended from here on stands under a scope and a role that are named once.
  package mutating func beginList(scope: Span, role: Span, file: UInt32) {
    runs.append((count, .list(scope: scope, role: role, file: file)))
  }

  /// What is appended from here on are rows of a file.
  package mutating func beginRows(of source: SourceFile, file: UInt32) {
    runs.append((count, .rows(source.bytes, file: file)))
  }

  /// Appends an assignment whose numbers are this list's.
  package mutating func append(_ record: Record) { records.append(record) }

  package mutating func reserveCapacity(_ count: Int) { records.reserveCapacity(count) }

  /// Takes the last ones back.
  package mutating func removeLast(_ count: Int) { records.removeLast(count) }

  package mutating func append(_ assignment: Assignment) {
    let span = assignment.span
    if case .list(assignment.scopeSpan, assignment.roleSpan, span.file)? = runs.last?.run {
      // Stands under the same words as the one before.
    } else {
      beginList(scope: assignment.scopeSpan, role: assignment.roleSpan, file: span.file)
    }
    append(
      Record(
        scope: scopes.insert(assignment.scope),
        role: number(ofRole: RoleName(assignment.scope.type, assignment.role)),
        principal: principals.insert(assignment.principal), end: number(ofEnd: assignment.until),
        start: span.start, length: span.end - span.start))
  }
}

extension AssignmentList {
  /// The roles that somebody holds; `roles` may have some of lists that are empty.
  package var heldRoles: [RoleName] {
    var isHeld = [Bool](repeating: false, count: roles.count)
    for record in records { isHeld[Int(record.role)] = true }
    return roles.indices.filter { isHeld[$0] }.map { roles[$0] }
  }
}

extension AssignmentList: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { records.count }

  package subscript(position: Int) -> Assignment {
    let record = records[position]
    var assignment = Assignment(
      principals[Int(record.principal)], roles[Int(record.role)].name, at: scopes[Int(record.scope)],
      until: record.end == Record.forGood ? nil : ends[Int(record.end)])
    let places = places(of: position)
    (assignment.span, assignment.scopeSpan, assignment.roleSpan) = (places.span, places.scope, places.role)
    return assignment
  }

  /// Where an assignment stands.
  package func span(of position: Int) -> Span { places(of: position).span }

  private func places(of position: Int) -> (span: Span, scope: Span, role: Span) {
    let record = records[position]
    // The last run that begins at the assignment or before it: some may be empty.
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].first <= position { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return (.none, .none, .none) }
    switch runs[low - 1].run {
    case .list(let scope, let role, let file):
      return (Span(file: file, start: record.start, end: record.start + record.length), scope, role)
    case .rows(let bytes, let file):
      func end(_ byte: UInt8, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != byte { end += 1 }
        return end
      }
      let start = Int(record.start)
      let scopeEnd = end(UInt8(ascii: "\t"), from: start)
      let roleEnd = end(UInt8(ascii: "\t"), from: scopeEnd + 1)
      let rowEnd = end(UInt8(ascii: "\n"), from: roleEnd)
      func span(_ start: Int, _ end: Int) -> Span {
        Span(file: file, start: UInt32(clamping: start), end: UInt32(clamping: end))
      }
      return (span(start, rowEnd), span(start, scopeEnd), span(scopeEnd + 1, roleEnd))
    }
  }
}
