/// What Kubernetes itself brings: its resources, and which of them live in no namespace.
enum KubernetesCatalog {
  /// The verbs of API requests, which a `*` stands for whatever else is named.
  static let verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]
  /// The verbs of requests to paths that are no resources.
  static let urlVerbs = ["get", "head", "post", "put", "patch", "delete", "options"]

  /// Resources of no namespace, by group.
  private static let clusterWide: [String: Set<String>] = [
    "": ["componentstatuses", "nodes", "persistentvolumes"],
    "admissionregistration.k8s.io": [
      "mutatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
      "validatingwebhookconfigurations",
    ],
    "apiextensions.k8s.io": ["customresourcedefinitions"],
    "apiregistration.k8s.io": ["apiservices"],
    "authentication.k8s.io": ["selfsubjectreviews", "tokenreviews"],
    "authorization.k8s.io": ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"],
    "certificates.k8s.io": ["certificatesigningrequests", "signers", "clustertrustbundles"],
    "flowcontrol.apiserver.k8s.io": ["flowschemas", "prioritylevelconfigurations"],
    "metrics.k8s.io": ["nodes"],
    "networking.k8s.io": ["ingressclasses", "ipaddresses", "servicecidrs"],
    "node.k8s.io": ["runtimeclasses"],
    "policy": ["podsecuritypolicies"],
    "rbac.authorization.k8s.io": ["clusterrolebindings", "clusterroles"],
    "resource.k8s.io": ["deviceclasses", "resourceslices"],
    "scheduling.k8s.io": ["priorityclasses"],
    "storage.k8s.io": ["csidrivers", "csinodes", "storageclasses", "volumeattachments", "volumeattributesclasses"],
  ]

  /// Resources that live in namespaces, by group, with their subresources. Requests for one `namespaces` object are made in
  /// the namespace that it is, so it counts among these.
  private static let namespaced: [String: [String]] = [
    "": [
      "bindings", "configmaps", "endpoints", "events", "limitranges", "namespaces", "persistentvolumeclaims", "pods",
      "pods/attach", "pods/exec", "pods/log", "pods/portforward", "pods/status", "podtemplates",
      "replicationcontrollers",
      "replicationcontrollers/scale", "resourcequotas", "secrets", "serviceaccounts", "serviceaccounts/token",
      "services",
    ],
    "apps": [
      "controllerrevisions", "daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale",
      "statefulsets", "statefulsets/scale",
    ],
    "autoscaling": ["horizontalpodautoscalers"],
    "batch": ["cronjobs", "jobs"],
    "coordination.k8s.io": ["leases"],
    "discovery.k8s.io": ["endpointslices"],
    "events.k8s.io": ["events"],
    "networking.k8s.io": ["ingresses", "networkpolicies"],
    "policy": ["poddisruptionbudgets"],
    "rbac.authorization.k8s.io": ["rolebindings", "roles"],
  ]

  /// Whether a resource is known to live in no namespace.
  static func isClusterWide(_ resource: KubernetesResource) -> Bool {
    clusterWide[resource.group]?.contains(resource.name) == true
  }

  /// All that Kubernetes brings, in byte order.
  static let resources: [KubernetesResource] = {
    let names =
      namespaced.flatMap { group, names in names.map { (group, $0) } }
      + clusterWide.flatMap { group, names in names.map { (group, $0) } }
    return names.map { KubernetesResource(group: $0.0, combined: $0.1) }
      .sorted { left, right in
        "\(left.group) \(left.combined)".utf8.lexicographicallyPrecedes("\(right.group) \(right.combined)".utf8)
      }
  }()
}
