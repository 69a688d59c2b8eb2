import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// What is allowed is read as it is meant: the values that come of the policy's sections.
@Suite struct ReadingValuesTests {
  /// The set, with nothing found wrong in it.
  private func read(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> PolicySet {
    let set = policySet(text)
    let errors = diagnostics(of: set).filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(shown(errors, set.sources))", sourceLocation: sourceLocation)
    return set
  }

  @Test func sectionsMergeAcrossFiles() {
    let whole = """
      policy: p
      scopes: {organization: {}, project: {in: organization}}
      principals: {user: {}}
      resources: {secret: {in: [organization, project], actions: [read, write]}}
      context: {one: string, two: int}
      roles: {organization: {admin: {}}, project: {viewer: {}}}
      permissions: {organization: {secret: {read: [admin], write: [admin]}}, project: {secret: {read: [viewer]}}}
      forbid: {organization: {secret: {write: [anyone if a]}}}
      conditions: {a: context.one == "x"}
      """
    let spread = """
      --- a.yaml
      policy: p
      scopes: {organization: {}}
      context: {one: string}
      permissions: {organization: {secret: {read: [admin]}}}
      roles: {organization: {admin: {}}}
      --- b.yaml
      scopes: {project: {in: organization}}
      context: {two: int}
      permissions: {organization: {secret: {write: [admin]}}, project: {secret: {read: [viewer]}}}
      roles: {project: {viewer: {}}}
      --- sub/c.yml
      principals: {user: {}}
      resources: {secret: {in: [organization, project], actions: [read, write]}}
      conditions: {a: context.one == "x"}
      forbid: {organization: {secret: {write: [anyone if a]}}}
      """
    let (one, other) = (read(whole).policy, read(spread).policy)
    #expect(one.scopeTypes.map(\.name) == other.scopeTypes.map(\.name))
    #expect(one.contextAttributes.map(\.name) == ["one", "two"])
    #expect(other.contextAttributes.map(\.name) == ["one", "two"])
    #expect(one.roles.map(\.name) == other.roles.map(\.name))
    #expect(one.permissions.map(row) == other.permissions.map(row))
    #expect(
      other.permissions.map(row) == [
        "organization/secret/read: admin", "organization/secret/write: admin", "project/secret/read: viewer",
      ])
    #expect(other.forbids.map(row) == ["organization/secret/write: anyone if a"])
  }

  private func row(_ row: TableRow) -> String {
    "\(row.scopeType)/\(row.resourceType)/\(row.action ?? "*"): \(row.cells.map(\.text).joined(separator: ", "))"
  }

