/// The resources and verbs that policies made of rules know: those that the rules name. A wildcard stands for them and for
/// nothing else.
struct KubernetesVocabulary {
  /// In byte order of their names.
  private(set) var resources: [KubernetesResource] = []
  private var actions: [KubernetesResource: [String]] = [:]
  private(set) var urlActions: [String] = []
  /// Whether a wildcard stood for resources that no rule names.
  private(set) var usesCatalog = false
  private(set) var hasWildcards = false
  private let customResources: [String: Bool]

  init(_ rules: [KubernetesObjects.Rule], customResources: [String: Bool]) {
    self.customResources = customResources
    var named: Set<KubernetesResource> = []
    for rule in rules {
      for group in rule.apiGroups where group != "*" {
        for resource in rule.resources where Self.isName(resource) {
          named.insert(KubernetesResource(group: group, combined: resource))
        }
      }
    }
    let wild = rules.filter { rule in
      !rule.resources.isEmpty && (rule.apiGroups.contains("*") || rule.resources.contains { $0.contains("*") })
    }
    hasWildcards = !wild.isEmpty || rules.contains { $0.verbs.contains("*") }
    for rule in wild { named.formUnion(added(for: rule, named)) }
    resources = named.sorted { left, right in
      KubernetesNames.resource(left).utf8.lexicographicallyPrecedes(KubernetesNames.resource(right).utf8)
    }
    nameActions(rules)
  }

  /// A name, and no wildcard. `pods/*` is taken for a name by Kubernetes, and nothing is called so.
  static func isName(_ resource: String) -> Bool { !resource.contains("*") && !resource.isEmpty }

  /// What Kubernetes brings of what a wildcard speaks of, if the rules name nothing of it.
  private mutating func added(
    for rule: KubernetesObjects.Rule, _ named: Set<KubernetesResource>
  ) -> [KubernetesResource] {
    var added: [KubernetesResource] = []
    for group in rule.apiGroups {
      for resource in rule.resources where group == "*" || resource.contains("*") {
        let part = KubernetesObjects.Rule(apiGroups: [group], resources: [resource])
        guard !named.contains(where: { part.covers($0) }) else { continue }
        added += KubernetesCatalog.resources.filter { part.covers($0) }
      }
    }
    usesCatalog = usesCatalog || !added.isEmpty
    return added
  }

  private mutating func nameActions(_ rules: [KubernetesObjects.Rule]) {
    for resource in resources {
      var verbs: [String] = []
      for rule in rules where rule.covers(resource) {
        verbs += rule.verbs.flatMap { $0 == "*" ? KubernetesCatalog.verbs : [$0] }
      }
      actions[resource] = Self.inOrder(verbs, KubernetesCatalog.verbs)
    }
    let verbs = rules.filter { !$0.urls.isEmpty }.flatMap(\.verbs)
    urlActions = Self.inOrder(
      verbs.flatMap { $0 == "*" ? KubernetesCatalog.urlVerbs : [$0] }, KubernetesCatalog.urlVerbs)
  }

  /// Each once: the usual ones in their order, and then the others.
  private static func inOrder(_ verbs: [String], _ usual: [String]) -> [String] {
    let others = Set(verbs).subtracting(usual).filter { !$0.isEmpty }
    return usual.filter(verbs.contains) + others.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What can be done to a resource.
  func actions(of resource: KubernetesResource) -> [String] { actions[resource] ?? [] }

  /// Whether a resource may be asked about in a namespace. Of those that nobody knows it is taken that they may.
  func livesInNamespaces(_ resource: KubernetesResource) -> Bool {
    customResources["\(resource.name).\(resource.group)"] ?? !KubernetesCatalog.isClusterWide(resource)
  }
}

extension KubernetesObjects.Rule {
  /// Whether the rule speaks of the resource, as Kubernetes decides it: `*` is every resource and every subresource,
  /// `*/scale` that subresource of every resource, and all else is taken by its letters.
  func covers(_ resource: KubernetesResource) -> Bool {
    guard apiGroups.contains(where: { $0 == "*" || $0 == resource.group }) else { return false }
    return resources.contains { name in
      name == "*" || name == resource.combined
        || (!resource.subresource.isEmpty && name == "*/\(resource.subresource)")
    }
  }
}
