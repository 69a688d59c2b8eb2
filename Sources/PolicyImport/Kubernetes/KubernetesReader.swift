import YAMLReader

/// Reads objects out of manifests.
struct KubernetesReader {
  /// Where namespaced objects live that do not say.
  let defaultNamespace: String
  private var objects = KubernetesObjects()
  private var seen: [String: ImportPlace] = [:]
  private var others: [String: Int] = [:]

  static func read(
    _ manifests: [ManifestNode], defaultNamespace: String
  ) throws(ImportFailure) -> KubernetesObjects {
    var reader = KubernetesReader(defaultNamespace: defaultNamespace)
    for manifest in manifests { try reader.read(manifest) }
    let others = reader.others.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    if !others.isEmpty {
      let list = others.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      reader.objects.findings.append(ImportFinding(.passedOver, "objects that are not of RBAC: \(list)"))
    }
    return reader.objects
  }

  private init(defaultNamespace: String) { self.defaultNamespace = defaultNamespace }

  private mutating func read(_ object: ManifestNode) throws(ImportFailure) {
    guard let kind = object["kind"]?.text else {
      throw ImportFailure("this is no Kubernetes object: it has no `kind`", at: object.place)
    }
    let version = object["apiVersion"]?.text ?? ""
    switch kind {
    case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding":
      guard version.hasPrefix("rbac.authorization.k8s.io/") else {
        objects.findings.append(
          ImportFinding(
            .leftOut, "a \(kind) of \(quoted(version)), which is not `rbac.authorization.k8s.io`", at: object.place))
        return
      }
      let isCluster = kind.hasPrefix("Cluster")
      let namespace = isCluster ? nil : try namespace(of: object, kind)
      let name = try name(of: object, kind, namespace)
      if kind.hasSuffix("Role") {
        try readRole(object, namespace, name)
      } else {
        try readBinding(object, namespace, name)
      }
    case "ServiceAccount":
      let namespace = try namespace(of: object, kind)
      objects.serviceAccounts.append(
        .init(kind: .serviceAccount, name: try name(of: object, kind, namespace), namespace: namespace))
    case "Namespace": objects.namespaces.append(try name(of: object, kind, nil))
    case "CustomResourceDefinition":
      guard let spec = object["spec"], let plural = spec["names"]?["plural"]?.text, let group = spec["group"]?.text
      else {
        return
      }
      objects.customResources["\(plural).\(group)"] = spec["scope"]?.text == "Namespaced"
    default: others[kind, default: 0] += 1
    }
  }

  private mutating func namespace(of object: ManifestNode, _ kind: String) throws(ImportFailure) -> String {
    if let given = object["metadata"]?["namespace"]?.text { return given }
    objects.findings.append(
      ImportFinding(
        .note, "this \(kind) names no namespace; `\(defaultNamespace)` is taken, and `--namespace` says otherwise",
        at: object.place))
    return defaultNamespace
  }

  private mutating func name(
    of object: ManifestNode, _ kind: String, _ namespace: String?
  ) throws(ImportFailure) -> String {
    guard let name = object["metadata"]?["name"]?.text, !name.isEmpty else {
      throw ImportFailure("a \(kind) without `metadata.name`", at: object.place)
    }
    let key = "\(kind) \(namespace.map { "\($0)/" } ?? "")\(name)"
    if let first = seen.updateValue(object.place, forKey: key) {
      throw ImportFailure("\(quoted(key)) is given twice", at: object.place, help: "the first is at \(first)")
    }
    return name
  }

  // MARK: - Roles

  private mutating func readRole(
    _ object: ManifestNode, _ namespace: String?, _ name: String
  ) throws(ImportFailure) {
    var role = KubernetesObjects.Role(
      namespace: namespace, name: name, rules: [], labels: [:], selectors: nil, place: object.place)
    for (key, value) in object["metadata"]?["labels"]?.pairs ?? [] { role.labels[key] = value.text }
    for item in try list(object["rules"], "`rules`") {
      try knows(item, ["apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"], "a rule")
      let rule = KubernetesObjects.Rule(
        apiGroups: try texts(item["apiGroups"], "`apiGroups`"), resources: try texts(item["resources"], "`resources`"),
        verbs: try texts(item["verbs"], "`verbs`"), resourceNames: try texts(item["resourceNames"], "`resourceNames`"),
        urls: try texts(item["nonResourceURLs"], "`nonResourceURLs`"))
      role.rules.append(.init(rule: rule, place: item.place))
    }
    if let aggregation = object["aggregationRule"] {
      guard namespace == nil else {
        throw ImportFailure("a Role with an `aggregationRule`, which only a ClusterRole has", at: aggregation.place)
      }
      role.selectors = []
      for item in try list(aggregation["clusterRoleSelectors"], "`clusterRoleSelectors`") {
        role.selectors?.append(try selector(item))
      }
    }
    objects.roles.append(role)
  }

