import PolicyValues

/// A scope with all that it lies in, outward: perhaps some that the directory does not know, then those it does.
struct ScopeChain {
  /// A scope of an open type, believed as the request wrote it.
  struct OpenScope {
    var type: Int
    var name: EntityName
  }

  var open: [OpenScope]
  /// The innermost scope that the directory knows.
  var known: Int?
}

/// Levels count outward from the innermost scope.
extension TableView {
  func levels(of chain: ScopeChain) -> Int {
    var levels = chain.open.count
    if let known = chain.known {
      var level = 0
      while ancestor(of: known, level: level) != nil { level += 1 }
      levels += level
    }
    return levels
  }

  /// The directory's scope at a level; `nil` for an open one.
  func knownScope(_ chain: ScopeChain, _ level: Int) -> Int? {
    guard level >= chain.open.count, let known = chain.known else { return nil }
    return ancestor(of: known, level: level - chain.open.count)
  }

  func scopeType(_ chain: ScopeChain, _ level: Int) -> Int {
    if level < chain.open.count { return chain.open[level].type }
    return knownScope(chain, level).map { index(.scopes, $0, 0) } ?? 0
  }

  func scopeName(_ chain: ScopeChain, _ level: Int) -> EntityName? {
    if level < chain.open.count { return chain.open[level].name }
    return knownScope(chain, level).map { scopeName($0) }
  }

  func isDisabled(_ chain: ScopeChain) -> Bool {
    (0..<levels(of: chain)).contains { level in
      knownScope(chain, level).map { word(.scopes, $0, 3) & 1 == 1 } ?? false
    }
  }

  func isParentType(_ parent: Int, of type: Int) -> Bool {
    run(.scopeTypes, type, 3).contains { index(.scopeTypeParents, $0, 0) == parent }
  }
}

/// Where a question is judged (DESIGN.md, section 4, rule 2).
struct JudgedScope {
  var chain: ScopeChain
  /// The levels whose tables may allow: the scope's own; for a scope asked about as a resource, its own and its
  /// parent's, as far as the resource type lives there.
  var levels: [Int]
  /// The level that the question names.
  var askedLevel: Int
}

/// An answer that is no yet: a value, or the reason to deny.
enum Resolution<Value> {
  case found(Value)
  case denied(Reason)
}

extension TableView {
  /// Rule 2. The resource's type must be the one of the question.
  func resolve(_ question: Question, resourceType: Int) -> Resolution<JudgedScope> {
    let asScopeType = optional(.resourceTypes, resourceType, 3)
    if let asScopeType, let id = question.resourceID {
      return resolveScopeResource(question, resourceType, asScopeType, id)
    }
    let resource = question.resourceID.flatMap { self.resource(type: resourceType, id: $0) }
    let home = resource.flatMap { optional(.resources, $0, 3) }
    let chain: ScopeChain
    if let text = question.scope {
      guard let path = declaredPath(text), let type = name(path.elements[0].type, domain: NameDomain.scopeType)
      else { return .denied(.unknownScope) }
      guard livesIn(resourceType, type) else { return .denied(.outOfScope) }
      switch follow(path) {
      case .denied(let reason): return .denied(reason)
      case .found(let found): chain = found
      }
      if let home, !(chain.open.isEmpty && chain.known == home) { return .denied(.scopeMismatch) }
    } else {
      guard let scope = home ?? optional(.facts, 0, 4) else { return .denied(.noScope) }
      guard livesIn(resourceType, index(.scopes, scope, 0)) else { return .denied(.outOfScope) }
      chain = ScopeChain(open: [], known: scope)
    }
    if word(.resourceTypes, resourceType, 2) & 1 == 1, question.resourceID != nil, resource == nil {
      return .denied(.unknownResource)
    }
    return .found(JudgedScope(chain: chain, levels: [0], askedLevel: 0))
  }

