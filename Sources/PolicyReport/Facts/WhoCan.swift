import DecisionTable
import PolicyAnalysis
import PolicyLanguage
import PolicyValues

/// Who may do what where, asked beforehand of each bare resource type in each scope, so that the page only has to look
/// it up.
struct WhoCan {
  /// Those who may, and those who may if values that a request brings, or a resource has, make it so. Positions of
  /// `principals`.
  struct Answer: Hashable {
    var can: [Int] = []
    var may: [Int] = []
  }

  let principals: [EntityName]
  /// The scopes that were asked about, and how many there are.
  private(set) var scopes: [EntityName] = []
  let scopeCount: Int
  /// For each scope, for each resource type of the table, an answer for each action; empty where the type does not
  /// live.
  private(set) var answers: [[[Answer]]] = []

  /// Asks of as many scopes as the limit of questions allows.
  init(_ table: DecisionTable, limits: PolicyReport.Limits, at now: Timestamp) {
    principals = table.principals
    let all = table.scopes
    scopeCount = all.count
    let types = table.resourceTypeNames.map {
      (name: $0, actions: table.actions(of: $0), homes: table.scopeTypes(of: $0))
    }
    let search = TableSearch(table)
    let positions = Dictionary(principals.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let someone = EntityName(type: table.principalTypeNames.first ?? "", id: "x")
    var asked = 0
    for scope in all {
      let here = types.map { $0.homes.contains(scope.type) ? $0.actions : [] }
      asked += here.reduce(0) { $0 + $1.count } * principals.count
      guard asked <= limits.questions else { break }
      scopes.append(scope)
      answers.append(
        zip(types, here).map { type, actions in
          actions.map { action in
            let question = Question(
              principal: someone, action: action, resourceType: type.name, scope: scope.description)
            return Self.answer(search, question, positions, now)
          }
        })
    }
  }

  private static func answer(
    _ search: TableSearch, _ question: Question, _ positions: [EntityName: Int], _ now: Timestamp
  ) -> Answer {
    var answer = Answer()
    for entry in search.who(question, at: now).entries {
      guard let position = positions[entry.principal] else { continue }
      if entry.access.isCertain { answer.can.append(position) } else { answer.may.append(position) }
    }
    return answer
  }
}
