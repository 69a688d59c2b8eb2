/// The first half of a check: the question's vocabulary found, and where its instances would lie. Their slots are
/// being fetched by then, so that several questions wait for memory together.
struct FoundNames: BitwiseCopyable {
  var principalType = 0
  /// The slot in which the principal lies if the directory knows it.
  var principalPlace = 0
  var resourceType = 0
  /// The scope type of the same name, if there is one.
  var ownScopeType: Int?
  var permission = 0
  var resourcePlace = 0
  /// The type of the scope that is named, and the slot in which it lies if the text is the name of a known one.
  var scopeType: Int?
  var scopePlace = 0
  /// Where the id begins in the scope's text.
  var scopeIDStart = 0
}

extension TableView {
  /// Has a principal's assignments fetched if they do not lie in its slot, which has been asked for before. Whether the
  /// slot is the principal's own does not matter yet.
  @inline(__always)
  func prefetchAssignments(_ found: FoundNames) {
    if principals.flags(found.principalPlace) & EntitySlot.isElsewhere != 0 {
      Assignments(self, principal: found.principalPlace).prefetch()
    }
  }

  /// Rule 1: the closed vocabulary. Gives the reason to deny if a name is not in it.
  @inline(__always)
  func find(_ names: AskedNames, _ found: inout FoundNames) -> Reason? {
    guard let principalType = name(names.principalType, domain: NameDomain.principalType) else {
      return .unknownPrincipalType
    }
    found.principalType = principalType
    found.principalPlace = principals.place(hash.hash(domain: UInt32(principalType), names.principalID))
    principals.prefetch(found.principalPlace)
    if let text = names.scope, let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      if let type = name(text.slice(0, colon), domain: NameDomain.scopeType) {
        found.scopeType = type
        found.scopeIDStart = colon &+ 1
        found.scopePlace = scopes.place(hash.hash(domain: UInt32(type), text.slice(colon &+ 1, text.count)))
        scopes.prefetch(found.scopePlace)
      }
    }
    guard let resourceType = name(names.resourceType, domain: NameDomain.resourceType) else {
      return .unknownResourceType
    }
    found.resourceType = resourceType
    found.ownScopeType = optional(.resourceTypes, resourceType, 3)
    let actions = NameDomain.action &+ UInt32(resourceType)
    guard let permission = name(names.action, domain: actions) else { return .unknownAction }
    found.permission = permission
    if let id = names.resourceID {
      guard id.isID else { return .unknownResource }
      found.resourcePlace = resources.place(hash.hash(domain: UInt32(resourceType), id))
      resources.prefetch(found.resourcePlace)
    }
    return nil
  }
}
