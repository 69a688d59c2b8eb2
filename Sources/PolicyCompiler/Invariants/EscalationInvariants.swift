import PolicyLanguage
import PolicyValues
import YAMLReader

/// Invariants of the kind `no_escalation`: nobody gives what they do not have, to others or to themselves.
///
/// Proved of the policy, whatever the directory. Whoever holds a role that may do a giving action in a scope gives, at
/// that scope, each role that the action's conditions may let through. All that such a role may do there and below must
/// be within what the giver may: the same cell, or another one for the same thing without a condition or with the same
/// one. Then no chain of gifts leads further either, since every gift stays within its giver. Where conditions ask for
/// `principal.rank`, the giver may hold another role beside the one that gives, which adds its rank and all it may do.
/// Giver and taker are taken to be principals of one type, alike in whatever conditions ask of them. What a role held
/// beside would forbid the giver is not looked at: it takes nothing from what there is to give.
struct Escalation {
  /// A role that may be given, and something that it may do and its giver may not.
  struct Gift {
    /// Who gives; `nil` for anyone.
    var giver: RoleName?
    /// What the giver holds beside it, for its rank.
    var beside: RoleName?
    var role: RoleName
    /// The cell that lets it give the role.
    var by: TableCell
    /// What the role may do.
    var gain: TableCell
  }

  let tables: TableCells
  let given: GivenRole
  /// The type of giver and taker.
  private let principalType: String
  /// Whether any condition asks for a rank.
  private let asksRank: Bool
  private var index: PolicyIndex { tables.index }
  private let gains = Gains()

  /// What has been found of roles and givers: most cells let the same be given.
  private final class Gains {
    struct Key: Hashable {
      var giver: RoleName?
      var beside: RoleName?
      var role: RoleName
    }

    var known: [Key: TableCell?] = [:]
  }

  init(_ tables: TableCells, _ given: GivenRole, among principalType: String) {
    self.tables = tables
    self.given = given
    self.principalType = principalType
    asksRank = tables.asksRank
  }

  /// What is known of somebody with a set of roles in the table of a scope type.
  private func facts(_ reach: Set<RoleName>, at scopeType: String) -> Facts {
    Facts(principalType: principalType, ranks: [scopeType: tables.rank(of: reach, at: scopeType)])
  }

  /// What somebody holds.
  private struct Holder {
    var held: [HeldRole]
    var reach: Set<RoleName>

    static func + (a: Self, b: Self) -> Self { Self(held: a.held + b.held, reach: a.reach.union(b.reach)) }
  }

  private func holder(of roles: [RoleName]) -> Holder {
    Holder(
      held: roles.map { tables.held($0) }, reach: roles.reduce(into: []) { $0.formUnion(tables.reach(of: $1)) })
  }

  /// The first thing that a giver may give and not do; `nil` if there is none.
  func first(of giver: RoleName?, by cells: [TableCell]) -> Gift? {
    let own = giver.map { tables.reach(of: $0) } ?? []
    let granting = cells.filter { $0.role.map { own.contains($0) } ?? (giver == nil) }
    // The gift of which there is least to say: by one role before two.
    for isAlone in [true, false] {
      for cell in granting {
        let others = isAlone ? [nil] : ranked(beside: own, cell).map { Optional($0) }
        for beside in others {
          for role in roles(givenBy: cell) {
            let holder = holder(of: [giver, beside].compactMap { $0 })
            guard mayGive(role, cell, holder) else { continue }
            let key = Gains.Key(giver: giver, beside: beside, role: role)
            let found = gains.known[key] ?? gain(by: role, over: holder)
            gains.known.updateValue(found, forKey: key)
            guard let gain = found else { continue }
            return Gift(giver: giver, beside: beside, role: role, by: cell, gain: gain)
          }
        }
      }
    }
    return nil
  }

  /// Roles that give a rank in a cell's scope type above what is held already, if anything asks for one.
  private func ranked(beside own: Set<RoleName>, _ cell: TableCell) -> [RoleName] {
    guard asksRank else { return [] }
    let rank = tables.rank(of: own, at: cell.scopeType)
    return index.policy.roles.map(\.name).filter { role in
      !own.contains(role) && isAbove(tables.rank(of: tables.reach(of: role), at: cell.scopeType), rank)
    }
  }

  private func isAbove(_ rank: Facts.Rank, _ other: Facts.Rank) -> Bool {
    switch (rank, other) {
    case (.highest(let mine), .highest(let theirs)): mine > theirs
    case (.highest, .none): true
    default: false
    }
  }

  private func roles(givenBy cell: TableCell) -> [RoleName] {
    switch given {
    case .attribute, .pattern(nil): index.policy.roles.map(\.name).filter { $0.scopeType == cell.scopeType }
    case .pattern(let pattern?): index.roles(matching: pattern)
    }
  }

  private func mayGive(_ role: RoleName, _ cell: TableCell, _ giver: Holder) -> Bool {
    var facts = facts(giver.reach, at: cell.scopeType)
    if case .attribute(let owner, let name, _) = given {
      facts.given = Facts.Given(owner: owner, attribute: name, role: role)
    }
    return tables.isPossible(cell, facts) && !tables.isTakenBack(cell, from: giver.held, facts)
  }

