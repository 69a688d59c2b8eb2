/// Puts the rules of aggregated ClusterRoles together, as the control plane does: those of every other ClusterRole that a
/// selector picks, and of those that these are put together of.
struct KubernetesAggregation {
  private let clusterRoles: [KubernetesObjects.Role]
  private(set) var findings: [ImportFinding] = []

  init(_ roles: [KubernetesObjects.Role]) { clusterRoles = roles.filter { $0.namespace == nil } }

  /// The rules that a role comes to.
  mutating func rules(of role: KubernetesObjects.Role) -> [KubernetesObjects.PlacedRule] {
    guard role.selectors != nil else { return role.rules }
    var rules: [KubernetesObjects.PlacedRule] = []
    var seen: Set<String> = [role.name]
    var open = picked(by: role)
    while let next = open.first {
      open.removeFirst()
      guard seen.insert(next.name).inserted else { continue }
      if next.selectors == nil {
        for rule in next.rules where !rules.contains(where: { $0.rule == rule.rule }) { rules.append(rule) }
      } else {
        open += picked(by: next)
      }
    }
    // The control plane writes over what stands in the role itself. What was there and none of the given roles brings
    // may have come from a role that was not given.
    for own in role.rules where !rules.contains(where: { $0.rule == own.rule }) {
      findings.append(
        ImportFinding(
          .leftOut,
          "a rule of the aggregated ClusterRole \(quoted(role.name)) that no ClusterRole given brings to it; "
            + "give the roles that it is put together of as well", at: own.place))
    }
    if rules.isEmpty {
      findings.append(
        ImportFinding(
          .note, "the aggregated ClusterRole \(quoted(role.name)) picks no rules of those given", at: role.place))
    }
    return rules
  }

  private func picked(by role: KubernetesObjects.Role) -> [KubernetesObjects.Role] {
    clusterRoles.filter { other in
      other.name != role.name && role.selectors?.contains { $0.matches(other.labels) } == true
    }
  }
}
