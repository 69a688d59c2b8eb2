import PolicyValues
import YAMLReader

/// Checks a directory against its policy: every finding, errors and warnings.
package func validate(_ directory: Directory, against index: PolicyIndex) -> [Diagnostic] {
  var validation = DirectoryValidation(directory, index)
  validation.checkScopes()
  validation.checkPrincipals()
  validation.checkResources()
  validation.checkAssignments()
  return validation.log.diagnostics
}

/// The state of one validation; assignments stand in a file of their own.
struct DirectoryValidation {
  let directory: Directory
  let index: PolicyIndex
  /// The position of each scope that the directory has.
  let scopes: EntityPositions
  let principals: [EntityName: PrincipalInstance]
  var log = DiagnosticLog()
  /// The names that some unknown scope was found to be near to, so that a million rows do not look a million times.
  private var nearScopes: [EntityName: String?] = [:]

  init(_ directory: Directory, _ index: PolicyIndex) {
    self.directory = directory
    self.index = index
    scopes = EntityPositions(directory.scopes.lazy.map(\.name))
    principals = Dictionary(directory.principals.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// How many scopes may lie in each other. The table gives every scope a row as wide as the deepest lies.
  static let maximumScopeDepth = 256

  mutating func checkScopes() {
    for scope in directory.scopes {
      guard let type = index.scopeTypes[scope.name.type] else {
        unknown(.unknownScopeType, "scope type", scope.name.type, index.scopeTypes.keys, scope.span)
        continue
      }
      checkValues(scope.attributes)
      guard let parent = scope.parent else {
        if !type.isRoot {
          log.error(
            .missingKey, "`\(scope.name)` does not say what it lies in", at: scope.span,
            help: "add `in:` with a scope of type \(listed(type.parents.filter { $0 != type.name }))")
        }
        continue
      }
      let span = scope.parentSpan.or(scope.span)
      if !type.parents.contains(parent.type) {
        log.error(
          .wrongScopeType, "\(a(type.name)) does not lie in \(a(parent.type))", at: span,
          help: type.parents.isEmpty ? "take its `in` out" : "it lies in \(listed(type.parents))")
      } else if scopes[parent] == nil {
        unknownScope(parent, at: span)
      }
    }
    // Only a type that nests in itself can make a circle of scopes.
    let nesting = directory.scopes.filter { $0.parent?.type == $0.name.type }.map(\.name)
    let found = circles(.scopeCycle, "lies in itself", among: nesting, help: "take one `in` of the way out") { scope in
      scopes[scope].flatMap { directory.scopes[$0].parent }.map { [$0] } ?? []
    } span: { scope in
      scopes[scope].map { directory.scopes[$0].span }
    }
    log.reportAll(found)
    checkDepths()
    if let scope = directory.defaultScope, scopes[scope] == nil {
      unknownScope(scope, at: directory.defaultScopeSpan)
    }
  }

  private mutating func checkDepths() {
    var depths = [Int](repeating: 0, count: directory.scopes.count)
    for start in directory.scopes.indices where depths[start] == 0 {
      var way: [Int] = []
      var next: Int? = start
      while let position = next, depths[position] == 0 {
        // A circle, which is an error already, comes back to what it has passed.
        depths[position] = -1
        way.append(position)
        next = directory.scopes[position].parent.flatMap { scopes[$0] }
      }
      var depth = max(0, next.map { depths[$0] } ?? 0)
      for position in way.reversed() {
        depth += 1
        depths[position] = depth
        guard depth == Self.maximumScopeDepth + 1 else { continue }
        log.error(
          .limitExceeded,
          "`\(directory.scopes[position].name)` lies too deep: at most \(Self.maximumScopeDepth) scopes lie in each other",
          at: directory.scopes[position].span, help: "nest less deep")
      }
    }
  }

  mutating func checkPrincipals() {
    for principal in directory.principals {
      guard let type = require(principal.name, at: principal.span) else { continue }
      checkValues(principal.attributes)
      for (position, member) in principal.members.enumerated() {
        let span = principal.memberSpans.at(position, or: principal.span)
        guard require(member, at: span) != nil else { continue }
        if let allowed = type.members, !allowed.contains(member.type) {
          log.error(
            .badValue, "\(a(type.name)) has no members of type `\(member.type)`: `\(member)`", at: span,
            help: "its members are of type \(listed(allowed)); see `principals.\(type.name).members`")
        }
      }
      if let bound = principal.bound { _ = require(bound, at: principal.boundSpan.or(principal.span)) }
    }
    let bounds = circles(
      .boundCycle, "bounds itself", among: directory.principals.filter { $0.bound != nil }.map(\.name),
      help: "give one of them another bound"
    ) { principal in
      principals[principal]?.bound.map { [$0] } ?? []
    } span: { principal in
      principals[principal]?.span
    }
    let groups = circles(
      .groupCycle, "is a member of itself", among: directory.principals.filter { !$0.members.isEmpty }.map(\.name),
      help: "take one of them out of the other's members"
    ) { principal in
      principals[principal]?.members ?? []
    } span: { principal in
      principals[principal]?.span
    }
    log.reportAll(bounds + groups)
  }

  /// Each circle that following `next` from name to name runs into, once.
  private func circles(
    _ code: DiagnosticCode, _ what: String, among starts: [EntityName], help: String,
    next: (EntityName) -> [EntityName], span: (EntityName) -> Span?
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    enum State { case open, settled }
    var states: [EntityName: State] = [:]
    for start in starts where states[start] == nil {
      // Depth first, with the way kept by hand: chains may be as long as the directory.
      var way: [(name: EntityName, rest: ArraySlice<EntityName>)] = [(start, next(start)[...])]
      states[start] = .open
      while let last = way.indices.last {
        guard let following = way[last].rest.popFirst() else {
          states[way[last].name] = .settled
          way.removeLast()
          continue
        }
        switch states[following] {
        case .open:
          let circle = way.map(\.name).drop { $0 != following }
          let shown = circle.count > 8 ? circle.prefix(7).map(\.description) + ["…"] : circle.map(\.description)
          found.append(
            Diagnostic(
              code, "`\(following)` \(what): \(PolicyValidation.way(shown))", at: span(following) ?? .none, help: help))
        case .settled: continue
        case nil:
          guard span(following) != nil else { continue }
          states[following] = .open
          way.append((following, next(following)[...]))
        }
      }
    }
    return found
  }

  mutating func checkResources() {
    for resource in directory.resources {
      guard let type = index.resourceTypes[resource.name.type] else {
        unknown(.unknownResourceType, "resource type", resource.name.type, index.resourceTypes.keys, resource.span)
        continue
      }
      checkValues(resource.attributes)
      guard let scope = resource.scope ?? directory.defaultScope else {
        log.error(
          .homelessResource, "the directory does not say where `\(resource.name)` lives", at: resource.span,
          help: "add `in:`; until then it can be asked about in any scope")
        continue
      }
      let span = resource.scopeSpan.or(resource.span)
      if resource.scope != nil, scopes[scope] == nil {
        unknownScope(scope, at: span)
      } else if !type.scopeTypes.contains(scope.type) {
        log.error(
          .outOfScope, "\(a(type.name)) does not live in \(a(scope.type))", at: span,
          help: "it lives in \(listed(type.scopeTypes))")
      }
    }
  }

  private mutating func checkValues(_ entries: [AttributeEntry]) {
    for entry in entries { log.reportAll(index.unknownNames(in: entry.value, at: entry.span)) }
  }

  /// The principal's type; `nil` with an error if none is declared.
  mutating func require(_ name: EntityName, at span: Span) -> PrincipalType? {
    if let type = index.principalTypes[name.type] { return type }
    unknown(.unknownPrincipalType, "principal type", name.type, index.principalTypes.keys, span)
    return nil
  }

  private mutating func unknown(
    _ code: DiagnosticCode, _ what: String, _ name: String, _ known: some Sequence<String>, _ span: Span
  ) {
    log.report(.unknown(code, what, name, among: known, at: span))
  }

  mutating func unknownScope(_ name: EntityName, at span: Span) {
    let near: String?
    if let known = nearScopes[name] {
      near = known
    } else if nearScopes.count < 100 {
      near = nearest(
        name.description,
        in: directory.scopes.lazy.filter { $0.name.type == name.type }.prefix(2000).map(\.name.description))
      nearScopes[name] = .some(near)
    } else {
      near = nil
    }
    log.reportOnce(
      Diagnostic(
        .unknownScope, "the directory has no scope `\(name)`", at: span,
        help: near.map { "did you mean `\($0)`?" } ?? "add it under `directory.scopes`"))
  }
}