  // MARK: - What the role brings

  /// The first thing that a role may do, alone or beside what its giver holds, conditional grants counted, and the giver
  /// may not do as well.
  private func gain(by role: RoleName, over giver: Holder) -> TableCell? {
    let taker = holder(of: [role])
    let cells = tables.permissions.filter { cell in
      // What anyone may, the giver may too, unless a rank decides.
      cell.role.map { taker.reach.contains($0) }
        ?? (RankUse(cell.condition).isAsked && taker.reach.contains { $0.scopeType == cell.scopeType })
    }
    func isGained(_ cell: TableCell) -> Bool {
      [taker, taker + giver].contains { mayDo(cell, $0) && !covers(giver, cell, $0) }
    }
    return cells.first { $0.cell.condition == nil && isGained($0) } ?? cells.first(where: isGained)
  }

  private func mayDo(_ cell: TableCell, _ taker: Holder) -> Bool {
    let facts = facts(taker.reach, at: cell.scopeType)
    return tables.isPossible(cell, facts) && !tables.isTakenBack(cell, from: taker.held, facts)
  }

  /// Whether a giver may do what a cell grants to a taker, wherever and whenever the taker may.
  private func covers(_ giver: Holder, _ cell: TableCell, _ taker: Holder) -> Bool {
    let facts = facts(giver.reach, at: cell.scopeType)
    let isCovered = tables.permissions(beside: cell).contains { own in
      guard own.role.map({ giver.reach.contains($0) }) ?? true else { return false }
      if tables.truth(of: own, facts) == .true { return true }
      guard own.cell.condition == cell.cell.condition || own.condition == cell.condition else { return false }
      let use = RankUse(own.condition)
      return !use.isAsked || hasRank(giver, of: taker, at: cell.scopeType, orHigher: use.grows)
    }
    return isCovered
      && tables.forbids(of: cell).allSatisfy { forbid in
        guard index.scopeType(cell.scopeType, liesInOrBelow: forbid.scopeType) else { return true }
        if let role = forbid.role, !giver.reach.contains(role) { return true }
        if forbid.role.map({ taker.reach.contains($0) }) ?? true {
          let use = RankUse(forbid.condition)
          return !use.isAsked || hasRank(giver, of: taker, at: forbid.scopeType, orHigher: use.falls)
        }
        return tables.truth(of: forbid, self.facts(giver.reach, at: forbid.scopeType)) == .false
      }
  }

  /// Whether a giver has the same rank as a taker at scopes of a type, or a higher one if that will do.
  private func hasRank(_ giver: Holder, of taker: Holder, at scopeType: String, orHigher: Bool) -> Bool {
    let (mine, theirs) = (tables.rank(of: giver.reach, at: scopeType), tables.rank(of: taker.reach, at: scopeType))
    return mine == theirs || (orHigher && isAbove(mine, theirs))
  }
}

extension InvariantChecker {
  func findBrokenEscalation(
    _ invariant: Invariant, _ things: [PermissionPattern], _ given: GivenRole, _ except: [RolePattern],
    _ found: inout Found
  ) {
    let cells = tables.permissions.filter { cell in things.contains { $0.matches(cell.resourceType, cell.action) } }
    let escalations = index.policy.principalTypes.map { Escalation(tables, given, among: $0.name) }
    func first(of giver: RoleName?) -> Escalation.Gift? {
      escalations.lazy.compactMap { $0.first(of: giver, by: cells) }.first
    }
    if let gift = first(of: nil) { found.add(report(invariant, gift)) }
    var gifts: [RoleName: Escalation.Gift] = [:]
    let givers = index.policy.roles.map(\.name).filter { role in !except.contains { $0.matches(role) } }
    for role in givers { gifts[role] = first(of: role) }
    for role in givers {
      // What a role gives by one that it includes is told of that one.
      guard let gift = gifts[role],
        tables.reach(of: role).allSatisfy({ $0 == role || gifts[$0] == nil })
      else { continue }
      found.add(report(invariant, gift))
    }
  }

  private func report(_ invariant: Invariant, _ gift: Escalation.Gift) -> Diagnostic {
    let beside = gift.beside.map { ", with the rank of `\($0)`," } ?? ""
    let giver = gift.giver.map { "`\($0)`" } ?? "anyone"
    var labels = [Diagnostic.Label("this cell lets it give roles", at: gift.by.cell.span)]
    if let beside = gift.beside, let role = index.roles[beside] {
      labels.append(Diagnostic.Label("held beside it, for its rank", at: role.span))
    }
    if let role = gift.gain.role { labels += tables.includeLabels(from: gift.role, to: role) }
    labels.append(Diagnostic.Label("this cell grants what it lacks", at: gift.gain.cell.span))
    return report(
      invariant,
      "\(giver)\(beside) may give `\(gift.role)` by `\(gift.by.resourceType) \(gift.by.action)`, and so \(gift.gain.cell.condition == nil ? "" : "perhaps ")`\(gift.gain.action)` \(a(gift.gain.resourceType)) in \(a(gift.gain.scopeType)), which it may not",
      labels,
      help: "let it give less, as by `rank(resource.role) <= principal.rank`, or take one of the cells out")
  }
}
