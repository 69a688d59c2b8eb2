import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// What the directory must keep: holders are principals, through groups, not through includes.
@Suite struct InvariantTests {
  private let now = Timestamp(seconds: 1_800_000_000)

  /// What is broken, one line each: the message without its beginning, then the texts of the labels.
  private func broken(
    _ invariant: String, _ directory: String, policy: String = "", at now: Timestamp? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    let text = """
      policy: p
      scopes: {organization: {}, project: {in: organization}, folder: {in: [organization, folder]}}
      principals: {user: {}, key: {}, team: {members: [user, team]}}
      resources: {secret: {in: [organization, project], actions: [read, write]}}
      roles:
        organization: {owner: {includes: [admin]}, admin: {includes: [member, project.admin]}, member: {}}
        project: {admin: {includes: [viewer]}, viewer: {}}
        folder: {reader: {}, writer: {}}
      invariants: {rule: \(invariant)}
      directory:
        scopes:
          organization:b: {}
          organization:a: {}
          project:web: {in: organization:a}
          folder:top: {in: organization:a}
          folder:sub: {in: folder:top}
      \(directory)
      """
    let files = MemoryFileSystem(["set/a.yaml": text + "\n", "set/b.yaml": policy + "\n"])
    var loader = PolicySetLoader(fileSystem: files)
    let set = loader.load(PolicySetLocation(policy: "set"))
    let index = PolicyIndex(set.policy)
    let errors = validate(set, index: index, withSuites: true).filter { $0.severity == .error }
    #expect(errors == [], sourceLocation: sourceLocation)
    return brokenInvariants(index, set.directory, at: now ?? self.now).map { diagnostic in
      #expect(diagnostic.code == .brokenInvariant && !diagnostic.span.isNone, sourceLocation: sourceLocation)
      let labels = diagnostic.labels.map { " [\($0.text)]" }.joined()
      return diagnostic.message.replacing("invariant `rule` is broken: ", with: "") + labels
    }
  }

  // MARK: - Counts

  @Test(
    arguments: [
      ("exactly: 1", "owner: [user:x]", []),
      (
        "exactly: 1", "owner: []",
        ["0 hold `organization.owner` at `organization:a`, and it must be exactly 1 [nobody holds it here]"]
      ),
      (
        "exactly: 1", "owner: [user:x, user:y]",
        [
          "2 hold `organization.owner` at `organization:a`, and it must be exactly 1 [`user:x` holds it] [`user:y` holds it]"
        ]
      ),
      ("at_least: 1", "owner: [user:x, user:y]", []),
      (
        "at_least: 3", "owner: [user:x, user:y]",
        [
          "2 hold `organization.owner` at `organization:a`, and it must be at least 3 [`user:x` holds it] [`user:y` holds it]"
        ]
      ),
      ("at_most: 1", "owner: []", []),
      (
        "at_most: 0", "owner: [key:k]",
        ["1 holds `organization.owner` at `organization:a`, and it must be at most 0 [`key:k` holds it]"]
      ),
      // Includes do not count: an admin of nobody is one whoever the owner is.
      ("exactly: 1", "owner: [user:x], admin: [user:y]", []),
      // A group's role is its members', each once; the group itself is no holder.
      ("exactly: 1", "owner: [team:one]", []),
      ("exactly: 1", "owner: [team:one, user:x]", []),
      ("exactly: 2", "owner: [team:outer]", []),
      ("exactly: 1", "owner: [team:none, user:x]", []),
      // What is disabled or has expired passes nothing on, nor does what it is in by way of it.
      ("exactly: 1", "owner: [team:off, user:y]", []),
      ("exactly: 1", "owner: [team:gone, user:y]", []),
      ("exactly: 1", "owner: [team:through, user:y]", []),
      ("exactly: 1", "owner: [team:soon]", []),
      // Held until a time is held while now is before it.
      ("exactly: 0", "owner: [user:x: {until: 2027-01-15T08:00:00Z}]", []),
      ("exactly: 1", "owner: [user:x: {until: 2027-01-15T08:00:01Z}]", []),
      // Who is disabled or has expired still holds what it is assigned.
      ("exactly: 2", "owner: [user:off, user:gone]", []),
    ] as [(String, String, [String])])
  func counts(_ bound: String, _ assignments: String, _ expected: [String]) {
    let found = broken(
      "{\(bound), of: organization.owner}",
      """
        principals:
          team:one: {members: [user:x]}
          team:outer: {members: [team:one, team:two, user:x]}
          team:two: {members: [user:y, team:outer]}
          team:none: {}
          team:off: {members: [user:x], disabled: true}
          team:gone: {members: [user:x], expires: 2027-01-15T08:00:00Z}
          team:soon: {members: [user:x], expires: 2027-01-15T08:00:01Z}
          team:through: {members: [team:off, team:gone]}
          user:off: {disabled: true}
          user:gone: {expires: 2020-01-01T00:00:00Z}
        assignments:
          organization:a: {\(assignments)}
      """)
    // The other organization has nobody at all.
    #expect(found.filter { !$0.contains("organization:b") } == expected)
  }

