import PolicyImport
import Testing

/// RBAC as the authorizer of Kubernetes decides it, rule by rule, over values: bindings of the cluster first, then those of the
/// request's namespace, and every rule of their roles.
struct SlowKubernetes {
  struct Rule {
    var groups: [String] = []
    var resources: [String] = []
    var verbs: [String] = []
    var names: [String] = []
    var urls: [String] = []
  }
  struct Role {
    var namespace: String?
    var name: String
    var rules: [Rule]
    var labels: [String: String] = [:]
    var picks: [String: String]?
  }
  struct Binding {
    var namespace: String?
    var isClusterRole: Bool
    var role: String
    var subjects: [(kind: String, name: String, namespace: String?)]
  }
  struct Request {
    var user: String
    var groups: [String]
    var verb: String
    var group = ""
    var resource = ""
    var name = ""
    var namespace = ""
    var path: String?
  }

  var roles: [Role] = []
  var bindings: [Binding] = []

  func allows(_ request: Request) -> Bool {
    bindings.contains { binding in
      guard binding.namespace == nil || (request.path == nil && binding.namespace == request.namespace) else {
        return false
      }
      let isHeld = binding.subjects.contains { subject in
        switch subject.kind {
        case "User": subject.name == request.user
        case "Group": request.groups.contains(subject.name)
        default:
          request.user == "system:serviceaccount:\(subject.namespace ?? binding.namespace ?? ""):\(subject.name)"
        }
      }
      guard isHeld else { return false }
      let role = roles.first {
        $0.name == binding.role && (binding.isClusterRole ? $0.namespace == nil : $0.namespace == binding.namespace)
      }
      return role.map { rules(of: $0, depth: 0) }?.contains { Self.allows($0, request) } ?? false
    }
  }

  private func rules(of role: Role, depth: Int) -> [Rule] {
    guard let picks = role.picks else { return role.rules }
    guard depth < 5 else { return [] }
    return roles.filter { other in
      other.namespace == nil && other.name != role.name && picks.allSatisfy { other.labels[$0.key] == $0.value }
    }.flatMap { rules(of: $0, depth: depth + 1) }
  }

  private static func allows(_ rule: Rule, _ request: Request) -> Bool {
    guard rule.verbs.contains("*") || rule.verbs.contains(request.verb) else { return false }
    if let path = request.path {
      return rule.urls.contains { url in
        url == "*" || url == path || (url.hasSuffix("*") && path.hasPrefix(url.dropLast()))
      }
    }
    guard rule.groups.contains("*") || rule.groups.contains(request.group) else { return false }
    let part = request.resource.split(separator: "/").dropFirst().first
    let isMatch = rule.resources.contains { name in
      name == "*" || name == request.resource || (part.map { name == "*/\($0)" } ?? false)
    }
    return isMatch && (rule.names.isEmpty || rule.names.contains(request.name))
  }

  // MARK: - As kubectl prints it

