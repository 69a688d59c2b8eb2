import DecisionTable
import PolicyValues

/// A principal or scope of either side: its position on each that knows it.
struct CommonInstance {
  var before: Int?
  var after: Int?
}

/// The directories of both sides, everything in them numbered together.
final class CommonDirectory {
  let tables: ComparedTables
  let before: SideDirectory
  let after: SideDirectory
  let now: Timestamp
  /// Full names after, by number.
  let roleNames: [String]
  private(set) var principals: [CommonInstance] = []
  private(set) var scopes: [CommonInstance] = []
  /// Numbers by position, -1 where there is nothing.
  private var principalNumbers: (before: [Int], after: [Int]) = ([], [])
  private var scopeNumbers: (before: [Int], after: [Int]) = ([], [])
  /// Numbers of the scopes that lie right in a scope on either side.
  private(set) var children: [[Int]] = []
  private var attributeNumbers: [AttributesKey: UInt64] = [:]
  private var typeNumbers: [String: UInt64] = [:]
  /// What conditions of either side ask of the directory.
  let asks: DirectoryAsks

  /// Types that are resources too.
  private let resourceTypes: Set<String>

  private struct AttributesKey: Hashable {
    var values: [String: AttributeValue]
  }

  init(_ tables: ComparedTables, at now: Timestamp) {
    self.tables = tables
    self.now = now
    let names = tables.roles
    roleNames = names
    let numbers = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    before = SideDirectory(tables.before, at: now, isBefore: true, roleNumbers: numbers) { tables.renamed($0) }
    after = SideDirectory(tables.after, at: now, isBefore: false, roleNumbers: numbers) { $0 }
    asks = DirectoryAsks([tables.before, tables.after]) { _, _ in true }
    resourceTypes = Set(tables.resourceTypes)
    numberPrincipals()
    numberScopes()
  }

  private func numberPrincipals() {
    let (old, new) = (before.table, after.table)
    principalNumbers = (Self.none(old.principalPositions), Self.none(new.principalPositions))
    for position in old.principalPositions {
      let other = new.principalPosition(of: old.principalName(at: position))
      principalNumbers.before[position] = principals.count
      if let other { principalNumbers.after[other] = principals.count }
      principals.append(CommonInstance(before: position, after: other))
    }
    for position in new.principalPositions where principalNumbers.after[position] < 0 {
      principalNumbers.after[position] = principals.count
      principals.append(CommonInstance(before: nil, after: position))
    }
  }

  private func numberScopes() {
    let (old, new) = (before.table, after.table)
    scopeNumbers = (Self.none(old.scopePositions), Self.none(new.scopePositions))
    for position in old.scopePositions {
      let other = new.scopePosition(of: old.scopeName(at: position))
      scopeNumbers.before[position] = scopes.count
      if let other { scopeNumbers.after[other] = scopes.count }
      scopes.append(CommonInstance(before: position, after: other))
    }
    for position in new.scopePositions where scopeNumbers.after[position] < 0 {
      scopeNumbers.after[position] = scopes.count
      scopes.append(CommonInstance(before: nil, after: position))
    }
    children = Array(repeating: [], count: scopes.count)
    for (number, scope) in scopes.enumerated() {
      var parents: Set<Int> = []
      if let parent = scope.before.flatMap({ old.parent(ofScopeAt: $0) }) {
        parents.insert(self.scope(parent, isBefore: true))
      }
      if let parent = scope.after.flatMap({ new.parent(ofScopeAt: $0) }) {
        parents.insert(self.scope(parent, isBefore: false))
      }
      for parent in parents { children[parent].append(number) }
    }
  }

  private static func none(_ positions: [Int]) -> [Int] {
    Array(repeating: -1, count: (positions.max() ?? -1) + 1)
  }

  /// Numbers of principals in the order of their names: those before, which come first, and those after lie in it each.
  private(set) lazy var principalOrder = Self.merged(principals) { principalName($0) }
  private(set) lazy var scopeOrder = Self.merged(scopes) { scopeName($0) }

  private static func merged(_ instances: [CommonInstance], _ name: (Int) -> EntityName) -> [Int] {
    let count = instances.firstIndex { $0.before == nil } ?? instances.count
    guard count < instances.count else { return Array(instances.indices) }
    var order: [Int] = []
    order.reserveCapacity(instances.count)
    var old = 0
    for new in count..<instances.count {
      let next = name(new)
      while old < count, name(old) < next {
        order.append(old)
        old += 1
      }
      order.append(new)
    }
    return order + Array(old..<count)
  }

