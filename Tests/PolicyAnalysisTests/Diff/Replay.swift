import DecisionTable
import PolicyAnalysis
import PolicyLanguage
import PolicyValues
import RandomPolicies

/// Asks both tables of a pair everything that a small space of names holds, each with several sets of values.
struct Replay {
  let pair: RandomPair
  let told: PolicyDiff
  let seed: UInt64
  private let index: ToldIndex

  init(pair: RandomPair, told: PolicyDiff, seed: UInt64) {
    self.pair = pair
    self.told = told
    self.seed = seed
    index = ToldIndex(told)
  }

  private var directories: [Directory] { [pair.directories.before, pair.directories.after] }

  /// How many answers changed, and the first change that is not told.
  func run() -> (changed: Int, untold: String?) {
    var changed = 0
    let (principals, scopes, valuations) = (self.principals, self.scopes, self.valuations)
    for type in pair.policies.after.resourceTypes {
      for principal in principals {
        for action in type.actions {
          for scope in scopes {
            for id in ids(of: type.name) {
              for properties in valuations {
                let question = Question(
                  principal: principal, action: action, resourceType: type.name, resourceID: id, scope: scope,
                  properties: properties)
                let before = pair.before.decide(question, at: Pool.now)
                let after = pair.after.decide(question, at: Pool.now)
                guard before.isAllowed != after.isAllowed else { continue }
                changed += 1
                let direction: HolderChange.Direction = after.isAllowed ? .gain : .loss
                if !isTold(question, direction) {
                  return (changed, "\(direction) \(question), \(before.reason) → \(after.reason)")
                }
              }
            }
          }
        }
      }
    }
    return (changed, nil)
  }

  /// Something that is said always to change, and does not.
  func unshown() -> String? {
    for change in told.holders where change.certainty == .always && !change.isInOpenScopes {
      for holder in change.holders {
        for scope in holder.scopes {
          for permission in change.permissions where permission.scopeType == scope.type {
            guard !shows(holder.principal, permission, scope, change.direction) else { continue }
            return "\(change.sentence): \(holder.principal) \(permission.text) in \(scope)"
          }
        }
      }
    }
    return nil
  }

  private func shows(
    _ principal: EntityName, _ permission: HolderChange.Permission, _ scope: EntityName,
    _ direction: HolderChange.Direction
  ) -> Bool {
    let parents = directories.compactMap { $0.scopes.first { $0.name == scope }?.parent?.description }
    let ids: [String?] = permission.resourceType == scope.type ? [nil, scope.id] : [nil]
    let path = "\(scope) in \(parents.first ?? "")"
    return ids.contains { id in
      ([scope.description, path] + parents).contains { text in
        let question = Question(
          principal: principal, action: permission.action, resourceType: permission.resourceType, resourceID: id,
          scope: text)
        let before = pair.before.decide(question, at: Pool.now).isAllowed
        let after = pair.after.decide(question, at: Pool.now).isAllowed
        return direction == .gain ? !before && after : before && !after
      }
    }
  }

  // MARK: - What is told

  private func isTold(_ question: Question, _ direction: HolderChange.Direction) -> Bool {
    if told.declarations.contains(where: { $0.effect == .may }) || told.renames.contains(where: \.changesRequests) {
      return true
    }
    if let id = question.resourceID {
      let name = EntityName(type: question.resourceType, id: id)
      if told.resources.contains(where: { $0.resource == name }) { return true }
    }
    for scope in judged(question) {
      if index.tells(question.principal, question.resourceType, question.action, scope, direction) { return true }
    }
    return false
  }

  /// The scopes that a question may be judged in: the resource if it is one, what is named, where the resource lives, and
  /// the nearest known one around an open scope.
  private func judged(_ question: Question) -> [EntityName?] {
    var names: [EntityName?] = []
    if let id = question.resourceID {
      let name = EntityName(type: question.resourceType, id: id)
      for directory in directories {
        if directory.scopes.contains(where: { $0.name == name }) { names.append(name) }
        if let home = directory.resources.first(where: { $0.name == name })?.scope { names.append(home) }
      }
    }
    if let path = question.scope.flatMap({ ScopePath($0) }) {
      let known = path.elements.first { name in directories.contains { $0.scopes.contains { $0.name == name } } }
      names.append(known)
    } else {
      names += directories.map(\.defaultScope)
    }
    return names
  }

  // MARK: - The space

  private var principals: [EntityName] {
    var names = directories.flatMap { $0.principals.map(\.name) + $0.assignments.map(\.principal) }
    names += pair.policies.after.principalTypes.map { EntityName(type: $0.name, id: "nobody") }
    return Array(Set(names)).sorted()
  }

  private var scopes: [String?] {
    let known = Set(directories.flatMap { $0.scopes.map(\.name) }).sorted()
    var texts: [String?] = [nil] + known.map(\.description)
    for type in pair.policies.after.scopeTypes {
      texts.append("\(type.name):new")
      for parent in known where type.parents.contains(parent.type) { texts.append("\(type.name):new in \(parent)") }
    }
    return texts
  }

  private func ids(of type: String) -> [String?] {
    let known = directories.flatMap { $0.resources.map(\.name) + $0.scopes.map(\.name) }.filter { $0.type == type }
    return [nil] + Set(known.map(\.id)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } + ["unknown"]
  }

  /// None at all, and some drawn of the values that conditions are made of.
  private var valuations: [RequestProperties] {
    var random = SeededRandom(seed: seed ^ 0x5A5A)
    let policy = pair.policies.after
    func values() -> [String: RequestValue] {
      var result: [String: RequestValue] = [:]
      for attribute in random.some(Pool.attributes, 70) {
        result[attribute.name] = random.requestValue(attribute.type, policy)
      }
      return result
    }
    return [RequestProperties()]
      + (0..<3).map { _ in
        RequestProperties(
          principal: values(), resource: values(), scope: values(), action: values(), context: values())
      }
  }
}

/// What a comparison tells of holders, by everything that it is looked for by.
private struct ToldIndex {
  private struct Key: Hashable {
    var principal: EntityName?
    var principalType: String
    var scope: EntityName?
    var resourceType: String
    var action: String
    var direction: HolderChange.Direction
  }

  private var keys: Set<Key> = []

  init(_ told: PolicyDiff) {
    for change in told.holders {
      for permission in change.permissions {
        func key(_ principal: EntityName?, _ type: String, _ scope: EntityName?) -> Key {
          Key(
            principal: principal, principalType: type, scope: scope, resourceType: permission.resourceType,
            action: permission.action, direction: change.direction)
        }
        for holder in change.holders {
          for scope in holder.scopes { keys.insert(key(holder.principal, "", scope)) }
        }
        for type in change.everyone {
          if change.everyoneScopes.isEmpty { keys.insert(key(nil, type, nil)) }
          for scope in change.everyoneScopes { keys.insert(key(nil, type, scope)) }
        }
      }
    }
  }

  func tells(
    _ principal: EntityName, _ resourceType: String, _ action: String, _ scope: EntityName?,
    _ direction: HolderChange.Direction
  ) -> Bool {
    [(Optional(principal), ""), (nil, principal.type)].contains { name, type in
      keys.contains(
        Key(
          principal: name, principalType: type, scope: scope, resourceType: resourceType, action: action,
          direction: direction))
    }
  }
}
