/// Rule 2 of DESIGN.md, section 4: where a question is judged.
extension TableView {
  /// The resource's type must be the one of the question.
  @inline(__always)
  func resolve(_ names: AskedNames, _ found: FoundNames) -> Resolution<JudgedScope> {
    if found.ownScopeType != nil, let id = names.resourceID {
      return resolveScopeResource(names, found, id)
    }
    var resource: Int?
    if let id = names.resourceID, resources.holds(found.resourcePlace, kind: UInt32(found.resourceType), id) {
      resource = found.resourcePlace
    }
    var home: Int?
    if let resource { home = self.home(of: resource) }
    var judged: JudgedScope
    if let text = names.scope {
      switch resolveNamed(text, found) {
      case .denied(let reason): return .denied(reason)
      case .found(let chain): judged = JudgedScope(chain: chain)
      }
      if let home, judged.chain.open > 0 || judged.chain.known != home { return .denied(.scopeMismatch) }
    } else {
      guard let scope = home ?? optional(.facts, 0, 4) else { return .denied(.noScope) }
      guard livesIn(found.resourceType, scopes.kind(scope)) else { return .denied(.outOfScope) }
      judged = JudgedScope(chain: ScopeChain(known: scope))
    }
    if names.resourceID != nil, resource == nil, isListed(found.resourceType) { return .denied(.unknownResource) }
    return .found(judged)
  }

  @inline(__always)
  private func isListed(_ resourceType: Int) -> Bool { word(.resourceTypes, resourceType, 2) & 1 == 1 }

  /// The chain of a scope that a question names for something that lives in it.
  @inline(__always)
  private func resolveNamed(_ text: ByteText, _ found: FoundNames) -> Resolution<ScopeChain> {
    // Mostly it is the name of a scope that the directory knows. The directory holds well-formed names only.
    if let type = found.scopeType {
      let id = text.slice(found.scopeIDStart, text.count)
      if scopes.holds(found.scopePlace, kind: UInt32(type), id) {
        guard livesIn(found.resourceType, type) else { return .denied(.outOfScope) }
        return .found(ScopeChain(known: found.scopePlace))
      }
    }
    return resolvePath(text, found.resourceType)
  }

  @inline(never)
  private func resolvePath(_ text: ByteText, _ resourceType: Int) -> Resolution<ScopeChain> {
    guard let (path, count) = declaredPath(text) else { return .denied(.unknownScope) }
    guard let type = name(path[0].type, domain: NameDomain.scopeType), livesIn(resourceType, type) else {
      return .denied(.outOfScope)
    }
    return follow(path, count)
  }

  /// A resource that is a scope: named in itself or in its parent, and judged in both.
  @inline(never)
  private func resolveScopeResource(
    _ names: AskedNames, _ found: FoundNames, _ id: ByteText
  ) -> Resolution<JudgedScope> {
    guard let ownType = found.ownScopeType else { return .denied(.outOfScope) }
    let resourceType = found.resourceType
    let known = scope(type: ownType, id: id)
    let isOpenType = word(.scopeTypes, ownType, 2) & 1 == 1
    var judged = JudgedScope(chain: ScopeChain())
    if let text = names.scope {
      guard let (path, count) = declaredPath(text) else { return .denied(.unknownScope) }
      switch follow(path, count) {
      case .denied(let reason): return .denied(reason)
      case .found(let found): judged.chain = found
      }
      if !isName(path[0], ownType, id) {
        judged.askedLevel = 1
        // Rule 1 goes first: named in neither itself nor its parent, the type must at least live there.
        let asked = scopeType(judged.chain, 0, names, resourceType)
        let mismatch = asked == ownType || livesIn(resourceType, asked) ? Reason.scopeMismatch : .outOfScope
        if let known {
          guard judged.chain.open == 0, let parent = parent(of: known), judged.chain.known == parent else {
            return .denied(mismatch)
          }
          judged.chain = ScopeChain(known: known)
        } else {
          guard isOpenType else { return .denied(.unknownResource) }
          guard isParentType(asked, of: ownType), !(0..<count).contains(where: { isName(path[$0], ownType, id) })
          else { return .denied(mismatch) }
          judged.chain.open += 1
          judged.chain.resourceIsOpen = true
        }
      }
    } else if let known {
      judged.chain = ScopeChain(known: known)
    } else {
      // An open scope stands alone only if nothing has to hold it.
      guard word(.scopeTypes, ownType, 2) == 3 else { return .denied(.unknownResource) }
      judged.chain = ScopeChain(open: 1, resourceIsOpen: true)
    }
    judged.judgesOwn = livesIn(resourceType, ownType)
    judged.judgesParent =
      levels(of: judged.chain) > 1 && livesIn(resourceType, scopeType(judged.chain, 1, names, resourceType))
    guard judged.judgesOwn || judged.judgesParent else { return .denied(.outOfScope) }
    // `listed` goes before `open`: what the directory does not hold does not exist.
    if known == nil, isListed(resourceType) { return .denied(.unknownResource) }
    return .found(judged)
  }

