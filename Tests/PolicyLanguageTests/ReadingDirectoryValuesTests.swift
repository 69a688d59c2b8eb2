import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// The values that come of directories, rows and suites.
@Suite struct ReadingDirectoryValuesTests {
  private func read(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> PolicySet {
    let set = policySet(text)
    let errors = diagnostics(of: set).filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(shown(errors, set.sources))", sourceLocation: sourceLocation)
    return set
  }

  private func entity(_ type: String, _ id: String) -> EntityName { EntityName(type: type, id: id) }

  @Test func instances() {
    let directory = read(
      """
      +base
      --- x.yaml
      directory:
        default_scope: organization:acme
        scopes:
          organization:acme: {}
          project:web: {in: organization:acme, disabled: true, region: no}
          folder:f: {in: organization:acme}
          folder:a:b: {in: folder:f, disabled: false}
        principals:
          user:alice: {email: "12:30", level: -7, expires: 2027-01-01T09:00:00+09:00}
          team:ops: {members: [user:alice, team:ops2]}
          team:ops2: {members: []}
          api_key:k:
            creator: user:alice
            flag: true
            since: "2026-01-01T00:00:00Z"
            from: 10.0.0.1
            rank_of: project.admin
            owner: user:alice
            tags: [1.10, no, "", "true"]
          user:mallory: {disabled: true}
        resources:
          secret:s1: {in: project:web, owner: team:ops, shared: false}
          secret:s2: {}
      --- y.yaml
      directory:
        principals: {user:bob: {}}
      """
    ).directory
    let acme = entity("organization", "acme")
    #expect(directory.defaultScope == acme)
    #expect(
      directory.scopes.map(\.name) == [
        acme, entity("project", "web"), entity("folder", "f"), entity("folder", "a:b"),
      ])
    #expect(directory.scopes.map(\.parent) == [nil, acme, acme, entity("folder", "f")])
    #expect(directory.scopes.map(\.isDisabled) == [false, true, false, false])
    #expect(directory.scopes[1].attributes.map(\.value) == [.string("no")])
    let principals = directory.principals
    #expect(
      principals.map(\.name.description) == [
        "user:alice", "team:ops", "team:ops2", "api_key:k", "user:mallory", "user:bob",
      ])
    #expect(principals[0].attributes.map(\.value) == [.string("12:30"), .int(-7)])
    #expect(principals[0].expires == Timestamp("2027-01-01T00:00:00Z"))
    #expect(principals[1].members == [entity("user", "alice"), entity("team", "ops2")])
    #expect(principals[3].bound == entity("user", "alice"))
    #expect(principals[3].attributes.map(\.name) == ["flag", "since", "from", "rank_of", "owner", "tags"])
    #expect(principals[3].attributes[3].value == .role(scopeType: "project", name: "admin"))
    #expect(
      principals[3].attributes[5].value == .list([.string("1.10"), .string("no"), .string(""), .string("true")]))
    #expect(principals.map(\.isDisabled) == [false, false, false, false, true, false])
    #expect(directory.resources.map(\.scope) == [entity("project", "web"), nil])
    #expect(directory.resources[0].attributes.map(\.value) == [.principal(entity("team", "ops")), .bool(false)])
  }

  @Test func assignments() throws {
    let directory = read(
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          organization:acme:
            owner: [user:a]
            member: [user:b, user:c: {until: 2027-03-01T00:00:00Z}, user:d: {}]
          project:web:
            project.viewer: []
            admin:
              - user:e: {until: 2027-03-01T01:00:00+01:00}
                user:f: {}
      """
    ).directory
    let until = try #require(Timestamp("2027-03-01T00:00:00Z"))
    #expect(
      directory.assignments.map { "\($0.scope) \($0.role) \($0.principal)" } == [
        "organization:acme owner user:a", "organization:acme member user:b", "organization:acme member user:c",
        "organization:acme member user:d", "project:web admin user:e", "project:web admin user:f",
      ])
    #expect(directory.assignments.map(\.until) == [nil, nil, until, nil, until, nil])
  }

  @Test func rows() throws {
    let set = read(
      #"""
      +base
      --- x.yaml
      directory: {scopes: {"organization:a\\b": {}, "organization:acme": {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      organization:acme⇥owner⇥user:a
      organization:acme⇥member⇥user:b⇥\N
      organization:acme⇥member⇥user:c⇥2027-03-01 00:00:00+00
      organization:acme⇥organization.member⇥user:d⇥2027-03-01 05:45:00.25+05:45
      project:web⇥admin⇥user:\x65⇥2027-02-28 19:00:00-05
      project:web⇥admin⇥user:\146\u⇥2027-03-01T00:00:00Z
      organization:a\\b⇥owner⇥user:caf\xc3\xa9
      organization:a\\b⇥owner⇥user:cafe\314\201
      """#)
    let until = try #require(Timestamp("2027-03-01T00:00:00Z"))
    let later = Timestamp(seconds: until.seconds, nanoseconds: 250_000_000)
    let rows = set.directory.assignments
    #expect(
      rows.map { "\($0.scope) \($0.role) \($0.principal)" } == [
        "organization:acme owner user:a", "organization:acme member user:b", "organization:acme member user:c",
        "organization:acme member user:d", "project:web admin user:e", "project:web admin user:fu",
        "organization:a\\b owner user:caf\u{E9}", "organization:a\\b owner user:cafe\u{301}",
      ])
    #expect(rows.map(\.until) == [nil, nil, until, later, until, until, nil, nil])
    // Byte for byte they are two, though Swift's strings would be equal.
    #expect(rows[6].principal != rows[7].principal)
    #expect(read("+base\n--- rows.tsv\n∎").directory.assignments.isEmpty)
  }

  @Test func suites() throws {
    let set = read(
      #"""
      +base
      --- x_test.yaml
      directory: {scopes: {organization:own: {}}}
      tests:
        - name: table
          in: project:web in organization:own
          as: {admin: user:a, "any one": api_key:k}
          expect: {secret: {read: [admin, any one], list: [], write: [admin]}}
          complete: true
        - name: cases
          given: {resource.owner: user:b, resource.labels: [a, no], context.address: 10.0.0.1, now: 2027-01-01T00:00:00Z, principal.level: 3}
          can:
            - user:a read secret
            - "user:b  read secret:s:1 in project:web in organization:own"
          cannot: ["user:c read secret:s1 in project:web"]
      """#)
    let suite = try #require(set.suites.first)
    #expect(suite.file == "set/x_test.yaml")
    #expect(suite.directory?.scopes.map(\.name.description) == ["organization:own"])
    #expect(set.directory.scopes.isEmpty)
    let table = try #require(suite.tests.first?.table)
    #expect(table.scope == "project:web in organization:own")
    #expect(table.columns.map(\.label) == ["admin", "any one"])
    #expect(table.columns.map(\.principal.description) == ["user:a", "api_key:k"])
    #expect(table.rows.map { "\($0.resourceType) \($0.action)" } == ["secret read", "secret list", "secret write"])
    #expect(table.rows.map(\.allowed) == [["admin", "any one"], [], ["admin"]])
    #expect(table.isComplete)
    let cases = suite.tests[1]
    #expect(cases.now == Timestamp("2027-01-01T00:00:00Z"))
    #expect(cases.given.map(\.attribute) == ["owner", "labels", "address", "level"])
    #expect(
      cases.given.map(\.value) == [
        .text("user:b"), .list([.text("a"), .text("no")]), .text("10.0.0.1"), .text("3"),
      ])
    #expect(cases.can.map(\.resourceID) == [nil, "s:1"])
    #expect(cases.can.map(\.scope) == [nil, "project:web in organization:own"])
    #expect(cases.cannot.map(\.principal.description) == ["user:c"])
  }

  @Test func scopesMayLieInEachOtherToABound() {
    func findings(_ depth: Int) -> [String] {
      let scopes = (1...depth).map { "    folder:f\($0): {in: \($0 == 1 ? "organization:o" : "folder:f\($0 - 1)")}\n" }
      let set = policySet(
        "+base\n--- x.yaml\ndirectory:\n  scopes:\n    organization:o: {}\n" + scopes.reversed().joined())
      return diagnostics(of: set).map { "\($0.code.rawValue): \($0.message)" }
    }
    #expect(findings(255) == [])
    #expect(
      findings(300) == ["limit-exceeded: `folder:f256` lies too deep: at most 256 scopes lie in each other"])
  }

  @Test func hugeListsTakeTimeInProportion() {
    let members = (0..<20_000).map { "user:u\($0)" }.joined(separator: ", ")
    let holders = (0..<20_000).map { "user:h\($0)" }.joined(separator: ", ")
    let text = """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}}
        principals: {team:all: {members: [\(members)]}}
        assignments: {organization:acme: {member: [\(holders)], missing: [\(holders)]}, organization:acmee: {member: [\(holders)]}}
      """
    let clock = ContinuousClock()
    let start = clock.now
    let set = policySet(text)
    #expect(diagnostics(of: set).map(\.code) == [.unknownRole, .unknownScope])
    #expect(start.duration(to: clock.now) < .seconds(20))
  }
}
