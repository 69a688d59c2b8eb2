import PolicyLanguage
import PolicyValues
import YAMLReader

/// What ties a principal to a scope of an isolated type.
struct Belonging {
  /// The scope of the isolated type.
  var tenant: Int
  /// What is said of the principal: "holds `organization.member` at `organization:acme`".
  var text: String
  var span: Span
}

/// Invariants of the kind `isolated`, over a directory: who belongs to several of the scopes.
extension InvariantChecker {
  /// Principals that hold roles in several of the scopes, or whose attributes name several; and those that hold one
  /// where what bounds them belongs to others alone. One report for each.
  func findHoldersOfSeveral(
    _ invariant: Invariant, _ isolation: Isolation, _ shared: Set<String>, _ found: inout Found
  ) {
    guard let reach else { return }
    let tenants = Tenants(isolation, reach)
    for principal in reach.holdings.sortedNumbers where !shared.contains(reach.type(of: principal)) {
      guard let first = tenants.first(of: principal) else { continue }
      if let second = tenants.first(of: principal, besides: first.tenant) {
        found.add(
          report(
            invariant, "`\(reach.name(of: principal))` \(first.text) and \(second.text)",
            [Diagnostic.Label("in one", at: first.span), Diagnostic.Label("in another", at: second.span)],
            help: "take one of the two away, or add `shared_by: [\(reach.type(of: principal))]`"))
      } else if let bound = reach.bound(of: principal), let other = tenants.first(of: bound),
        tenants.first(of: bound, in: first.tenant) == nil
      {
        found.add(
          report(
            invariant,
            "`\(reach.name(of: principal))` \(first.text), and `\(reach.name(of: bound))`, which bounds it, \(other.text) and nothing there",
            [Diagnostic.Label("in one", at: first.span), Diagnostic.Label("in another", at: other.span)],
            help: "take the role away, or bound it by somebody who belongs there"))
      }
    }
  }
}

/// Which scopes of an isolated type principals belong to.
private struct Tenants {
  let holdings: Holdings
  let type: String
  /// By principal, what its attributes name.
  private var named: [UInt32: [Belonging]] = [:]

  init(_ isolation: Isolation, _ reach: PrincipalReach) {
    holdings = reach.holdings
    type = isolation.type
    let ties = Dictionary(grouping: isolation.ties, by: \.attribute)
    guard !ties.isEmpty else { return }
    for principal in reach.described {
      guard let number = holdings.number(of: principal.name) else { continue }
      for entry in principal.attributes {
        for tie in ties[entry.name] ?? [] {
          for scope in Self.scopes(entry.value, tie) {
            guard let place = holdings.position(of: scope), let tenant = tenant(of: place) else { continue }
            let belonging = Belonging(tenant: tenant, text: "has the \(entry.name) of `\(scope)`", span: entry.span)
            named[number, default: []].append(belonging)
          }
        }
      }
    }
  }

  /// The scopes that an attribute's value names.
  private static func scopes(_ value: AttributeValue, _ tie: Tie) -> [EntityName] {
    switch value {
    case .list(let values): values.flatMap { scopes($0, tie) }
    case .string(let text):
      if tie.namesInFull {
        EntityName(text).map { $0.type == tie.scopeType ? [$0] : [] } ?? []
      } else {
        [EntityName(type: tie.scopeType, id: text)]
      }
    case .principal(let name): tie.namesInFull && name.type == tie.scopeType ? [name] : []
    default: []
    }
  }

  /// The scope of the type that a scope is, or lies in.
  private func tenant(of scope: Int) -> Int? {
    holdings.chain(scope).first { holdings.name(ofScope: $0).type == type }
  }

  /// What first ties a principal to one of the scopes: to one alone, or to any but one, if that is asked.
  func first(of principal: UInt32, in only: Int? = nil, besides other: Int? = nil) -> Belonging? {
    func isMeant(_ tenant: Int) -> Bool { (only.map { $0 == tenant } ?? true) && tenant != other }
    for holding in holdings.of(principal) {
      guard let tenant = tenant(of: Int(holding.scope)), isMeant(tenant) else { continue }
      let scope = holdings.name(ofScope: Int(holding.scope))
      return Belonging(
        tenant: tenant, text: "holds `\(holdings.role(holding))` at `\(scope)`", span: holdings.span(holding))
    }
    return named[principal]?.first { isMeant($0.tenant) }
  }
}