  func isResource(_ type: String) -> Bool { resourceTypes.contains(type) }

  func side(_ isBefore: Bool) -> SideDirectory { isBefore ? before : after }

  func principal(_ position: Int, isBefore: Bool) -> Int {
    isBefore ? principalNumbers.before[position] : principalNumbers.after[position]
  }

  func scope(_ position: Int, isBefore: Bool) -> Int {
    isBefore ? scopeNumbers.before[position] : scopeNumbers.after[position]
  }

  func principalName(_ number: Int) -> EntityName {
    let instance = principals[number]
    if let position = instance.after { return after.table.principalName(at: position) }
    return instance.before.map { before.table.principalName(at: $0) } ?? EntityName(type: "", id: "")
  }

  func scopeName(_ number: Int) -> EntityName {
    let instance = scopes[number]
    if let position = instance.after { return after.table.scopeName(at: position) }
    return instance.before.map { before.table.scopeName(at: $0) } ?? EntityName(type: "", id: "")
  }

  func typeNumber(_ type: String) -> UInt64 {
    if let known = typeNumbers[type] { return known }
    typeNumbers[type] = UInt64(typeNumbers.count)
    return UInt64(typeNumbers.count - 1)
  }

  /// One number for the same values, whichever side gives them.
  func attributesNumber(_ values: [String: AttributeValue]) -> UInt64 {
    if values.isEmpty { return 0 }
    let key = AttributesKey(values: values)
    if let known = attributeNumbers[key] { return known }
    attributeNumbers[key] = UInt64(attributeNumbers.count + 1)
    return UInt64(attributeNumbers.count)
  }
}

/// What conditions ask of the directory, and so what tells principals and scopes apart beside the roles that are held.
struct DirectoryAsks {
  /// Who is asked for by name in a way in which two names differ in more than being two.
  var principalNames = false
  var principalAttributes = false
  var groups = false
  var scopeNames = false
  var scopeAttributes = false
  var resourceFacts = false

  /// Of the cells of some permissions.
  init(_ sides: [ComparedTable], _ counts: (_ resourceType: String, _ action: String) -> Bool) {
    for side in sides {
      for (row, cells) in side.rows where counts(row.resourceType, row.action) {
        for cell in cells {
          for atom in side.term(cell).atoms { add(atom) }
        }
      }
    }
    // A value that the directory gives may be the very name of who asks.
    if principalAttributes || scopeAttributes || groups { principalNames = principalNames || namesAreAsked }
  }

  private var namesAreAsked = false

  private mutating func add(_ atom: TableAtom) {
    let operands = [atom.left, atom.right].compactMap(\.self)
    for (index, operand) in operands.enumerated() {
      switch operand {
      case .builtin(.principal), .builtin(.principalID):
        namesAreAsked = true
        let other = operands.count == 2 ? operands[1 - index] : nil
        if !Self.isPlain(atom.op, other) { principalNames = true }
      default: add(operand)
      }
    }
  }

  /// Whether a name is merely held against what the request or the resource says.
  private static func isPlain(_ op: AtomOperator, _ other: TableOperand?) -> Bool {
    guard op == .equal || op == .notEqual || op == .isIn, case .attribute(let owner, _)? = other else { return false }
    return owner == .resource || owner == .context || owner == .action
  }

  private mutating func add(_ operand: TableOperand) {
    switch operand {
    case .literal(let value): if value.isName { principalNames = true }
    case .rank(let inner): add(inner)
    case .attribute(.principal, _): principalAttributes = true
    case .attribute(.scope, _): scopeAttributes = true
    case .attribute(.resource, _), .builtin(.resource), .builtin(.resourceID): resourceFacts = true
    case .attribute, .builtin(.principalRank), .builtin(.principalType), .builtin(.resourceType), .builtin(.scopeType),
      .builtin(.now):
      break
    case .builtin(.principal), .builtin(.principalID): principalNames = true
    case .builtin(.principalGroups): groups = true
    case .builtin(.scope), .builtin(.scopeID): scopeNames = true
    }
  }
}

extension AttributeValue {
  /// Whether it may be the name of a principal.
  fileprivate var isName: Bool {
    switch self {
    case .principal: true
    case .string(let text): EntityName(text) != nil
    case .list(let values): values.contains(where: \.isName)
    default: false
    }
  }
}
