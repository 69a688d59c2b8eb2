import DecisionTable
import PolicyLanguage
import PolicyValues

/// Where a question is judged.
struct Place {
  /// The innermost scope, then what it lies in, outward.
  var chain: [EntityName]
  /// The levels of the chain whose tables may allow: two for a resource that is itself a scope.
  var grantLevels = [0]
  /// The level that the question names: what a request says of the scope, it says of this one.
  var askedLevel = 0

  init(chain: [EntityName]) { self.chain = chain }

  /// The scope at a level and what it lies in.
  func chain(from level: Int) -> [EntityName] { Array(chain[level...]) }
}

/// Section 4, rule 2: where a question is judged.
extension ReferenceEvaluator {
  func place(of question: Question, _ type: ResourceType) throws(Denial) -> Place {
    let resource = question.resourceID.map { EntityName(type: type.name, id: $0) }
    if let resource, scopeType(type.name) != nil {
      return try place(ofScope: resource, named: question.scope, type)
    }

    let home = resource.flatMap { describedResource($0)?.scope }
    let elements: [EntityName]
    if let text = question.scope {
      elements = try path(text)
    } else if let follows = home ?? directory.defaultScope {
      elements = [follows]
    } else {
      throw Denial(.noScope)
    }
    // The last part of rule 1.
    guard type.scopeTypes.contains(where: { same($0, elements[0].type) }) else { throw Denial(.outOfScope) }
    let place = try place(of: elements)
    if let home, home != place.chain[0] { throw Denial(.scopeMismatch) }
    if type.isListed, let resource, describedResource(resource) == nil { throw Denial(.unknownResource) }
    return place
  }

  /// A resource of a scope type may be named in itself or in its parent, and either way is judged in both, as far as
  /// the type is allowed there. The first place is the resource itself, whose chain holds every forbid.
  private func place(
    ofScope resource: EntityName, named text: String?, _ type: ResourceType
  ) throws(Denial) -> Place {
    let known = describedScope(resource)
    /// The last part of rule 1 goes before the contradiction.
    func elsewhere(_ named: Place) -> Denial {
      let asked = named.chain[0].type
      let mayBe = same(asked, resource.type) || type.scopeTypes.contains { same($0, asked) }
      return Denial(mayBe ? .scopeMismatch : .outOfScope)
    }
    var own: Place
    if let text {
      let elements = try path(text)
      let named = try place(of: elements)
      if elements[0] == resource {
        own = named
      } else if let known {
        guard known.parent == named.chain[0] else { throw elsewhere(named) }
        own = Place(chain: knownChain(resource))
        own.askedLevel = 1
      } else {
        guard isOpen(resource.type) else { throw Denial(.unknownResource) }
        guard mayLie(resource.type, in: named.chain[0].type), !named.chain.contains(resource) else {
          throw elsewhere(named)
        }
        own = Place(chain: [resource] + named.chain)
        own.askedLevel = 1
      }
    } else {
      guard known != nil || (isOpen(resource.type) && isRoot(resource.type)) else { throw Denial(.unknownResource) }
      own = Place(chain: known == nil ? [resource] : knownChain(resource))
    }
    own.grantLevels = own.chain.indices.prefix(2).filter { level in
      type.scopeTypes.contains { same($0, own.chain[level].type) }
    }
    if own.grantLevels.isEmpty { throw Denial(.outOfScope) }
    if type.isListed, known == nil { throw Denial(.unknownResource) }
    return own
  }

  /// Reads a scope as it is written. One of an undeclared type does not exist.
  private func path(_ text: String) throws(Denial) -> [EntityName] {
    guard let path = ScopePath(text), path.elements.allSatisfy({ scopeType($0.type) != nil }) else {
      throw Denial(.unknownScope)
    }
    return path.elements
  }

  /// Holds a path against the directory. What is in front of the first scope that the directory knows must be open
  /// and able to lie where the path puts it; from there on the directory knows better.
  private func place(of elements: [EntityName]) throws(Denial) -> Place {
    // So deep a path is no honest one.
    if elements.count > 64 { throw Denial(.unknownScope) }
    let firstKnown = elements.firstIndex { describedScope($0) != nil } ?? elements.endIndex
    let believed = elements[..<firstKnown]
    for (position, element) in believed.enumerated() {
      guard isOpen(element.type), !elements[..<position].contains(element) else { throw Denial(.unknownScope) }
      // The right end begins with a known scope or a root type.
      let canBeThere =
        position + 1 < elements.count
        ? mayLie(element.type, in: elements[position + 1].type) : isRoot(element.type)
      guard canBeThere else { throw Denial(.unknownScope) }
    }
    guard firstKnown < elements.endIndex else { return Place(chain: elements) }
    let chain = knownChain(elements[firstKnown])
    guard chain.starts(with: elements[firstKnown...]) else { throw Denial(.scopeMismatch) }
    return Place(chain: believed + chain)
  }

  private func knownChain(_ scope: EntityName) -> [EntityName] {
    var chain = [scope]
    while let parent = describedScope(chain[chain.count - 1])?.parent { chain.append(parent) }
    return chain
  }

  private func isOpen(_ type: String) -> Bool { scopeType(type)?.isOpen == true }

  private func isRoot(_ type: String) -> Bool { scopeType(type)?.parents.allSatisfy { same($0, type) } == true }

  private func mayLie(_ type: String, in parent: String) -> Bool {
    scopeType(type)?.parents.contains { same($0, parent) } == true
  }
}