  var yaml: String {
    var documents: [String] = []
    for role in roles {
      var lines = [
        "apiVersion: rbac.authorization.k8s.io/v1", "kind: \(role.namespace == nil ? "ClusterRole" : "Role")",
        "metadata:",
      ]
      lines += ["  name: \"\(role.name)\"", "  creationTimestamp: \"2026-01-01T00:00:00Z\"", "  uid: 3f", "  labels:"]
      lines += role.labels.map { "    \($0.key): \"\($0.value)\"" } + (role.labels.isEmpty ? ["    x: y"] : [])
      if let namespace = role.namespace { lines.append("  namespace: \(namespace)") }
      if let picks = role.picks {
        lines += ["aggregationRule:", "  clusterRoleSelectors:", "  - matchLabels:"]
        lines += picks.map { "      \($0.key): \"\($0.value)\"" }
      }
      lines.append(role.rules.isEmpty ? "rules: null" : "rules:")
      for rule in role.rules {
        var keys: [String] = []
        func add(_ key: String, _ values: [String]) {
          if !values.isEmpty { keys.append("\(key): [\(values.map { "\"\($0)\"" }.joined(separator: ", "))]") }
        }
        add("apiGroups", rule.groups)
        add("resources", rule.resources)
        add("verbs", rule.verbs)
        add("resourceNames", rule.names)
        add("nonResourceURLs", rule.urls)
        lines += keys.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
      }
      documents.append(lines.joined(separator: "\n"))
    }
    for (index, binding) in bindings.enumerated() {
      var lines = ["kind: \(binding.namespace == nil ? "ClusterRoleBinding" : "RoleBinding")"]
      lines += ["apiVersion: rbac.authorization.k8s.io/v1", "metadata:", "  name: b\(index)"]
      if let namespace = binding.namespace { lines.append("  namespace: \(namespace)") }
      lines += [
        "roleRef:", "  kind: \(binding.isClusterRole ? "ClusterRole" : "Role")", "  name: \"\(binding.role)\"",
        "subjects:",
      ]
      for subject in binding.subjects {
        lines += ["- kind: \(subject.kind)", "  name: \"\(subject.name)\""]
        if let namespace = subject.namespace { lines.append("  namespace: \(namespace)") }
      }
      documents.append(lines.joined(separator: "\n"))
    }
    return documents.joined(separator: "\n---\n") + "\n"
  }
}

@Suite struct KubernetesDifferentialTests {
  private static let namespaces = ["web", "db"]
  private static let verbs = ["get", "list", "create", "delete", "deletecollection", "escalate"]
  private static let resources = ["pods", "pods/log", "deployments", "nodes", "secrets"]
  private static let objects = ["a", "b.c"]
  private static let paths = ["/healthz", "/api/v1", "/"]

  private static func rule(_ random: inout SeededRandom) -> SlowKubernetes.Rule {
    var rule = SlowKubernetes.Rule()
    rule.verbs = random.chance(15) ? ["*"] : random.some(verbs, 40) + [random.pick(verbs)]
    if random.chance(15) {
      rule.urls = random.some(["/healthz", "/api/*", "/api/v1", "*"], 30) + [random.pick(["/healthz", "/*"])]
      return rule
    }
    rule.groups = random.chance(10) ? ["*"] : [random.pick(["", "", "apps"])] + random.some(["apps"], 20)
    rule.resources = random.chance(10) ? ["*"] : random.some(resources + ["*/log"], 25) + [random.pick(resources)]
    if random.chance(25) { rule.names = random.some(objects, 60) + [random.pick(objects)] }
    return rule
  }

  private static func world(_ random: inout SeededRandom) -> SlowKubernetes {
    var world = SlowKubernetes()
    for name in ["view", "system:node", "admin.x"] {
      let rules = (0..<random.pick([1, 2, 3])).map { _ in rule(&random) }
      world.roles.append(.init(namespace: nil, name: name, rules: rules, labels: ["to": random.pick(["all", "edit"])]))
    }
    world.roles.append(.init(namespace: nil, name: "all", rules: [], labels: ["to": "edit"], picks: ["to": "all"]))
    world.roles.append(.init(namespace: nil, name: "edit", rules: [], labels: [:], picks: ["to": "edit"]))
    for namespace in namespaces where random.chance(70) {
      world.roles.append(.init(namespace: namespace, name: "view", rules: [rule(&random), rule(&random)]))
    }
    for _ in 0..<random.pick([1, 3, 6]) {
      let namespace: String? = random.chance(40) ? nil : random.pick(namespaces)
      let role =
        random.chance(30) && namespace != nil
        ? ("view", false) : (random.pick(["view", "system:node", "admin.x", "all", "edit"]), true)
      let subjects: [(kind: String, name: String, namespace: String?)] = [
        ("User", "ada", nil), ("User", "bob", nil),
        ("ServiceAccount", "bot", random.chance(50) && namespace != nil ? nil : "db"),
        ("User", "system:serviceaccount:web:bot", nil), ("Group", "system:serviceaccounts", nil),
        ("Group", "system:serviceaccounts:db", nil), ("Group", "system:authenticated", nil),
      ]
      world.bindings.append(
        .init(
          namespace: namespace, isClusterRole: role.1, role: role.0,
          subjects: random.some(subjects, 20) + [random.pick(subjects)]))
    }
    return world
  }

