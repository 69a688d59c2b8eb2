import PolicyValues

/// A scope with all that it lies in, outward: perhaps some that the directory does not know, believed as the request
/// wrote them, then those it does. The names of the former are still where the request wrote them.
struct ScopeChain: BitwiseCopyable {
  /// How many open scopes there are.
  var open = 0
  /// Whether the first of them is the resource that is asked about, and the others the beginning of the scope's path.
  var resourceIsOpen = false
  /// The innermost scope that the directory knows.
  var known: Int?
}

/// Where a question is judged (DESIGN.md, section 4, rule 2).
struct JudgedScope: BitwiseCopyable {
  var chain: ScopeChain
  /// Whether the table of the innermost scope may allow, and that of what it lies in: for a scope asked about as a
  /// resource either may, as far as the resource type lives there.
  var judgesOwn = true
  var judgesParent = false
  /// The level that the question names.
  var askedLevel = 0
}

/// An answer that is no yet: a value, or the reason to deny.
enum Resolution<Value> {
  case found(Value)
  case denied(Reason)
}

/// Levels count outward from the innermost scope.
extension Check {
  /// The directory's scope at a level; `nil` for an open one.
  @inline(__always)
  func knownScope(_ level: Int) -> Int? {
    guard level >= chain.open, let known = chain.known else { return nil }
    return view.ancestor(of: known, level: level &- chain.open)
  }

  @inline(__always)
  func scopeType(_ level: Int) -> Int {
    if let scope = knownScope(level) { return view.scopes.kind(scope) }
    return openScope(level).type
  }

  @inline(never)
  private func openScope(_ level: Int) -> (type: Int, name: ScopeText.Element) {
    view.openScope(chain, level, names, resourceType)
  }

  func scopeName(_ level: Int) -> EntityName {
    if let scope = knownScope(level) { return view.scopeName(scope) }
    let (type, name) = openScope(level)
    return EntityName(type: view.text(.scopeTypes, type, 0), id: name.id.string)
  }
}

extension TableView {
  /// An open scope of a chain, by its level.
  func openScope(
    _ chain: ScopeChain, _ level: Int, _ names: AskedNames, _ resourceType: Int
  ) -> (type: Int, name: ScopeText.Element) {
    if chain.resourceIsOpen, level == 0, let type = optional(.resourceTypes, resourceType, 3) {
      return (type, ScopeText.Element(type: bytes(.scopeTypes, type, 0), id: names.resourceID ?? .empty))
    }
    let element = ScopeText(text: names.scope ?? .empty)[level - (chain.resourceIsOpen ? 1 : 0)]
    return (name(element.type, domain: NameDomain.scopeType) ?? 0, element)
  }

  func isParentType(_ parent: Int, of type: Int) -> Bool {
    run(.scopeTypes, type, 3).contains { index(.scopeTypeParents, $0, 0) == parent }
  }

  @inline(__always)
  func livesIn(_ resourceType: Int, _ scopeType: Int) -> Bool {
    var position = index(.resourceTypes, resourceType, 4)
    let end = position &+ index(.resourceTypes, resourceType, 5)
    while position < end {
      if index(.resourceScopeTypes, position, 0) == scopeType { return true }
      position &+= 1
    }
    return false
  }
}
