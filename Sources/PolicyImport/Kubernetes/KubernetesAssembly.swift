import PolicyValues

/// Puts roles and bindings together to a set.
struct KubernetesAssembly {
  /// A role of the set, and what it allows.
  struct Column {
    var name: RoleNameParts
    var grants: KubernetesGrants
    var place: ImportPlace
    /// Whether the table of its scope type has a cell for it.
    var hasCells = false
  }
  struct RoleNameParts: Hashable {
    var scopeType: String
    var name: String
  }

  static let cluster = "cluster"
  static let namespace = "namespace"

  var set: ImportedSet
  var findings: [ImportFinding]
  let objects: KubernetesObjects
  let clusterName: String
  let vocabulary: KubernetesVocabulary
  var columns: [Column] = []
  private var conditions = KubernetesConditions()
  private var positions: [RoleNameParts: Int] = [:]

  init(_ objects: KubernetesObjects, name: String, cluster: String) {
    self.objects = objects
    clusterName = cluster
    set = ImportedSet(name: name)
    findings = objects.findings
    var aggregation = KubernetesAggregation(objects.roles)
    let resolved = objects.roles.map { ($0, aggregation.rules(of: $0)) }
    findings += aggregation.findings
    vocabulary = KubernetesVocabulary(
      resolved.flatMap { $0.1.map(\.rule) }, customResources: objects.customResources)
    for (role, rules) in resolved { add(role, KubernetesGrants(rules, vocabulary)) }
  }

  private mutating func add(_ role: KubernetesObjects.Role, _ grants: KubernetesGrants) {
    findings += grants.findings.filter { !findings.contains($0) }
    if let namespace = role.namespace {
      let name = RoleNameParts(scopeType: Self.namespace, name: KubernetesNames.role(role.name, in: namespace))
      append(Column(name: name, grants: grants, place: role.place))
      if !grants.urls.isEmpty {
        findings.append(
          ImportFinding(.leftOut, "`nonResourceURLs` in a Role, which only a ClusterRole may have", at: role.place))
      }
      return
    }
    let name = KubernetesNames.clusterRole(role.name)
    for scopeType in [Self.cluster, Self.namespace] {
      append(Column(name: RoleNameParts(scopeType: scopeType, name: name), grants: grants, place: role.place))
    }
  }

  private mutating func append(_ column: Column) {
    positions[column.name] = columns.count
    columns.append(column)
  }

  /// The column of a role; `nil` if there is no such role.
  func column(_ scopeType: String, _ name: String) -> Column? {
    positions[RoleNameParts(scopeType: scopeType, name: name)].map { columns[$0] }
  }

  mutating func build() throws(ImportFailure) {
    writeTables()
    writeTypes()
    guard !set.resources.isEmpty, !set.permissions.isEmpty else {
      throw ImportFailure("the roles allow nothing", at: objects.roles.first?.place, help: "give roles with rules")
    }
    noteWildcards()
    set.conditions = conditions.declared
    set.directory = directory()
    writeRoles()
    set.suites = [tableSuite()] + bindingSuite()
  }

  // MARK: - Tables

  private mutating func writeTables() {
    for scopeType in [Self.cluster, Self.namespace] {
      for resource in vocabulary.resources where lives(resource, in: scopeType) {
        for verb in vocabulary.actions(of: resource) {
          row(scopeType, KubernetesNames.resource(resource), KubernetesNames.escaped(verb)) { grants in
            grants.cells[KubernetesGrants.Cell(resource: resource, verb: verb)]
          }
        }
      }
    }
    for verb in vocabulary.urlActions {
      row(Self.cluster, KubernetesNames.url, KubernetesNames.escaped(verb)) { $0.urls[verb] }
    }
  }

  func lives(_ resource: KubernetesResource, in scopeType: String) -> Bool {
    scopeType == Self.cluster || vocabulary.livesInNamespaces(resource)
  }

  private mutating func row(
    _ scopeType: String, _ resource: String, _ action: String,
    extent: (KubernetesGrants) -> KubernetesGrants.Extent?
  ) {
    var row = ImportedRow(scopeType: scopeType, resourceType: resource, action: action, cells: [])
    for index in columns.indices where columns[index].name.scopeType == scopeType {
      guard let extent = extent(columns[index].grants) else { continue }
      let name = columns[index].name.name
      if extent.isWhole {
        row.cells.append(ImportedCell(name))
      } else {
        let isURL = resource == KubernetesNames.url
        row.cells += conditions.conditions(for: extent, isURL: isURL).map { ImportedCell(name, if: $0) }
      }
      if row.cells.last?.role == name { columns[index].hasCells = true }
    }
    if !row.cells.isEmpty { set.permissions.append(row) }
  }

  // MARK: - Types and roles

  private mutating func writeTypes() {
    let hasNamespaces = columns.contains { $0.name.scopeType == Self.namespace && $0.hasCells }
    set.scopes = [ImportedScopeType(name: Self.cluster)]
    if hasNamespaces { set.scopes.append(ImportedScopeType(name: Self.namespace, parents: [Self.cluster])) }
    set.principals = [
      ImportedPrincipalType(name: "user"), ImportedPrincipalType(name: "service_account"),
      ImportedPrincipalType(name: "group", members: ["user", "service_account"]),
    ]
    for resource in vocabulary.resources {
      let actions = vocabulary.actions(of: resource).map { KubernetesNames.escaped($0) }
      guard !actions.isEmpty else { continue }
      let isInNamespaces = hasNamespaces && vocabulary.livesInNamespaces(resource)
      set.resources.append(
        ImportedResourceType(
          name: KubernetesNames.resource(resource),
          scopeTypes: isInNamespaces ? [Self.cluster, Self.namespace] : [Self.cluster], actions: actions))
    }
    if !vocabulary.urlActions.isEmpty {
      set.resources.append(
        ImportedResourceType(
          name: KubernetesNames.url, scopeTypes: [Self.cluster],
          actions: vocabulary.urlActions.map { KubernetesNames.escaped($0) },
          comment: "paths such as /healthz, by their text as id"))
    }
  }

  /// Roles that have cells, or include one that has.
  private mutating func writeRoles() {
    for column in columns where column.hasCells || includesSome(column) {
      let original = objects.roles.first { $0.place == column.place }
      let isPlain = original?.namespace == nil && original?.name == column.name.name
      set.roles.append(
        ImportedRole(
          scopeType: column.name.scopeType, name: column.name.name,
          includes: includesSome(column) ? ["\(Self.namespace).\(column.name.name)"] : [],
          comment: isPlain ? nil : original.map { "\($0.namespace.map { "Role \($0)/" } ?? "ClusterRole ")\($0.name)" })
      )
    }
  }

  func includesSome(_ column: Column) -> Bool {
    column.name.scopeType == Self.cluster && self.column(Self.namespace, column.name.name)?.hasCells == true
  }

  private mutating func noteWildcards() {
    guard vocabulary.hasWildcards else { return }
    let named = vocabulary.usesCatalog ? "named here, or brought by Kubernetes where none is named" : "named here"
    findings.append(
      ImportFinding(
        .note,
        "`*` stands for the \(vocabulary.resources.count) resource types \(named), and among verbs for those named with a "
          + "type and \(KubernetesCatalog.verbs.joined(separator: ", ")); whatever else is denied"))
  }
}
