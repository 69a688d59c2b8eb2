import PolicyImport
import Testing
import YAMLReader

@Suite struct KubernetesImportTests {
  static let reader = """
    apiVersion: v1
    kind: List
    items:
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: pod-reader, namespace: web, resourceVersion: "12", annotations: {a: "b"}}
      rules:
      - apiGroups: [""]
        resources: [pods, pods/log]
        verbs: [get, list]
      - apiGroups: [""]
        resources: [configmaps]
        resourceNames: [app, app-2]
        verbs: [get, create]
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: read, namespace: web}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pod-reader}
      subjects:
      - {kind: User, name: "jane doe", apiGroup: rbac.authorization.k8s.io}
      - {kind: ServiceAccount, name: ci}
      - {kind: Group, name: developers}
    """

  @Test func whatAPersonWouldWrite() throws {
    let page = try kubernetes(Self.reader)
    #expect(page.set.isWhole)
    #expect(page.set.roles.map(\.name) == ["pod-reader_in_web"])
    #expect(page.cells("pods/log", "get", in: "namespace") == ["pod-reader_in_web"])
    #expect(page.cells("configmaps", "get", in: "namespace") == ["pod-reader_in_web if is_app_and_1_more"])
    #expect(page.set.conditions.map(\.text) == ["resource.id in [\"app\", \"app-2\"]"])
    #expect(page.allows("user:jane%20doe", "get", "configmaps", "app", in: "namespace:web"))
    #expect(page.allows("service_account:web/ci", "list", "pods", nil, in: "namespace:web"))
    #expect(page.allows("group:developers", "list", "pods", nil, in: "namespace:web"))
    #expect(!page.allows("service_account:web/ci", "list", "pods", nil, in: "cluster:main"))
    let notes = page.findings(.note)
    #expect(notes.contains { $0.hasPrefix("rbac.yaml:11:5: note: `create` with `resourceNames` never allows") })
    #expect(notes.contains { $0.contains("who is in `developers`") })
  }

  @Test func json() throws {
    let page = try kubernetes(
      #"""
      {
          "apiVersion": "rbac.authorization.k8s.io/v1",
          "kind": "ClusterRole",
          "metadata": {"name": "view"},
          "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]
      }
      """#)
    #expect(page.cells("pods", "get", in: "cluster") == ["view"])
    #expect(page.cells("pods", "get", in: "namespace") == ["view"])
  }

  @Test func selectorsByExpression() throws {
    func role(_ name: String, _ labels: String, _ rules: String) -> String {
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: \(name), labels: {\(labels)}}
      \(rules)
      """
    }
    let pods = "rules: [{apiGroups: [\"\"], resources: [pods], verbs: [get]}]"
    let secrets = "rules: [{apiGroups: [\"\"], resources: [secrets], verbs: [get]}]"
    let picked = """
      aggregationRule:
        clusterRoleSelectors:
        - matchExpressions:
          - {key: tier, operator: In, values: [a, b]}
          - {key: off, operator: DoesNotExist}
      rules:
      - {apiGroups: [""], resources: [pods], verbs: [get]}
      - {apiGroups: [""], resources: [nodes], verbs: [get]}
      """
    let page = try kubernetes(
      [role("one", "tier: a", pods), role("two", "tier: b, off: x", secrets), role("all", "x: y", picked)]
        .joined(separator: "\n---\n"))
    #expect(page.cells("pods", "get", in: "cluster") == ["one", "all"])
    #expect(page.cells("secrets", "get", in: "cluster") == ["two"])
    // The control plane would have written over the rule of nodes; who brought it is not among the roles given.
    #expect(page.findings(.leftOut).count == 1)
    #expect(
      page.findings(.leftOut).first?.hasPrefix("rbac.yaml:21:3: left out: a rule of the aggregated ClusterRole `all`")
        == true)
  }

  @Test func whatIsNotGivenIsListed() throws {
    let page = try kubernetes(
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: r, namespace: web}
      rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: b, namespace: web}
      roleRef: {kind: ClusterRole, name: edit}
      subjects: [{kind: User, name: ada}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      """)
    #expect(
      page.findings(.leftOut) == [
        "rbac.yaml:6:1: left out: the RoleBinding `b`: its ClusterRole `edit` is not among what was given"
      ])
    #expect(page.findings(.passedOver) == ["passed over: objects that are not of RBAC: 1 Deployment"])
  }

  @Test func namesDoNotCollide() throws {
    let names = ["a:b", "a__b", "a.b", "a_x2eb", "a_b", "anyone", "r_-anyone", "1", "r_-1", "reader", "reader_in_web"]
    var text = names.map { name in
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: "\(name)"}
      rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
      """
    }.joined(separator: "\n---\n")
    text += """

      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader, namespace: web}
      rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
      """
    let page = try kubernetes(text)
    let roles = page.set.roles.filter { $0.scopeType == "namespace" }.map(\.name)
    #expect(Set(roles).count == names.count + 1)
  }

  @Test func refusals() {
    func text(_ rules: String) -> String {
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: x}\nrules: \(rules)\n"
    }
    #expect(refusal { try kubernetes(text("[{verb: [get]}]")) } == "rbac.yaml:4:16: error: a rule has no key `verb`")
    #expect(refusal { try kubernetes(text("[]") + "---\n" + text("[]")) }.contains("`ClusterRole x` is given twice"))
    #expect(refusal { try kubernetes(text("&a []")) }.hasPrefix("rbac.yaml:4:8: error: the anchor"))
    #expect(refusal { try kubernetes("a: b\n---\n\tc: d") }.hasPrefix("rbac.yaml:3"))
    let deep = String(repeating: "[", count: 500)
    #expect(refusal { try kubernetes(text(deep)) }.contains("nested past"))
    #expect(refusal { try kubernetes("kind: Pod") }.contains("there is no Role or ClusterRole"))
    #expect(refusal { try kubernetes("- 1") }.contains("it has no `kind`"))
  }

  @Test(arguments: 0..<150) func damagedFiles(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) &+ 900)
    var bytes = Array(Self.reader.utf8)
    for _ in 0..<random.pick([1, 4, 20]) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      if random.chance(50) {
        bytes[place] = random.pick(Array("-:[]{}\"'*& \n#,x".utf8))
      } else {
        bytes.removeSubrange(place..<min(place + random.pick([1, 5]), bytes.count))
      }
    }
    do {
      _ = try ProvedImport(KubernetesImport.run([SourceFile(path: "rbac.yaml", bytes: bytes)]))
    } catch let error as ImportFailure {
      #expect(!error.text.isEmpty)
    } catch {
      Issue.record("\(error)\n\(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
