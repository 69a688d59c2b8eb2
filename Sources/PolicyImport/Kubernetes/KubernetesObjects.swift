/// What is read of RBAC manifests: `rbac.authorization.k8s.io`, roles, bindings, and what they speak of.
struct KubernetesObjects: Sendable {
  struct Rule: Hashable, Sendable {
    var apiGroups: [String] = []
    var resources: [String] = []
    var verbs: [String] = []
    var resourceNames: [String] = []
    var urls: [String] = []
  }
  struct PlacedRule: Sendable {
    var rule: Rule
    var place: ImportPlace
  }
  struct Role: Sendable {
    /// `nil` for a ClusterRole.
    var namespace: String?
    var name: String
    var rules: [PlacedRule]
    var labels: [String: String]
    /// Of a ClusterRole that is put together of others: which.
    var selectors: [Selector]?
    var place: ImportPlace
  }
  struct Selector: Hashable, Sendable {
    struct Expression: Hashable, Sendable {
      var key: String
      var test: Test
      var values: [String]
    }
    enum Test: String, Sendable { case isIn = "In", isNotIn = "NotIn", exists = "Exists", isMissing = "DoesNotExist" }

    var labels: [String: String] = [:]
    var expressions: [Expression] = []

    /// Whether labels have all that is asked for; a selector that asks for nothing takes everything.
    func matches(_ given: [String: String]) -> Bool {
      labels.allSatisfy { given[$0.key] == $0.value }
        && expressions.allSatisfy { expression in
          let value = given[expression.key]
          return switch expression.test {
          case .isIn: value.map(expression.values.contains) == true
          case .isNotIn: value.map(expression.values.contains) != true
          case .exists: value != nil
          case .isMissing: value == nil
          }
        }
    }
  }
  struct Subject: Hashable, Sendable {
    enum Kind: String, Sendable { case user = "User", group = "Group", serviceAccount = "ServiceAccount" }

    var kind: Kind
    var name: String
    /// Of a service account.
    var namespace: String?
  }
  struct Binding: Sendable {
    /// `nil` for a ClusterRoleBinding.
    var namespace: String?
    var name: String
    /// Whether the role that is bound is a ClusterRole.
    var bindsClusterRole: Bool
    var role: String
    var subjects: [Subject]
    var place: ImportPlace
  }

  var roles: [Role] = []
  var bindings: [Binding] = []
  var namespaces: [String] = []
  var serviceAccounts: [Subject] = []
  /// Of custom resources: whether they live in namespaces, by `plural.group`.
  var customResources: [String: Bool] = [:]
  var findings: [ImportFinding] = []
}
