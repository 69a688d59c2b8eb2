/// Where in a file a collection stands, which decides how it is laid out.
enum Place {
  /// The mapping of the whole file.
  case file
  /// A mapping whose entries stand on lines of their own: declarations and instances.
  case list
  /// `roles`: scope types.
  case roles
  /// The roles of a scope type.
  case rolesOfType
  /// `permissions` or `forbid`: scope types.
  case table
  /// What a table holds for a scope type: resource types.
  case tableOfType(RoleOrder)
  /// The rows of a resource type: actions. In a suite they may stand in braces.
  case rows(RoleOrder, mayFlow: Bool)
  /// One row: roles.
  case row(RoleOrder)
  case directory
  /// `tests`.
  case tests
  /// One test, with the columns that its `as` gives.
  case test(RoleOrder)
  /// What a test expects: resource types.
  case expectation(RoleOrder)
  /// Anything else: as its author had it, in brackets or not.
  case free

  /// Whether what stands here always has lines of its own, in brackets or not.
  var isBlock: Bool {
    switch self {
    case .row, .free: false
    case .rows(_, let mayFlow): !mayFlow
    default: true
    }
  }

  /// Whether brackets are put around what has none, if it fits.
  var isRow: Bool { if case .row = self { true } else { false } }

  /// How far from the start of a key its value stands, at least. It is the same whatever keys there are beside it, so
  /// that a new row is one new line.
  var valueColumn: Int {
    switch self {
    // Room for the verbs that most rows begin with: `create: [`.
    case .rows: 8
    // Room for `manager: {`.
    case .rolesOfType: 9
    default: 0
    }
  }

  /// The place of the value of an entry.
  func place(of entry: Entry, roles: RoleOrders) -> Place {
    let key = entry.key?.text ?? ""
    switch self {
    case .file: return Self.section(key)
    case .roles: return .rolesOfType
    case .table: return .tableOfType(roles[key])
    case .tableOfType(let order): return .rows(order, mayFlow: false)
    case .rows(let order, _): return entry.key == nil ? .free : .row(order)
    case .directory:
      return ["scopes", "principals", "resources", "assignments"].contains(key) ? .list : .free
    case .tests: return .test(Self.columns(of: entry.value))
    case .test(let columns): return key == "expect" ? .expectation(columns) : .free
    case .expectation(let columns): return .rows(columns, mayFlow: true)
    case .list, .rolesOfType, .row, .free: return .free
    }
  }

  private static func section(_ key: String) -> Place {
    switch key {
    case "scopes", "principals", "resources", "conditions", "invariants": .list
    case "roles": .roles
    case "permissions", "forbid": .table
    case "directory": .directory
    case "tests": .tests
    default: .free
    }
  }

  private static func columns(of test: Value) -> RoleOrder {
    guard case .collection(let test) = test,
      case .collection(let columns)? = test.entries.first(where: { $0.key?.text == "as" })?.value
    else { return RoleOrder([]) }
    return RoleOrder(columns.entries.compactMap { $0.key?.text })
  }
}
