import PolicyValues
package import YAMLReader

/// Makes policy sets of Kubernetes RBAC manifests.
///
/// A ClusterRole becomes two roles of one name: `namespace.view`, which a RoleBinding gives in its namespace, and
/// `cluster.view`, which a ClusterRoleBinding gives and which includes the other in every namespace. A Role becomes a role of
/// `namespace`, called after its own. Nothing is forbidden, as RBAC only adds.
package enum KubernetesImport {
  /// What the manifests leave open.
  package struct Options: Sendable {
    /// The set's name; that of the first file if it is `nil`.
    package var name: String?
    /// What the cluster is called in the directory.
    package var cluster = "main"
    /// Where namespaced objects live that do not say.
    package var namespace = "default"

    package init() {}
  }

  /// Reads manifests and makes a set of them, with a suite of the tables and one of the bindings.
  package static func run(
    _ sources: [SourceFile], options: Options = Options()
  ) throws(ImportFailure) -> ImportedSet {
    guard NameGrammar.isID(options.cluster) else {
      throw ImportFailure("\(quoted(options.cluster)) cannot be what a cluster is called")
    }
    let manifests = try KubernetesDocuments.read(sources)
    let objects = try KubernetesReader.read(manifests, defaultNamespace: options.namespace)
    guard !objects.roles.isEmpty else {
      throw ImportFailure(
        "there is no Role or ClusterRole in \(sources.count == 1 ? quoted(sources[0].path) : "\(sources.count) files")",
        help: "kubectl get roles,clusterroles,rolebindings,clusterrolebindings -A -o yaml")
    }
    var assembly = KubernetesAssembly(
      objects, name: try TableImport.name(options.name, sources), cluster: "cluster:\(options.cluster)")
    assembly.set.origin = [
      "Imported from \(sources.map(\.path).joined(separator: ", ")) by `policy import kubernetes`."
    ]
    try assembly.build()
    assembly.set.findings = TableImport.sorted(assembly.findings, like: sources)
    return assembly.set
  }
}