  private struct Asker { var principal: String; var user: String; var groups: [String] }

  private static let askers = [
    Asker(principal: "user:ada", user: "ada", groups: ["system:authenticated"]),
    Asker(principal: "user:bob", user: "bob", groups: ["system:authenticated"]),
    Asker(
      principal: "service_account:web/bot", user: "system:serviceaccount:web:bot",
      groups: ["system:authenticated", "system:serviceaccounts", "system:serviceaccounts:web"]),
    Asker(
      principal: "service_account:db/bot", user: "system:serviceaccount:db:bot",
      groups: ["system:authenticated", "system:serviceaccounts", "system:serviceaccounts:db"]),
  ]

  /// Every request of the space: who, verb, resource, name, namespace; those that Kubernetes never makes are left out.
  @Test(arguments: 0..<80) func asTheAuthorizerDecides(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) &+ 31)
    let world = Self.world(&random)
    let page: ProvedImport
    do {
      page = try kubernetes(world.yaml)
    } catch let error as ImportFailure {
      Issue.record("\(error.text)\n\(world.yaml)")
      return
    }
    // Who is spoken of nowhere is not in the directory, and in no group.
    let known = Self.askers.filter { asker in
      world.bindings.contains { binding in
        binding.subjects.contains { subject in
          switch subject.kind {
          case "User": subject.name == asker.user
          case "ServiceAccount":
            asker.user == "system:serviceaccount:\(subject.namespace ?? binding.namespace ?? ""):\(subject.name)"
          default: false
          }
        }
      }
    }
    let vocabulary = Set(page.set.resources.flatMap { type in type.actions.map { "\(type.name) \($0)" } })
    for asker in known {
      for verb in Self.verbs + ["watch"] {
        for group in ["", "apps"] {
          for resource in Self.resources {
            for namespace in [""] + Self.namespaces {
              if resource == "nodes", group.isEmpty, !namespace.isEmpty { continue }
              for name in [""] + Self.objects {
                if !name.isEmpty, verb == "deletecollection" || (verb == "create" && !resource.contains("/")) {
                  continue
                }
                let parts = resource.split(separator: "/", maxSplits: 1)
                let type =
                  String(parts[0]) + (group.isEmpty ? "" : ".\(group)") + (parts.count == 2 ? "/\(parts[1])" : "")
                let request = SlowKubernetes.Request(
                  user: asker.user, groups: asker.groups, verb: verb, group: group, resource: resource, name: name,
                  namespace: namespace)
                let scope = namespace.isEmpty ? "cluster:main" : "namespace:\(namespace)"
                let answer = page.allows(asker.principal, verb, type, name.isEmpty ? nil : name, in: scope)
                let truth = world.allows(request)
                // A namespace that nothing speaks of is not in the directory.
                let isKnown = page.set.directory?.scopes.contains { $0.name == scope } == true
                // A wildcard stands for what the rules name; whatever else is denied, which the import says.
                let isNamed = vocabulary.contains("\(type) \(verb)")
                #expect(answer == (truth && isNamed && isKnown), "\(request) as \(type)\n\(world.yaml)")
              }
            }
          }
        }
        for path in Self.paths {
          let request = SlowKubernetes.Request(user: asker.user, groups: asker.groups, verb: verb, path: path)
          let answer = page.allows(asker.principal, verb, "nonresource_url", path, in: "cluster:main")
          let isNamed = vocabulary.contains("nonresource_url \(verb)")
          #expect(answer == (world.allows(request) && isNamed), "\(request)\n\(world.yaml)")
        }
      }
    }
  }
}
