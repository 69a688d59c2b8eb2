package import DecisionTable
package import PolicyValues

/// Looks for what would make a deny an allow, nearest first (``RemedyDistance``).
///
/// Steps are tried on the part of the table that the answer depends on (``TableExcerpt``): it is changed, laid out and
/// asked again, and what stands in the way then gets steps of its own, until the answer is allow. So several obstacles
/// become one remedy of several steps, a role that brings a forbid along is found out, and nothing is told that was not
/// seen to work. Of a remedy each step is needed: left out, the answer is deny.
///
/// What the directory must keep (`invariants`) is not part of a table and is not looked at.
package struct RemedySearch {
  /// What a search may cost.
  package struct Limits: Sendable {
    /// Changed tables that are asked.
    package var questions: Int
    /// Remedies that are told.
    package var remedies: Int
    /// Steps of one remedy.
    package var steps: Int

    package init(questions: Int = 300, remedies: Int = 40, steps: Int = 8) {
      self.questions = questions
      self.remedies = remedies
      self.steps = steps
    }
  }

  /// Remedies of so many more steps than the nearest are left out.
  private static let furtherSteps = 1

  private let limits: Limits
  private let facts: RemedyFacts
  private var open: [Node] = []
  private var seen: Set<Set<RemedyStep>> = []
  private var found: [Remedy] = []
  private var asked = 0

  private struct Node {
    var steps: [RemedyStep]
    var distance: RemedyDistance
    /// The world before the last of the steps.
    var world: RemedyWorld
    /// The steps that are still to be done to it.
    var last: [RemedyStep]
  }

  private init(_ facts: RemedyFacts, _ limits: Limits) {
    self.facts = facts
    self.limits = limits
  }

  /// The remedies for a question that is denied; none if it is allowed.
  package static func remedies(
    for question: Question, in table: DecisionTable, at now: Timestamp, limits: Limits = Limits()
  ) -> Remedies {
    // A clock that cannot be believed denies everything, whatever is done.
    guard now >= .minimum, now <= .maximum else { return Remedies(found: [], isComplete: true, fixed: []) }
    let world = RemedyWorld(question, in: table, at: now)
    guard let excerpt = world.excerpt.table(),
      excerpt.decide(question, at: now).reason == table.decide(question, at: now).reason
    else { return Remedies(found: [], isComplete: false, fixed: []) }
    var search = RemedySearch(RemedyFacts(table, world.excerpt.policy, at: now), limits)
    return search.run(world, excerpt)
  }

  private mutating func run(_ start: RemedyWorld, _ excerpt: DecisionTable) -> Remedies {
    let obstacles = obstacles(start, excerpt)
    for list in obstacles.flatMap({ $0.steps() }) { push(list, after: [], in: start) }
    while asked < limits.questions, found.count < limits.remedies, let node = popNearest() {
      if let nearest = found.first, node.steps.count > nearest.steps.count + Self.furtherSteps {
        // Nothing that is left is nearer.
        open.append(node)
        break
      }
      if found.contains(where: { Set($0.steps).isSubset(of: node.steps) }) { continue }
      var world = node.world
      guard node.last.allSatisfy({ world.apply($0) }), let table = world.excerpt.table() else { continue }
      asked += 1
      if table.decide(world.question, at: world.now).isAllowed {
        add(node.steps, from: start)
      } else if node.steps.count < limits.steps {
        for list in self.obstacles(world, table).flatMap({ $0.steps() }) {
          push(list, after: node.steps, in: world)
        }
      }
    }
    return Remedies(
      found: found, isComplete: open.isEmpty, fixed: found.isEmpty ? obstacles.flatMap { $0.fixed() } : [])
  }

  /// Who stands in the way: the principal, or one that bounds it.
  private func obstacles(_ world: RemedyWorld, _ table: DecisionTable) -> [Obstacles] {
    let trace = table.trace(world.question, at: world.now)
    let own = Obstacles(
      world: world, table: table, question: world.question, trace: trace, isOwn: true, facts: facts)
    guard trace.decision.reason == .bounded, let bound = trace.bound?.principal else { return [own] }
    let question = world.question.passed(to: bound)
    return [
      Obstacles(
        world: world, table: table, question: question, trace: table.trace(question, at: world.now), isOwn: false,
        facts: facts)
    ]
  }

  /// Notes a remedy, without the steps that it does not need.
  private mutating func add(_ steps: [RemedyStep], from start: RemedyWorld) {
    var needed = steps
    for step in steps.reversed() where needed.count > 1 {
      let rest = needed.filter { $0 != step }
      asked += 1
      if Self.areEnough(rest, start) { needed = rest }
    }
    // What is left may be nearer than what was found before it, or a part of it.
    guard !found.contains(where: { Set($0.steps).isSubset(of: needed) }) else { return }
    found.removeAll { Set(needed).isSubset(of: $0.steps) }
    found.append(Remedy(steps: needed))
    found = found.sorted { distance($0.steps) < distance($1.steps) }
  }

  private static func areEnough(_ steps: [RemedyStep], _ start: RemedyWorld) -> Bool {
    var world = start
    guard steps.allSatisfy({ world.apply($0) }), let table = world.excerpt.table() else { return false }
    return table.decide(world.question, at: world.now).isAllowed
  }

  // MARK: What is still to be tried

  private mutating func push(_ list: [RemedyStep], after steps: [RemedyStep], in world: RemedyWorld) {
    let new = list.filter { !steps.contains($0) }
    // Another question is looked up anew, so it comes before all that changes a table.
    let areInOrder = !new.contains { $0.isLookedUp } || steps.allSatisfy(\.isOfTheQuestion)
    guard !new.isEmpty, areInOrder, steps.count + new.count <= limits.steps else { return }
    let all = steps + new
    guard seen.insert(Set(all)).inserted else { return }
    open.append(Node(steps: all, distance: distance(all), world: world, last: new))
  }

  private mutating func popNearest() -> Node? {
    guard let place = open.indices.min(by: { open[$0].distance < open[$1].distance }) else { return nil }
    return open.remove(at: place)
  }

  private func distance(_ steps: [RemedyStep]) -> RemedyDistance {
    var distance = RemedyDistance(steps: steps.count, text: steps.map { $0.text(root: "") }.joined(separator: "\n"))
    for step in steps {
      distance.kind += step.kind
      switch step {
      case .assign(let role, let scope, _), .extend(let role, let scope, _, _), .bringRole(let role, let scope):
        distance.breadth += facts.breadth(ofRole: role)
        distance.outward -= facts.table.ancestors(of: scope)?.count ?? 0
      case .addCell(let cell): distance.breadth += cell.others ?? RemedyFacts.most
      default: break
      }
    }
    return distance
  }
}

extension RemedyStep {
  fileprivate var isLookedUp: Bool {
    switch self {
    case .askAbout, .askFor, .askOf, .askOn, .askIn: true
    default: false
    }
  }
}

extension Question {
  /// The question as it is asked of a principal that bounds the question's own: what the request says of its subject
  /// is not said of that one.
  func passed(to bound: EntityName) -> Question {
    var question = self
    question.principal = bound
    question.properties.principal = [:]
    question.roles = .absent
    return question
  }
}