  @Test func countsSpeakOfEveryScopeInOrder() {
    let found = broken(
      "{exactly: 1, of: organization.*}", "  assignments: {organization:b: {owner: [user:x], member: [user:y]}}")
    #expect(
      found == [
        "0 hold `organization.*` at `organization:a`, and it must be exactly 1 [nobody holds it here]",
        "2 hold `organization.*` at `organization:b`, and it must be exactly 1 [`user:x` holds it] [`user:y` holds it]",
      ])
    // Two roles of one principal are one holder.
    #expect(
      broken(
        "{exactly: 1, of: organization.*}",
        "  assignments: {organization:a: {owner: [user:x], member: [user:x]}, organization:b: {owner: [user:x]}}") == []
    )
  }

  // MARK: - Every

  @Test(
    arguments: [
      ("", "organization:a: {member: [user:x]}, project:web: {viewer: [user:x]}", 0),
      ("", "project:web: {viewer: [user:x]}", 1),
      // Roles of another organization, or below, are none above.
      ("", "organization:b: {owner: [user:x]}, project:web: {viewer: [user:x]}", 1),
      ("", "project:web: {viewer: [user:x], admin: [user:x, user:y]}", 2),
      // Through groups on either side.
      ("", "organization:a: {member: [team:t]}, project:web: {viewer: [user:x]}", 0),
      ("", "organization:a: {member: [user:x]}, project:web: {viewer: [team:t]}", 0),
      ("", "organization:a: {member: [user:z]}, project:web: {viewer: [team:t]}", 1),
      // What has ended is held no more.
      ("", "organization:a: {member: [user:x: {until: 2020-01-01T00:00:00Z}]}, project:web: {viewer: [user:x]}", 1),
      ("", "project:web: {viewer: [user:x: {until: 2020-01-01T00:00:00Z}]}", 0),
      // Only principals of the types.
      (", for: [user]", "project:web: {viewer: [key:k]}", 0),
      (", for: key", "project:web: {viewer: [key:k, user:x]}", 1),
    ] as [(String, String, Int)])
  func every(_ types: String, _ assignments: String, _ count: Int) {
    let found = broken(
      "{every: project.*, also: organization.*\(types)}",
      "  principals: {team:t: {members: [user:x]}}\n  assignments: {\(assignments)}")
    #expect(found.count == count, "\(found)")
  }

  @Test func everyNamesItsWitnesses() {
    #expect(
      broken(
        "{every: project.admin, also: organization.owner}",
        "  assignments: {organization:a: {admin: [user:y]}, project:web: {admin: [user:y, user:x]}}") == [
          "`user:y` holds `project.admin` at `project:web` without `organization.owner` there or above it [given here]",
          "`user:x` holds `project.admin` at `project:web` without `organization.owner` there or above it [given here]",
        ])
    // At the same scope, and above through one's own type.
    #expect(
      broken(
        "{every: folder.writer, also: folder.reader}",
        "  assignments: {folder:top: {reader: [user:x]}, folder:sub: {writer: [user:x]}}") == [])
    #expect(
      broken(
        "{every: folder.writer, also: folder.reader}",
        "  assignments: {folder:sub: {reader: [user:x]}, folder:top: {writer: [user:x]}}"
      ).count == 1)
  }

  // MARK: - Never both

  @Test(
    arguments: [
      ("organization.owner, project.viewer", "organization:a: {owner: [user:x]}, project:web: {viewer: [user:x]}", 1),
      ("project.viewer, organization.owner", "organization:a: {owner: [user:x]}, project:web: {viewer: [user:x]}", 1),
      ("organization.owner, project.viewer", "organization:b: {owner: [user:x]}, project:web: {viewer: [user:x]}", 0),
      ("organization.owner, project.viewer", "organization:a: {owner: [user:x]}, project:web: {viewer: [user:y]}", 0),
      // Not through includes: an owner is an admin of every project, and holds no role there.
      ("organization.owner, project.admin", "organization:a: {owner: [user:x]}", 0),
      ("organization.owner, organization.member", "organization:a: {owner: [user:x], member: [user:x, user:y]}", 1),
      (
        "organization.owner, organization.member",
        "organization:a: {owner: [user:x]}, organization:b: {member: [user:x]}", 0
      ),
      ("organization.owner, organization.member", "organization:a: {owner: [team:t], member: [user:x]}", 1),
      ("folder.reader, folder.writer", "folder:sub: {reader: [user:x]}, folder:top: {writer: [user:x]}", 1),
      ("folder.reader, folder.writer", "folder:top: {reader: [user:x]}, folder:sub: {writer: [user:x]}", 1),
      ("project.*, project.*", "project:web: {viewer: [user:x]}", 0),
      ("project.*, project.*", "project:web: {viewer: [user:x], admin: [user:x]}", 1),
      (
        "organization.*, project.*",
        "organization:a: {member: [user:x, user:y]}, project:web: {viewer: [user:y, user:x]}", 2
      ),
      (
        "organization.owner, project.viewer",
        "organization:a: {owner: [user:x: {until: 2020-01-01T00:00:00Z}]}, project:web: {viewer: [user:x]}", 0
      ),
    ] as [(String, String, Int)])
  func neverBoth(_ roles: String, _ assignments: String, _ count: Int) {
    let found = broken(
      "{never_both: [\(roles)]}",
      "  principals: {team:t: {members: [user:x]}}\n  assignments: {\(assignments)}")
    #expect(found.count == count, "\(found)")
  }

  @Test func neverBothNamesBothPlaces() {
    #expect(
      broken(
        "{never_both: [project.*, organization.*]}",
        "  assignments: {project:web: {viewer: [user:y, user:x]}, organization:a: {member: [user:x, user:y]}}") == [
          "`user:x` holds `project.viewer` at `project:web` and `organization.member` at `organization:a` [one] [the other]",
          "`user:y` holds `project.viewer` at `project:web` and `organization.member` at `organization:a` [one] [the other]",
        ])
  }

  @Test func aPrincipalOfManyRolesIsNoSquareOfThem() {
    let projects = (0..<3_000).map { "project:p\($0)" }
    let scopes = projects.map { "    \($0): {in: organization:a}\n" }.joined()
    let roles = projects.map { "    \($0): {viewer: [user:x]}\n" }.joined()
    let clock = ContinuousClock()
    let start = clock.now
    #expect(broken("{never_both: [project.viewer, project.admin]}", "\(scopes)  assignments:\n\(roles)").isEmpty)
    #expect(start.duration(to: clock.now) < .seconds(20))
  }

  // MARK: - Never

  @Test(
    arguments: [
      // Nothing grants it.
      ("member", "permissions: {organization: {secret: {write: [member]}}}", []),
      ("member", "permissions: {organization: {secret: {read: [owner, admin]}}}", []),
      // By itself, by what it includes, below, under a condition, and by a wildcard.
      (
        "member", "permissions: {organization: {secret: {read: [member]}}}",
        ["organization.member by member in organization"]
      ),
      (
        "owner", "permissions: {organization: {secret: {read: [member]}}}",
        ["organization.owner by member in organization"]
      ),
      ("owner", "permissions: {project: {secret: {read: [viewer]}}}", ["organization.owner by viewer in project"]),
      ("member", "permissions: {project: {secret: {read: [viewer]}}}", []),
      (
        "member", "permissions: {organization: {secret: {read: [member if c]}}}",
        ["organization.member by member if c in organization"]
      ),
      (
        "member", "permissions: {organization: {secret: {\"*\": [member]}}}",
        ["organization.member by member in organization"]
      ),
      ("member", "permissions: {organization: {secret: {\"*\": [member], read: []}}}", []),
      // `anyone` is everybody, wherever it stands.
      (
        "member", "permissions: {organization: {secret: {read: [anyone if c]}}}",
        ["organization.member by anyone if c in organization"]
      ),
      ("member", "permissions: {project: {secret: {read: [anyone]}}}", ["organization.member by anyone in project"]),
      // Taken back, without a condition, by the role or by one it includes.
      (
        "member",
        "permissions: {organization: {secret: {read: [member]}}}\nforbid: {organization: {secret: {read: [member]}}}",
        []
      ),
      (
        "admin",
        "permissions: {organization: {secret: {read: [member]}}}\nforbid: {organization: {secret: {\"*\": [admin]}}}",
        []
      ),
      (
        "owner",
        "permissions: {organization: {secret: {read: [owner]}}}\nforbid: {organization: {secret: {read: [member]}}}", []
      ),
      (
        "member",
        "permissions: {organization: {secret: {read: [member]}}}\nforbid: {organization: {secret: {read: [admin]}}}",
        ["organization.member by member in organization"]
      ),
      (
        "member",
        "permissions: {organization: {secret: {read: [member]}}}\nforbid: {organization: {secret: {read: [anyone if c]}}}",
        ["organization.member by member in organization"]
      ),
      (
        "member",
        "permissions: {organization: {secret: {read: [member]}}}\nforbid: {organization: {secret: {write: [anyone]}}}",
        ["organization.member by member in organization"]
      ),
      // A forbid above reaches below; one below does not reach above.
      (
        "owner",
        "permissions: {project: {secret: {read: [viewer]}}}\nforbid: {organization: {secret: {read: [anyone]}}}", []
      ),
      (
        "owner",
        "permissions: {project: {secret: {read: [viewer]}}}\nforbid: {organization: {secret: {read: [member]}}}", []
      ),
      (
        "member",
        "permissions: {organization: {secret: {read: [member]}}}\nforbid: {project: {secret: {read: [anyone]}}}",
        ["organization.member by member in organization"]
      ),
      // What everybody may, only a forbid for everybody takes back: the holder may ask where it holds nothing.
      (
        "member",
        "permissions: {organization: {secret: {read: [anyone]}}}\nforbid: {organization: {secret: {read: [member]}}}",
        ["organization.member by anyone in organization"]
      ),
      (
        "member",
        "permissions: {project: {secret: {read: [anyone]}}}\nforbid: {organization: {secret: {read: [anyone]}}}", []
      ),
      // One cell is taken back, another is not.
      (
        "admin",
        "permissions: {organization: {secret: {read: [admin, anyone]}}}\nforbid: {organization: {secret: {read: [admin]}}}",
        ["organization.admin by anyone in organization"]
      ),
      // Wildcards of roles, in the order of their declaration, each table once.
      (
        "*", "permissions: {organization: {secret: {read: [admin, admin if c]}}, project: {secret: {read: [admin]}}}",
        [
          "organization.owner by admin in organization", "organization.owner by admin in project",
          "organization.admin by admin in organization", "organization.admin by admin in project",
        ]
      ),
    ] as [(String, String, [String])])
  func never(_ role: String, _ policy: String, _ expected: [String]) {
    let found = broken(
      "{never: secret read, for: organization.\(role)}", "", policy: "\(policy)\nconditions: {c: now == now}")
    #expect(
      found
        == expected.map { line in
          let parts = line.split(separator: " by ").map(String.init)
          let cell = parts[1].split(separator: " in ").map(String.init)
          return
            "`\(parts[0])` may `read` a `secret`, by `\(cell[0])` in the table of `\(cell[1])` [this cell grants it]"
        })
  }

  @Test func neverOfOverlappingPatternsReportsEachRoleOnce() {
    #expect(
      broken(
        "{never: secret read, for: [organization.member, organization.*]}", "",
        policy: "permissions: {organization: {secret: {read: [owner, member]}}}"
      ).count == 3)
  }
}
