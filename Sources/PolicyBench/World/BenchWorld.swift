package import DecisionTable
import PolicyValues

/// A policy and a directory of any size, the same on every machine: what is measured.
///
/// A project for twenty assignments, an organization for ten projects, a user for four assignments. A user has a role
/// in an organization and in one to five of its projects; in a large world, a few hold one in thousands.
package struct BenchWorld: Sendable {
  /// A document that the directory knows, and somebody with the role that may comment on it under a condition.
  struct Document: Sendable {
    var scope: Int
    var viewer: Int
  }

  /// Below it, not every role has a holder.
  package static let smallest = 200
  /// The table's positions and the numbers here have 32 bits; this is far from that, and far from any machine's end.
  package static let largest = 50_000_000

  package private(set) var contents: TableContents
  let roles: BenchRoles
  /// By number; the questions draw from them.
  private(set) var documents: [Document] = []
  let users: DecimalOrder
  let organizations: DecimalOrder
  let projects: DecimalOrder
  private var random: SplitMix64

  /// A world of exactly so many assignments.
  package init(assignments: Int, seed: UInt64 = 20_260_101) throws(BenchError) {
    guard assignments >= Self.smallest, assignments <= Self.largest else {
      throw BenchError("a size lies between \(Self.smallest) and \(Self.largest) assignments; \(assignments) does not")
    }
    contents = try BenchPolicy.contents()
    roles = try BenchRoles(contents)
    users = DecimalOrder(count: assignments / 4)
    organizations = DecimalOrder(count: assignments / 200)
    projects = DecimalOrder(count: assignments / 20)
    random = SplitMix64(seed: seed)
    addScopes()
    addUsers()
    contents.assignments.reserveCapacity(assignments)
    addAssignments(assignments)
    addDocuments(min(5000, assignments / 10))
  }

  /// The table of this world, made and opened.
  package func table() throws(BenchError) -> DecisionTable { try Self.opened(contents.written()) }

  static func opened(_ memory: TableMemory) throws(BenchError) -> DecisionTable {
    do throws(TableError) {
      return try DecisionTable(memory)
    } catch {
      throw BenchError("the table is refused: \(error.message)")
    }
  }

  /// The projects of an organization, by number.
  func projects(of organization: Int) -> Range<Int> {
    let first = organization * 10
    let isLast = organization + 1 == organizations.numbers.count
    return first..<(isLast ? projects.numbers.count : first + 10)
  }

  private mutating func addScopes() {
    contents.scopes.reserveCapacity(organizations.numbers.count + projects.numbers.count)
    for number in organizations.numbers {
      contents.scopes.append(
        ScopeRow(type: roles.organizationType, id: "o\(number)", parent: nil, isDisabled: false, attributes: []))
    }
    let last = organizations.numbers.count - 1
    for number in projects.numbers {
      contents.scopes.append(
        ScopeRow(
          type: roles.projectType, id: "p\(number)", parent: scope(organization: min(Int(number) / 10, last)),
          isDisabled: false, attributes: []))
    }
  }

  private mutating func addUsers() {
    contents.principals.reserveCapacity(users.numbers.count)
    for number in users.numbers { contents.principals.append(PrincipalRow(type: 0, id: "u\(number)")) }
  }

  private mutating func addAssignments(_ count: Int) {
    // Users of the lowest numbers; the questions draw by assignment too, and so meet them often.
    let heavy = count >= 100_000 ? 4 : 0
    let each = min(5000, count / 100)
    for user in 0..<heavy {
      let start = random.below(projects.numbers.count)
      for step in 0..<each { assign(projectRole(), project: (start + step) % projects.numbers.count, to: user) }
    }
    for user in heavy..<users.numbers.count where contents.assignments.count < count {
      let home = random.below(organizations.numbers.count)
      let own = projects(of: home)
      assign(organizationRole(), organization: home, to: user)
      let start = random.below(own.count)
      for step in 0..<min(1 + random.below(5), own.count, count - contents.assignments.count) {
        assign(projectRole(), project: own.lowerBound + (start + step) % own.count, to: user)
      }
    }
    // What is left over goes round as a role that nobody above may hold twice in one place.
    var user = heavy
    while contents.assignments.count < count {
      assign(roles.contractor, organization: user % organizations.numbers.count, to: user % users.numbers.count)
      user += 1
    }
  }

  private mutating func addDocuments(_ count: Int) {
    let order = DecimalOrder(count: count)
    documents.reserveCapacity(count)
    var owners: [Int] = []
    for number in 0..<count {
      let assignment = viewer()
      documents.append(Document(scope: Int(assignment.scope), viewer: Int(assignment.principal)))
      let stranger = (Int(assignment.principal) + 1) % contents.principals.count
      owners.append(number % 2 == 0 ? Int(assignment.principal) : stranger)
    }
    for number in order.numbers {
      let owner = EntityName(type: "user", id: contents.principals[owners[Int(number)]].id)
      contents.resources.append(
        ResourceRow(
          type: roles.documentType, id: "d\(number)", home: documents[Int(number)].scope,
          attributes: [("owner", .principal(owner))]))
    }
  }

  /// An assignment of the role `viewer`, or in a world that happens to have next to none, any.
  private mutating func viewer() -> AssignmentRow {
    var assignment = contents.assignments[0]
    for _ in 0..<200 {
      assignment = contents.assignments[random.below(contents.assignments.count)]
      if Int(assignment.role) == roles.viewer { break }
    }
    return assignment
  }

  private mutating func organizationRole() -> Int {
    switch random.below(100) {
    case 0..<3: roles.owner
    case 3..<15: roles.admin
    default: roles.member
    }
  }

  private mutating func projectRole() -> Int {
    switch random.below(10) {
    case 0: roles.projectAdmin
    case 1..<4: roles.editor
    default: roles.viewer
    }
  }

  private mutating func assign(_ role: Int, organization: Int, to user: Int) {
    contents.assignments.append(
      AssignmentRow(principal: Int(users.places[user]), scope: scope(organization: organization), role: role))
  }

  private mutating func assign(_ role: Int, project: Int, to user: Int) {
    contents.assignments.append(
      AssignmentRow(principal: Int(users.places[user]), scope: scope(project: project), role: role))
  }

  /// A scope's place in the table's contents, by its number.
  func scope(organization: Int) -> Int { Int(organizations.places[organization]) }
  func scope(project: Int) -> Int { organizations.numbers.count + Int(projects.places[project]) }
}
