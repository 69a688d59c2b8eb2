import PolicyValues
import YAMLReader

/// Who holds what where: by far the longest part of a directory, so each name is looked up once and the rest goes by
/// number.
extension DirectoryValidation {
  mutating func checkAssignments() {
    let list = directory.assignments
    let isKnownScope = scopes.positions(of: list.scopes).map { $0 != nil }
    let isKnownRole = list.roles.map { index.roles[$0] != nil }
    let isKnownPrincipalType = (0..<list.principals.typeCount).map {
      index.principalTypes[list.principals.type($0)] != nil
    }
    let isAllKnown =
      !isKnownScope.contains(false) && !isKnownRole.contains(false) && !isKnownPrincipalType.contains(false)
    if !isAllKnown {
      var reported: Set<UInt32> = []
      for (position, record) in list.records.enumerated() {
        let isPrincipalKnown = isKnownPrincipalType[list.principals.typeNumber(of: Int(record.principal))]
        if !isPrincipalKnown, reported.insert(record.principal).inserted {
          _ = require(list.principals[Int(record.principal)], at: list.span(of: position))
        }
        if !isKnownScope[Int(record.scope)] {
          let assignment = list[position]
          unknownScope(assignment.scope, at: assignment.scopeSpan.or(assignment.span))
        } else if !isKnownRole[Int(record.role)] {
          reportUnknownRole(list[position])
        }
      }
    }
    for (first, second) in repeatedAssignments(list) {
      let assignment = list[second]
      log.reportTwice(
        "`\(assignment.principal)` is given `\(assignment.role)` at `\(assignment.scope)` twice",
        at: assignment.span, first: list.span(of: first), help: "keep one of the two")
    }
  }

  private mutating func reportUnknownRole(_ assignment: Assignment) {
    let type = assignment.scope.type
    guard index.scopeTypes[type] != nil else { return }  // reported where the scope stands
    let known = index.rolesByScopeType[type] ?? []
    log.reportOnce(
      Diagnostic(
        .unknownRole, "scope type `\(type)` has no role `\(assignment.role)`",
        at: assignment.roleSpan.or(assignment.span),
        help: didYouMean(assignment.role, in: known)
          ?? (known.isEmpty ? "declare it under `roles.\(type)`" : "it has \(listed(known))")))
  }
}

/// The positions of assignments that give what an earlier one gives, each with the first one's, in ascending order.
///
/// The assignments are laid out by principal first, in one step each, so that only those of one principal are compared.
func repeatedAssignments(_ list: AssignmentList) -> [(first: Int, second: Int)] {
  struct Held {
    var scope: UInt32
    var role: UInt32
    var position: UInt32

    func gives(_ other: Held) -> Bool { scope == other.scope && role == other.role }
  }
  var starts = [Int](repeating: 0, count: list.principals.count + 1)
  for record in list.records { starts[Int(record.principal) + 1] += 1 }
  for number in 0..<list.principals.count { starts[number + 1] += starts[number] }
  var next = starts
  var held = [Held](repeating: Held(scope: 0, role: 0, position: 0), count: list.count)
  for (position, record) in list.records.enumerated() {
    let principal = Int(record.principal)
    held[next[principal]] = Held(scope: record.scope, role: record.role, position: UInt32(position))
    next[principal] += 1
  }
  var found: [(first: Int, second: Int)] = []
  for principal in 0..<list.principals.count {
    let range = starts[principal]..<starts[principal + 1]
    if range.count > 8 {
      // What one principal holds, by what it is; its positions are distinct, so that the order is one.
      held[range].sort { ($0.scope, $0.role, $0.position) < ($1.scope, $1.role, $1.position) }
      var first = range.lowerBound
      for index in range.dropFirst() {
        if held[index].gives(held[first]) {
          found.append((Int(held[first].position), Int(held[index].position)))
        } else {
          first = index
        }
      }
    } else {
      // Most hold little, which is faster compared each with each.
      for index in range {
        guard let first = (range.lowerBound..<index).first(where: { held[$0].gives(held[index]) }) else { continue }
        found.append((Int(held[first].position), Int(held[index].position)))
      }
    }
  }
  return found.sorted { $0.second < $1.second }
}