  private func isName(_ element: ScopeText.Element, _ type: Int, _ id: ByteText) -> Bool {
    element.id == id && element.type == bytes(.scopeTypes, type, 0)
  }

  @inline(__always)
  func levels(of chain: ScopeChain) -> Int {
    chain.open &+ (chain.known.map { ancestorCount($0) &+ 1 } ?? 0)
  }

  private func scopeType(_ chain: ScopeChain, _ level: Int, _ names: AskedNames, _ resourceType: Int) -> Int {
    if level >= chain.open, let known = chain.known {
      return scopes.kind(ancestor(of: known, level: level - chain.open))
    }
    return openScope(chain, level, names, resourceType).type
  }

  /// A path as it is written, with the number of its scopes; `nil` if it is malformed or any of its types is not
  /// declared.
  private func declaredPath(_ text: ByteText) -> (ScopeText, count: Int)? {
    let path = ScopeText(text: text)
    guard let count = path.count(), count <= ScopeText.maximumElements,
      (0..<count).allSatisfy({ name(path[$0].type, domain: NameDomain.scopeType) != nil })
    else { return nil }
    return (path, count)
  }

  /// The chain that a written path names; denied if it is malformed.
  func follow(_ text: ByteText) -> Resolution<ScopeChain> {
    guard let (path, count) = declaredPath(text) else { return .denied(.unknownScope) }
    return follow(path, count)
  }

  /// The chain that a path names. The directory's word goes before the path's: from the first scope it knows on, the
  /// path may only repeat it.
  private func follow(_ path: ScopeText, _ count: Int) -> Resolution<ScopeChain> {
    for position in 0..<count {
      let element = path[position]
      guard let type = name(element.type, domain: NameDomain.scopeType) else { return .denied(.unknownScope) }
      if let known = scope(type: type, id: element.id) {
        for next in (position + 1)..<max(count, position + 1) {
          let step = next - position
          guard step <= ancestorCount(known) else { return .denied(.scopeMismatch) }
          let above = ancestor(of: known, level: step)
          guard isName(path[next], scopes.kind(above), scopes.id(above)) else { return .denied(.scopeMismatch) }
        }
        return .found(ScopeChain(open: position, known: known))
      }
      let flags = word(.scopeTypes, type, 2)
      guard flags & 1 == 1, !(0..<position).contains(where: { isName(path[$0], type, element.id) }) else {
        return .denied(.unknownScope)
      }
      if position + 1 < count {
        guard let parent = name(path[position + 1].type, domain: NameDomain.scopeType), isParentType(parent, of: type)
        else { return .denied(.unknownScope) }
      } else {
        guard flags & 2 == 2 else { return .denied(.unknownScope) }
      }
    }
    return .found(ScopeChain(open: count))
  }
}
