import DecisionTable
import PolicyValues

/// What `anyone` may: everyone of a type whom no directory knows, and everyone known where they hold nothing.
struct EveryoneComparison {
  let common: CommonDirectory
  let questions: ClassQuestions

  /// More questions than this are not asked one by one.
  private static let most = 20_000

  func compare(into groups: inout HolderGroups) {
    let permissions = anyonesPermissions
    guard !permissions.isEmpty else { return }
    let scopes = scopeClasses()
    let rootForms = ScopeForms(common: common).rootForms()
    for type in common.tables.principalTypes {
      let stranger = EntityName(type: type, id: unknownID(type))
      for places in scopes {
        let effects = questions.effects(
          principal: stranger, forms: ScopeForms(common: common).forms(of: places.members[0]),
          scope: common.scopeName(places.members[0]), isSame: places.isSame, only: permissions)
        for effect in effects {
          groups.add(everyone: type, effect, scopes: places.members.map { common.scopeName($0) })
        }
      }
      let open = questions.effects(principal: stranger, forms: rootForms, scope: nil, isSame: true, only: permissions)
      for effect in open { groups.add(everyone: type, effect, scopes: []) }
    }
    compareKnown(scopes, permissions, into: &groups)
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
  private struct Kind {
    /// Whether they say the same.
    var isSame: Bool
    /// Numbers.
    var members: [Int]
  }

  private func scopeClasses() -> [Kind] {
    let classes = PairClasses(common, leavesOutSame: false)
    return kinds(common.scopes) { instance, isBefore, words in
      classes.append(scope: isBefore ? instance.before : instance.after, isBefore, to: &words)
    }
  }

  private func kinds(
    _ instances: [CommonInstance], _ append: (CommonInstance, Bool, inout [UInt64]) -> Void
  ) -> [Kind] {
    var numbers: [[UInt64]: Int] = [:]
    var kinds: [Kind] = []
    for (number, instance) in instances.enumerated() {
      var words: [UInt64] = []
      append(instance, true, &words)
      var after: [UInt64] = []
      append(instance, false, &after)
      let isSame = words == after
      words.append(.max)
      words += after
      if let known = numbers[words] {
        kinds[known].members.append(number)
      } else {
        numbers[words] = kinds.count
        kinds.append(Kind(isSame: isSame, members: [number]))
      }
    }
    return kinds
  }

  /// Principals of whom the directories say something that anyone's cells may ask for, and who hold nothing there.
  private func compareKnown(_ scopes: [Kind], _ permissions: Set<RowKey>, into groups: inout HolderGroups) {
    let classes = PairClasses(common, leavesOutSame: false)
    let principals = kinds(common.principals) { instance, isBefore, words in
      classes.append(principal: isBefore ? instance.before : instance.after, scope: nil, isBefore, to: &words)
    }
    var asked = 0
    for kind in principals {
      for places in scopes {
        let isSame = kind.isSame && places.isSame
        if isSame, questions.touched.isNothing { continue }
        asked += 1
        guard asked <= Self.most else { return tooMany(permissions, into: &groups) }
        add(kind.members, places.members, isSame, permissions, into: &groups)
      }
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
    let stranger = EntityName(type: principal.type, id: unknownID(principal.type))
    let forms = ScopeForms(common: common).forms(of: Int(first.scope))
    let scope = common.scopeName(Int(first.scope))
    let effects = questions.effects(principal: principal, forms: forms, scope: scope, isSame: isSame, only: permissions)
    guard !effects.isEmpty else { return }
    let told = Set(
      questions.effects(principal: stranger, forms: forms, scope: scope, isSame: isSame, only: permissions)
        .map(Told.init))
    let own = effects.filter { !told.contains(Told($0)) }
    guard !own.isEmpty else { return }
    groups.add(own, members: Array(pairs)) { _ in .anyone }
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