  private func selector(_ item: ManifestNode) throws(ImportFailure) -> KubernetesObjects.Selector {
    try knows(item, ["matchLabels", "matchExpressions"], "a selector")
    var selector = KubernetesObjects.Selector()
    for (key, value) in item["matchLabels"]?.pairs ?? [] {
      guard let text = value.text else { throw ImportFailure("a label is a single value", at: value.place) }
      selector.labels[key] = text
    }
    for expression in try list(item["matchExpressions"], "`matchExpressions`") {
      try knows(expression, ["key", "operator", "values"], "an expression")
      guard let key = expression["key"]?.text, let word = expression["operator"]?.text,
        let test = KubernetesObjects.Selector.Test(rawValue: word)
      else {
        throw ImportFailure(
          "an expression has a `key` and an `operator`, one of `In`, `NotIn`, `Exists` and `DoesNotExist`",
          at: expression.place)
      }
      selector.expressions.append(
        .init(key: key, test: test, values: try texts(expression["values"], "`values`")))
    }
    return selector
  }

  // MARK: - Bindings

  private mutating func readBinding(
    _ object: ManifestNode, _ namespace: String?, _ name: String
  ) throws(ImportFailure) {
    guard let reference = object["roleRef"], let kind = reference["kind"]?.text, let role = reference["name"]?.text,
      kind == "ClusterRole" || (kind == "Role" && namespace != nil)
    else {
      throw ImportFailure(
        "a binding has a `roleRef` with a `name` and the `kind` `ClusterRole`\(namespace == nil ? "" : " or `Role`")",
        at: (object["roleRef"] ?? object).place)
    }
    var binding = KubernetesObjects.Binding(
      namespace: namespace, name: name, bindsClusterRole: kind == "ClusterRole", role: role, subjects: [],
      place: object.place)
    for item in try list(object["subjects"], "`subjects`") {
      guard let name = item["name"]?.text, let kind = item["kind"]?.text else {
        throw ImportFailure("a subject has a `kind` and a `name`", at: item.place)
      }
      guard let kind = KubernetesObjects.Subject.Kind(rawValue: kind) else {
        objects.findings.append(ImportFinding(.leftOut, "a subject of the kind \(quoted(kind))", at: item.place))
        continue
      }
      let ownNamespace = item["namespace"]?.text.flatMap { $0.isEmpty ? nil : $0 } ?? namespace
      if kind == .serviceAccount, ownNamespace == nil {
        objects.findings.append(
          ImportFinding(
            .note, "a service account without a namespace, which Kubernetes takes for nobody", at: item.place))
        continue
      }
      binding.subjects.append(Self.subject(kind, name, ownNamespace))
    }
    objects.bindings.append(binding)
  }

  /// A user whose name is that of a service account is one.
  private static func subject(
    _ kind: KubernetesObjects.Subject.Kind, _ name: String, _ namespace: String?
  ) -> KubernetesObjects.Subject {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if kind == .user, parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" {
      return .init(kind: .serviceAccount, name: parts[3], namespace: parts[2])
    }
    return .init(kind: kind, name: name, namespace: kind == .serviceAccount ? namespace : nil)
  }

  // MARK: - Shapes

  private func list(_ node: ManifestNode?, _ what: String) throws(ImportFailure) -> [ManifestNode] {
    guard let node else { return [] }
    guard node.node.kind == .sequence else { throw ImportFailure("\(what) is a list", at: node.place) }
    return node.items
  }

  private func texts(_ node: ManifestNode?, _ what: String) throws(ImportFailure) -> [String] {
    var texts: [String] = []
    for item in try list(node, what) {
      guard let text = item.text else { throw ImportFailure("\(what) is a list of words", at: item.place) }
      texts.append(text)
    }
    return texts
  }

  /// A key that is not known might have narrowed what the others allow.
  private func knows(_ node: ManifestNode, _ keys: [String], _ what: String) throws(ImportFailure) {
    guard node.node.kind == .mapping else { throw ImportFailure("\(what) is a mapping", at: node.place) }
    for (key, value) in node.pairs where !keys.contains(key) {
      throw ImportFailure("\(what) has no key \(quoted(key))", at: value.place)
    }
  }
}
