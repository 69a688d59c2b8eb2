import DecisionTable
import PolicyValues

/// What `anyone` may: everyone of a type whom no directory knows, and everyone known where they hold nothing.
struct EveryoneComparison {
  let kinds: InstanceKinds
  let questions: ClassQuestions

  /// More questions than this are not asked one by one.
  private static let most = 20_000
  /// More pairs than this are not told of one by one.
  private static let mostPairs = 4_000_000

  private var common: CommonDirectory { kinds.common }

  func compare(into groups: inout HolderGroups) {
    let permissions = anyonesPermissions
    guard !permissions.isEmpty else { return }
    let scopes = classes(kinds.scopes, whole: false)
    let rootForms = ScopeForms(common: common).rootForms()
    for type in common.tables.principalTypes {
      let stranger = EntityName(type: type, id: unknownID(type))
      for places in scopes {
        let effects = questions.effects(
          principal: stranger, forms: ScopeForms(common: common).forms(of: places.members[0]),
          scope: common.scopeName(places.members[0]), isSame: places.isSame, only: permissions)
        for effect in effects {
          groups.add(everyone: type, effect, scopes: places.members)
        }
      }
      let open = questions.effects(principal: stranger, forms: rootForms, scope: nil, isSame: true, only: permissions)
      for effect in open { groups.add(everyone: type, effect, scopes: []) }
    }
    compareKnown(permissions, rootForms, into: &groups)
  }

  /// Permissions that some cell grants to anyone, on either side.
  private var anyonesPermissions: Set<RowKey> {
    Set(
      [common.tables.before, common.tables.after].flatMap { side in
        side.rows.values.joined().filter { $0.role == "anyone" && !$0.isForbid }
          .map { RowKey("", $0.resourceType, $0.action) }
      })
  }

  private func unknownID(_ type: String) -> String {
    var id = "somebody"
    while [common.before.table, common.after.table].contains(where: {
      $0.knows(principal: EntityName(type: type, id: id))
    }) { id += "-else" }
    return id
  }

  /// Instances of which both directories say as much.
  private struct Class {
    /// Whether they say the same.
    var isSame: Bool
    /// Numbers.
    var members: [Int]
  }

  /// In classes by all that conditions ask for, or of those that are the same by what touched permissions ask for.
  private func classes(_ kinds: [InstanceKinds.Kind], whole: Bool) -> [Class] {
    var numbers: [InstanceKinds.Kind: Int] = [:]
    var classes: [Class] = []
    for (number, kind) in kinds.enumerated() {
      var kind = kind
      if kind.isSame, !whole { kind.whole = 0 }
      if let known = numbers[kind] {
        classes[known].members.append(number)
      } else {
        numbers[kind] = classes.count
        classes.append(Class(isSame: kind.isSame, members: [number]))
      }
    }
    return classes
  }

  /// Principals of whom the directories say something that anyone's cells may ask for, and who hold nothing there.
  private func compareKnown(
    _ permissions: Set<RowKey>, _ rootForms: [ScopeForms.Form], into groups: inout HolderGroups
  ) {
    var asked = 0
    // In scopes that only requests name nobody holds anything, but whom the directories know may be judged otherwise
    // than a stranger is.
    for principal in rootForms.isEmpty ? [] : classes(kinds.principals, whole: false) {
      asked += 1
      guard asked <= Self.most else { return tooMany(permissions, into: &groups) }
      let name = common.principalName(principal.members[0])
      let own = untold(of: name, forms: rootForms, scope: nil, isSame: principal.isSame, permissions)
      for var effect in own {
        effect.certainty = .maybe
        groups.add(everyone: name.type, effect, scopes: [])
      }
    }
    func compare(whole: Bool) -> Bool {
      let scopes = classes(kinds.scopes, whole: whole)
      // Of those that are the same on both sides the one pass looks at the same, and the other at the rest.
      let scopesOfSame = scopes.filter { $0.isSame != whole }
      for principal in classes(kinds.principals, whole: whole) where principal.isSame || whole {
        for places in principal.isSame ? scopesOfSame : scopes {
          asked += 1
          guard asked <= Self.most else { return false }
          add(principal.members, places.members, !whole, permissions, into: &groups)
        }
      }
      return true
    }
    let touchesAny = permissions.contains { questions.touched.touches($0.resourceType, $0.action) }
    // Of somebody of whom the sides differ, or of such a scope, everything is asked.
    guard !touchesAny || compare(whole: false), compare(whole: true) else {
      return tooMany(permissions, into: &groups)
    }
  }

  private func add(
    _ principals: [Int], _ scopes: [Int], _ isSame: Bool, _ permissions: Set<RowKey>,
    into groups: inout HolderGroups
  ) {
    // Somebody who holds something there is told of with what they hold.
    let pairs = principals.lazy.flatMap { principal in
      scopes.lazy.filter { !holdsSomething(principal, $0) }.map { (principal: UInt32(principal), scope: UInt32($0)) }
    }
    guard let first = pairs.first else { return }
    let principal = common.principalName(Int(first.principal))
    let own = untold(
      of: principal, forms: ScopeForms(common: common).forms(of: Int(first.scope)),
      scope: common.scopeName(Int(first.scope)), isSame: isSame, permissions)
    guard !own.isEmpty else { return }
    guard principals.count * scopes.count <= Self.mostPairs else {
      return tooMany(permissions, into: &groups)
    }
    groups.add(own, members: Array(pairs)) { _ in .anyone }
  }

  /// What changes for a principal and not for strangers of its type.
  private func untold(
    of principal: EntityName, forms: [ScopeForms.Form], scope: EntityName?, isSame: Bool, _ permissions: Set<RowKey>
  ) -> [HolderEffect] {
    let effects = questions.effects(principal: principal, forms: forms, scope: scope, isSame: isSame, only: permissions)
    guard !effects.isEmpty else { return [] }
    let stranger = EntityName(type: principal.type, id: unknownID(principal.type))
    let told = questions.effects(principal: stranger, forms: forms, scope: scope, isSame: isSame, only: permissions)
    let known = Set(told.map(Told.init))
    return effects.filter { !known.contains(Told($0)) }
  }

  private struct Told: Hashable {
    var permission: HolderChange.Permission
    var direction: HolderChange.Direction
    var isOpen: Bool

    init(_ effect: HolderEffect) {
      (permission, direction, isOpen) = (effect.permission, effect.direction, effect.isOpen)
    }
  }

  private func holdsSomething(_ principal: Int, _ scope: Int) -> Bool {
    [true, false].contains { isBefore in
      let side = common.side(isBefore)
      let instance = common.principals[principal]
      guard let position = isBefore ? instance.before : instance.after,
        let place = isBefore ? common.scopes[scope].before : common.scopes[scope].after
      else { return false }
      return ([position] + side.bounds(position)).contains { !side.assigned(side.held($0), place).isEmpty }
    }
  }

  private func tooMany(_ permissions: Set<RowKey>, into groups: inout HolderGroups) {
    for type in common.tables.principalTypes {
      for row in permissions {
        for direction in [HolderChange.Direction.gain, .loss] {
          for scopeType in common.tables.scopeTypes {
            groups.add(
              everyone: type,
              HolderEffect(
                permission: HolderChange.Permission(
                  scopeType: scopeType, resourceType: row.resourceType, action: row.action),
                direction: direction, certainty: .maybe, isOpen: false, witness: nil), scopes: [])
          }
        }
      }
    }
  }
}