  @Test func types() {
    let policy = read(
      """
      policy: p-1_x
      scopes:
        app: {}
        organization: {in: []}
        folder: {in: [organization, folder], open: true, attributes: {plan: string}}
        file: {in: folder, open: false}
      principals:
        user: {attributes: {email: string, level: {type: int, override: true}, tags: [string], since: {type: [timestamp]}}}
        team: {members: user}
        crew: {members: [user, crew]}
        none: {members: []}
        key: {bounded_by: creator}
        guest: {roles: request}
      resources:
        a.b/c-d_e: {in: folder, actions: ["x:y", z.w/v]}
        record: {in: [file, folder], actions: [read], listed: true, attributes: {owner: principal}}
        organization: {in: [organization, app], actions: [delete], listed: false}
      action: {fields: [string]}
      roles: {folder: {top: {rank: -3, includes: [file.reader]}}, file: {reader: {}}}
      permissions:
        folder: {a.b/c-d_e: {"x:y": [top], "*": []}, record: {read: [top]}}
        file: {record: {read: [reader]}}
      """
    ).policy
    #expect(policy.name == "p-1_x")
    let scopes = policy.scopeTypes
    #expect(scopes.map(\.parents) == [[], [], ["organization", "folder"], ["folder"]])
    #expect(scopes.map(\.isOpen) == [false, false, true, false])
    #expect(scopes.map(\.isRoot) == [true, true, false, false])
    #expect(scopes[2].attributes.map(\.name) == ["plan"])
    let principals = policy.principalTypes
    #expect(principals.map(\.members) == [nil, ["user"], ["user", "crew"], [], nil, nil])
    #expect(principals.map(\.boundedBy) == [nil, nil, nil, nil, "creator", nil])
    #expect(principals.map(\.takesRequestRoles) == [false, false, false, false, false, true])
    #expect(
      principals[0].attributes.map(\.type) == [
        AttributeType(.string), AttributeType(.int), AttributeType(.string, isList: true),
        AttributeType(.timestamp, isList: true),
      ])
    #expect(principals[0].attributes.map(\.isOverridable) == [false, true, false, false])
    let resources = policy.resourceTypes
    #expect(resources.map(\.scopeTypes) == [["folder"], ["file", "folder"], ["organization", "app"]])
    #expect(resources.map(\.actions) == [["x:y", "z.w/v"], ["read"], ["delete"]])
    #expect(resources.map(\.isListed) == [false, true, false])
    #expect(policy.actionAttributes.map(\.type) == [AttributeType(.string, isList: true)])
    #expect(policy.roles.map(\.rank) == [-3, nil])
    #expect(policy.roles[0].includes.map(\.role) == [RoleName("file", "reader")])
    #expect(
      policy.permissions.map(row) == [
        "folder/a.b/c-d_e/x:y: top", "folder/a.b/c-d_e/*: ", "folder/record/read: top", "file/record/read: reader",
      ])
  }

  @Test func cells() {
    let policy = read(
      """
      +base
      --- x.yaml
      permissions:
        organization:
          secret:
            "read": [owner if owned, "anyone  if  owned", member]
            list: []
            write:
              - >-
                owner
                if owned
      """
    ).policy
    let rows = policy.permissions.filter { $0.scopeType == "organization" && $0.resourceType == "secret" }
    #expect(
      rows.map(row) == [
        "organization/secret/*: owner", "organization/secret/read: owner if owned, anyone if owned, member",
        "organization/secret/list: ", "organization/secret/write: owner if owned",
      ])
    #expect(rows[1].cells.map(\.role) == ["owner", nil, "member"])
    #expect(rows[1].cells.map(\.condition) == ["owned", "owned", nil])
  }

  @Test func scalarsAreStringsWhereStringsAreDue() {
    let policy = read(
      """
      policy: no
      scopes: {"on": {}, y: {in: "on"}}
      principals: {null: {}}
      resources: {true: {in: y, actions: [yes, off, "null"]}}
      roles: {y: {false: {}}}
      permissions: {y: {true: {yes: [false], off: ["false"], null: []}}}
      """
    ).policy
    #expect(policy.name == "no")
    #expect(policy.scopeTypes.map(\.name) == ["on", "y"])
    #expect(policy.principalTypes.map(\.name) == ["null"])
    #expect(policy.resourceTypes[0].actions == ["yes", "off", "null"])
    #expect(policy.permissions.map(row) == ["y/true/yes: false", "y/true/off: false", "y/true/null: "])
  }

  @Test func invariants() {
    let policy = read(
      """
      +base
      --- x.yaml
      invariants:
        a: {exactly: 1, of: organization.owner}
        b: {at_least: 0, of: project.*}
        c: {of: project.admin, at_most: 3}
        d: {every: project.*, also: organization.*}
        e: {every: project.admin, also: project.viewer, for: [user, api_key]}
        f: {every: project.admin, also: project.viewer, for: user}
        g: {never_both: [organization.owner, project.*]}
        h: {never: secret read, for: organization.member}
        i: {never: "secret  write", for: [organization.member, project.*]}
      """
    ).policy
    let owner = "organization.owner"
    let expected: [Invariant.Kind] = [
      .count(.exactly(1), of: pattern(owner)), .count(.atLeast(0), of: pattern("project.*")),
      .count(.atMost(3), of: pattern("project.admin")),
      .every(pattern("project.*"), also: pattern("organization.*"), for: []),
      .every(pattern("project.admin"), also: pattern("project.viewer"), for: ["user", "api_key"]),
      .every(pattern("project.admin"), also: pattern("project.viewer"), for: ["user"]),
      .neverBoth(pattern(owner), pattern("project.*")),
      .never([PermissionPattern("secret", "read")], for: [.role(pattern("organization.member"))]),
      .never(
        [PermissionPattern("secret", "write")],
        for: [.role(pattern("organization.member")), .role(pattern("project.*"))]),
    ]
    #expect(policy.invariants.map(\.name) == ["a", "b", "c", "d", "e", "f", "g", "h", "i"])
    #expect(policy.invariants.map { withoutPlaces($0.kind) } == expected)
  }

  private func pattern(_ text: String) -> RolePattern {
    let parts = text.split(separator: ".").map(String.init)
    return RolePattern(parts[0], parts[1] == "*" ? nil : parts[1])
  }

  private func withoutPlaces(_ kind: Invariant.Kind) -> Invariant.Kind {
    func bare(_ pattern: RolePattern) -> RolePattern { RolePattern(pattern.scopeType, pattern.role) }
    return switch kind {
    case .count(let bound, let role): .count(bound, of: bare(role))
    case .every(let role, let also, let types): .every(bare(role), also: bare(also), for: types)
    case .neverBoth(let one, let other): .neverBoth(bare(one), bare(other))
    case .never(let things, let subjects):
      .never(
        things.map { PermissionPattern($0.resourceType, $0.action) },
        for: subjects.map { if case .role(let pattern) = $0 { .role(bare(pattern)) } else { $0 } })
    default: kind
    }
  }
}
