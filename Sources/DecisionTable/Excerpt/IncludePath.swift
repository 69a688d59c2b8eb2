import PolicyValues

extension DecisionTable {
  /// How holding one role brings another along, step by step, both ends among them and all by their full names; `nil`
  /// if it does not.
  ///
  /// A table keeps what each role includes in the end, not what it names: one role is taken to include another directly
  /// if nothing that it includes comes between them. So a way is one that could have been written, and of those the
  /// shortest; an include that others make superfluous is not told.
  package func includePath(from first: String, to last: String) -> [String]? {
    guard let start = position(ofRole: first), let end = position(ofRole: last) else { return nil }
    let reached = closure(ofRole: start)
    guard reached.contains(end) else { return nil }
    var before: [Int: Int] = [start: start]
    var open = [start]
    while !open.isEmpty, before[end] == nil {
      var next: [Int] = []
      for role in open {
        let closure = closure(ofRole: role).filter { $0 != role }
        for other in closure where before[other] == nil {
          let isDirect = !closure.contains { $0 != other && includes($0, other) && !includes(other, $0) }
          guard isDirect else { continue }
          before[other] = role
          next.append(other)
        }
      }
      open = next
    }
    var path = [end]
    while let role = path.last, role != start {
      guard let previous = before[role] else { return nil }
      path.append(previous)
    }
    return path.reversed().map { roleName($0) }
  }

  private func includes(_ role: Int, _ other: Int) -> Bool {
    view.roleBits(.roleClosures, set: role, word: other / 64) >> UInt64(other % 64) & 1 == 1
  }
}

extension DecisionTable {
  /// Whether a request may bring roles for principals of a type.
  package func takesRequestRoles(principalType: String) -> Bool {
    view.name(principalType, domain: NameDomain.principalType).map { view.word(.principalTypes, $0, 2) & 4 == 4 }
      ?? false
  }
}
