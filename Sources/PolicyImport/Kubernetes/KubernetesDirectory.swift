/// Who holds what: bindings as assignments.
extension KubernetesAssembly {
  mutating func directory() -> ImportedDirectory {
    var directory = ImportedDirectory()
    var principals: Set<String> = []
    var held: [String: [(role: String, principals: [String])]] = [:]
    var scopes: [String] = []
    for binding in objects.bindings {
      principals.formUnion(binding.subjects.compactMap { KubernetesNames.principal($0) })
      guard let (scope, role) = place(of: binding) else { continue }
      var names: [String] = []
      for subject in binding.subjects {
        if let name = KubernetesNames.principal(subject) {
          if !names.contains(name) { names.append(name) }
        } else {
          findings.append(
            ImportFinding(.leftOut, "the subject \(quoted(subject.name)), whose name is no id", at: binding.place))
        }
      }
      if !scopes.contains(scope) { scopes.append(scope) }
      if let index = held[scope]?.firstIndex(where: { $0.role == role }) {
        let known = held[scope]?[index].principals ?? []
        held[scope]?[index].principals += names.filter { !known.contains($0) }
      } else if !names.isEmpty {
        held[scope, default: []].append((role, names))
      }
    }
    directory.scopes = [.init(name: clusterName)]
    if set.scopes.count > 1 {
      directory.scopes += namespaces().map { .init(name: "\(Self.namespace):\($0)", parent: clusterName) }
    }
    directory.principals = groups(principals)
    for scope in scopes {
      directory.assignments += (held[scope] ?? []).map { .init(scope: scope, role: $0.role, principals: $0.principals) }
    }
    return directory
  }

  /// Where a binding gives a role, and which; `nil` if it gives nothing.
  private mutating func place(of binding: KubernetesObjects.Binding) -> (scope: String, role: String)? {
    let scopeType = binding.namespace == nil ? Self.cluster : Self.namespace
    let scope = binding.namespace.map { "\(Self.namespace):\($0)" } ?? clusterName
    let role =
      binding.bindsClusterRole
      ? KubernetesNames.clusterRole(binding.role)
      : KubernetesNames.role(binding.role, in: binding.namespace ?? "")
    let kind = binding.namespace == nil ? "ClusterRoleBinding" : "RoleBinding"
    guard let column = column(scopeType, role) else {
      findings.append(
        ImportFinding(
          .leftOut,
          "the \(kind) \(quoted(binding.name)): its \(binding.bindsClusterRole ? "ClusterRole" : "Role") "
            + "\(quoted(binding.role)) is not among what was given", at: binding.place))
      return nil
    }
    guard column.hasCells || includesSome(column) else {
      findings.append(
        ImportFinding(
          .note,
          "the \(kind) \(quoted(binding.name)): \(quoted(binding.role)) allows nothing "
            + (scopeType == Self.cluster ? "at all" : "in a namespace"), at: binding.place))
      return nil
    }
    return (scope, role)
  }

  /// All namespaces that are spoken of, in byte order.
  private func namespaces() -> [String] {
    let all =
      objects.namespaces + objects.roles.compactMap(\.namespace) + objects.bindings.compactMap(\.namespace)
      + objects.serviceAccounts.compactMap(\.namespace)
      + objects.bindings.flatMap { $0.subjects.compactMap(\.namespace) }
    return Set(all).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  // MARK: - Groups

  /// Groups with the members that Kubernetes itself puts in them, of those that are spoken of. Who is in the others is told
  /// when someone logs in, and is not in any manifest.
  private mutating func groups(_ principals: Set<String>) -> [ImportedDirectory.Principal] {
    let groups = principals.filter { $0.hasPrefix("group:") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let accounts = Set(
      objects.serviceAccounts.compactMap(KubernetesNames.principal)
        + principals.filter { $0.hasPrefix("service_account:") })
    let users = principals.filter { $0.hasPrefix("user:") && $0 != "user:system:anonymous" }
    var unknown: [String] = []
    let found = groups.map { group -> ImportedDirectory.Principal in
      let name = String(group.dropFirst("group:".utf8.count))
      var members: [String] = []
      if name == "system:serviceaccounts" {
        members = Array(accounts)
      } else if name.hasPrefix("system:serviceaccounts:") {
        let namespace = name.dropFirst("system:serviceaccounts:".utf8.count)
        members = accounts.filter { $0.hasPrefix("service_account:\(namespace)/") }
      } else if name == "system:authenticated" {
        members = Array(users.union(accounts))
      } else if name == "system:unauthenticated" {
        members = ["user:system:anonymous"]
      } else {
        unknown.append(name)
      }
      return .init(name: group, members: members.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
    if groups.count > unknown.count {
      findings.append(
        ImportFinding(.note, "the members of groups that begin with `system:` are those of them that are named here"))
    }
    if !unknown.isEmpty {
      findings.append(
        ImportFinding(
          .note,
          "who is in \(unknown.map { quoted($0) }.joined(separator: ", ")) is told when someone logs in, and by no manifest; "
            + "add the members under `principals` in the directory"))
    }
    return found
  }
}
