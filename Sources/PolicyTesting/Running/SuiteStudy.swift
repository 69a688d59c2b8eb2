import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import YAMLReader

/// A set's questions with what they have to be answered from: what coverage and mutation look at.
///
/// The answer to a question depends on the rows of its own permission, on what roles include, on their ranks and on
/// conditions, and on nothing else of a policy.
struct SuiteStudy {
  let set: PolicySet
  let now: Timestamp
  /// The set's directory, and those that suites bring; of large ones what the questions depend on.
  let directories: [Directory]
  /// Principals of the set's directory that can be asked about, of a large one some.
  let principals: [EntityName]
  let questions: [AskedQuestion]
  /// The policy as it is, with each of the directories.
  let tables: [DecisionTable]
  /// Columns that stand for a role, which they must hold.
  private let columns: [RoleColumn]

  struct AskedQuestion {
    var asked: SuiteQuestion
    /// Position in `directories`.
    var directory: Int
    var time: Timestamp
    var permission: Permission { Permission(asked.question.resourceType, asked.question.action) }
  }

  /// A resource type and an action.
  struct Permission: Hashable {
    var resourceType: String
    var action: String

    init(_ resourceType: String, _ action: String) {
      self.resourceType = resourceType
      self.action = action
    }
  }

  private struct RoleColumn {
    var principal: EntityName
    var role: String
    var scope: String
    var directory: Int
    var time: Timestamp
  }

  /// Takes a set whose tests have been seen to pass, and of them those that the filter lets through.
  init(_ set: PolicySet, filter: String?, now: Timestamp) throws(LoadFailure) {
    self.set = set
    self.now = now
    var directories = [set.directory]
    var questions: [AskedQuestion] = []
    var columns: [RoleColumn] = []
    let roles = PolicyIndex(set.policy).rolesByScopeType
    for suite in set.suites {
      if let own = suite.directory { directories.append(own) }
      let directory = suite.directory == nil ? 0 : directories.count - 1
      for test in suite.tests where filter.map({ matchesGlob(test.name, $0) }) ?? true {
        let time = test.now ?? now
        questions += test.questions.map { AskedQuestion(asked: $0, directory: directory, time: time) }
        guard let table = test.table, let type = ScopePath(table.scope)?.elements.first?.type else { continue }
        columns += table.columns.filter { roles[type]?.contains($0.label) ?? false }.map {
          RoleColumn(principal: $0.principal, role: $0.label, scope: table.scope, directory: directory, time: time)
        }
      }
    }
    let index = PolicyIndex(set.policy)
    var principals: [EntityName] = []
    for place in directories.indices {
      let asked = questions.filter { $0.directory == place }.map(\.asked.question.principal)
      let some = asked + Self.principals(of: directories[place])
      if directories[place].assignments.count > Self.mostAssignments {
        directories[place] = directories[place].slice(for: some, index)
      }
      if place == 0 { principals = some }
    }
    var seen: Set<EntityName> = []
    self.principals = principals.filter { seen.insert($0).inserted }
    self.directories = directories
    self.questions = questions
    self.columns = columns
    tables = try Self.tables(set.policy, directories, set)
  }

  /// Directories with more assignments are cut down to what matters, as each changed policy is compiled with them.
  private static let mostAssignments = 5_000
  /// So many principals of a directory are looked at for a question that shows a change.
  private static let mostPrincipals = 400

  private static func principals(of directory: Directory) -> [EntityName] {
    let described = directory.principals.prefix(mostPrincipals).map(\.name)
    return described + directory.assignments.lazy.prefix(mostPrincipals).map(\.principal)
  }

  /// A policy in the set's place, with each of the directories.
  func tables(_ policy: Policy) throws(LoadFailure) -> [DecisionTable] { try Self.tables(policy, directories, set) }

  private static func tables(
    _ policy: Policy, _ directories: [Directory], _ set: PolicySet
  ) throws(LoadFailure) -> [DecisionTable] {
    var tables: [DecisionTable] = []
    for directory in directories {
      tables.append(try compiledTable(policy, directory, sources: set.sources, root: set.path))
    }
    return tables
  }

  /// The questions that get another answer than the one expected, by their positions.
  func failures(_ tables: [DecisionTable]) -> [Int] {
    questions.indices.filter { position in
      let question = questions[position]
      return tables[question.directory].decide(question.asked.question, at: question.time).isAllowed
        != question.asked.isAllowExpected
    }
  }

  /// Whether a column that stands for a role does not hold it, with which a run refuses its suite.
  func hasUnheldColumn(_ tables: [DecisionTable]) -> Bool {
    columns.contains { column in
      let held = tables[column.directory].effectiveRoles(of: column.principal, at: column.scope, now: column.time)
      return !(held?.contains(column.role) ?? false)
    }
  }
}