  /// A resource that is a scope: named in itself or in its parent, and judged in both.
  private func resolveScopeResource(
    _ question: Question, _ resourceType: Int, _ ownType: Int, _ id: String
  ) -> Resolution<JudgedScope> {
    let name = EntityName(type: text(.scopeTypes, ownType, 0), id: id)
    let known = scope(type: ownType, id: id)
    var chain: ScopeChain
    var askedLevel = 0
    if let text = question.scope {
      guard let path = declaredPath(text) else { return .denied(.unknownScope) }
      switch follow(path) {
      case .denied(let reason): return .denied(reason)
      case .found(let found): chain = found
      }
      if path.elements[0] != name {
        askedLevel = 1
        // Rule 1 goes first: named in neither itself nor its parent, the type must at least live there.
        let asked = scopeType(chain, 0)
        let mismatch = asked == ownType || livesIn(resourceType, asked) ? Reason.scopeMismatch : .outOfScope
        if let known {
          let parent = optional(.scopes, known, 4)
          guard chain.open.isEmpty, parent != nil, chain.known == parent else { return .denied(mismatch) }
          chain = ScopeChain(open: [], known: known)
        } else {
          guard word(.scopeTypes, ownType, 2) & 1 == 1 else { return .denied(.unknownResource) }
          guard isParentType(scopeType(chain, 0), of: ownType), !path.elements.contains(name) else {
            return .denied(mismatch)
          }
          chain.open.insert(ScopeChain.OpenScope(type: ownType, name: name), at: 0)
        }
      }
    } else if let known {
      chain = ScopeChain(open: [], known: known)
    } else {
      // An open scope stands alone only if nothing has to hold it.
      guard word(.scopeTypes, ownType, 2) == 3 else { return .denied(.unknownResource) }
      chain = ScopeChain(open: [ScopeChain.OpenScope(type: ownType, name: name)], known: nil)
    }
    let levels = (0..<min(2, levels(of: chain))).filter { livesIn(resourceType, scopeType(chain, $0)) }
    guard !levels.isEmpty else { return .denied(.outOfScope) }
    // `listed` goes before `open`: what the directory does not hold does not exist.
    if known == nil, word(.resourceTypes, resourceType, 2) & 1 == 1 { return .denied(.unknownResource) }
    return .found(JudgedScope(chain: chain, levels: levels, askedLevel: askedLevel))
  }

  /// Reads a scope as it is written; `nil` if it is malformed or any of its types is not declared.
  private func declaredPath(_ text: String) -> ScopePath? {
    guard let path = ScopePath(text),
      path.elements.allSatisfy({ name($0.type, domain: NameDomain.scopeType) != nil })
    else { return nil }
    return path
  }

  private func livesIn(_ resourceType: Int, _ scopeType: Int) -> Bool {
    run(.resourceTypes, resourceType, 4).contains { index(.resourceScopeTypes, $0, 0) == scopeType }
  }

  /// The chain that a path names. The directory's word goes before the path's: from the first scope it knows on, the
  /// path may only repeat it.
  func follow(_ path: ScopePath) -> Resolution<ScopeChain> {
    var open: [ScopeChain.OpenScope] = []
    guard path.elements.count <= 64 else { return .denied(.unknownScope) }
    for (position, name) in path.elements.enumerated() {
      guard let type = self.name(name.type, domain: NameDomain.scopeType) else { return .denied(.unknownScope) }
      if let known = scope(type: type, id: name.id) {
        for (step, next) in path.elements[(position + 1)...].enumerated() {
          guard let above = ancestor(of: known, level: step + 1), scopeName(above) == next else {
            return .denied(.scopeMismatch)
          }
        }
        return .found(ScopeChain(open: open, known: known))
      }
      let flags = word(.scopeTypes, type, 2)
      guard flags & 1 == 1, !open.contains(where: { $0.name == name }) else { return .denied(.unknownScope) }
      if position + 1 < path.elements.count {
        guard let parent = self.name(path.elements[position + 1].type, domain: NameDomain.scopeType),
          isParentType(parent, of: type)
        else { return .denied(.unknownScope) }
      } else {
        guard flags & 2 == 2 else { return .denied(.unknownScope) }
      }
      open.append(ScopeChain.OpenScope(type: type, name: name))
    }
    return .found(ScopeChain(open: open, known: nil))
  }
}
