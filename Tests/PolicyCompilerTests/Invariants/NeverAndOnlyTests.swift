import Testing

/// `never` for principal types and for anyone, `*`, and `only`.
@Suite struct NeverAndOnlyTests {
  private static let base = """
    scopes: {organization: {}, project: {in: organization}}
    principals: {user: {}, team: {members: [user]}, key: {bounded_by: creator}, bot: {}, guest: {roles: request}}
    resources:
      secret: {in: [organization, project], actions: [read, write, delete]}
      bill: {in: organization, actions: [read, pay]}
    roles:
      organization: {owner: {includes: [admin]}, admin: {includes: [project.admin]}, member: {}, banned: {}}
      project: {admin: {}, viewer: {}}
    conditions:
      by_user: principal.type == "user"
      by_some: principal.type in ["user", "bot"]
      no_bot: '!(principal.type == "bot")'
      by_ann: principal == "user:ann"
      flagged: context.flag
      late: now > timestamp("2030-01-01T00:00:00Z")
    context: {flag: bool}
    """

  private func found(_ invariant: String, _ rest: String, sourceLocation: SourceLocation = #_sourceLocation) -> [String]
  {
    broken("\(Self.base)\ninvariants: {a: \(invariant)}\n\(rest)", sourceLocation: sourceLocation)
  }

  // MARK: - Never, for types

  @Test(
    arguments: [
      ("secret: {read: [anyone if by_user]}", "", true),
      ("secret: {read: [anyone if by_some]}", "", false),
      ("secret: {read: [anyone if no_bot]}", "", true),
      ("secret: {read: [anyone if by_ann]}", "", true),
      ("secret: {read: [anyone if flagged]}", "", false),
      ("secret: {write: [anyone]}", "", true),
      ("secret: {read: [anyone]}", "secret: {read: [anyone]}", true),
      ("secret: {read: [anyone]}", "secret: {read: [anyone if no_bot]}", false),
      ("secret: {read: [anyone]}", "secret: {read: [anyone if by_some]}", true),
      ("secret: {read: [anyone if no_bot, member]}", "", true),
    ])
  func grantsToAnyone(_ permissions: String, _ forbids: String, _ isKept: Bool) {
    let found = found(
      "{never: secret read, for: bot}",
      "permissions: {organization: {\(permissions)}}\nforbid: {organization: {\(forbids)}}")
    #expect(found.isEmpty == isKept, "\(found)")
  }

  @Test(
    arguments: [
      (
        "organization:a: {member: [bot:x]}",
        [
          "`bot:x` may `read` a `secret`, by `member` in the table of `organization` [`organization.member` is held here: bot:x] [this cell grants it: member]"
        ]
      ),
      // Through a group's includes, below.
      (
        "organization:a: {admin: [bot:x]}",
        [
          "`bot:x` may `read` a `secret`, by `admin` in the table of `project` [`organization.admin` is held here: bot:x] [through this include: project.admin] [this cell grants it: admin]"
        ]
      ),
      ("project:w: {viewer: [bot:x]}", []),
      ("organization:a: {member: [user:u]}", []),
      // What a forbid always takes back: a role held above, not one held beside.
      ("organization:a: {member: [bot:x], banned: [bot:x]}", []),
      (
        "organization:a: {member: [bot:x]}, organization:b: {banned: [bot:x]}",
        [
          "`bot:x` may `read` a `secret`, by `member` in the table of `organization` [`organization.member` is held here: bot:x] [this cell grants it: member]"
        ]
      ),
      ("organization:a: {member: [bot:x: {until: 2020-01-01T00:00:00Z}]}", []),
    ] as [(String, [String])])
  func whatTypesHold(_ assignments: String, _ expected: [String]) {
    let found = found(
      "{never: secret read, for: [bot]}",
      """
      permissions: {organization: {secret: {read: [member]}}, project: {secret: {read: [admin]}}}
      forbid: {organization: {secret: {read: [banned]}}}
      directory:
        scopes: {organization:a: {}, organization:b: {}, project:w: {in: organization:a}}
        assignments: {\(assignments)}
      """)
    #expect(found == expected)
  }

  @Test func groupsCountForTheirMembers() {
    let found = found(
      "{never: secret read, for: user}",
      """
      permissions: {organization: {secret: {read: [member]}}}
      directory:
        scopes: {organization:a: {}}
        principals: {team:t: {members: [user:u]}}
        assignments: {organization:a: {member: [team:t]}}
      """)
    #expect(
      found == [
        "`user:u` may `read` a `secret`, by `member` in the table of `organization` [`organization.member` is held here: team:t] [this cell grants it: member]"
      ])
  }

  @Test(
    arguments: [
      ("user:u", "organization:a: {member: [key:k]}", 0),
      ("user:u", "organization:a: {member: [key:k, user:u]}", 1),
      ("user:u", "organization:a: {member: [key:k]}, organization:b: {member: [user:u]}", 0),
      ("user:u", "project:w: {admin: [key:k]}, organization:a: {admin: [user:u]}", 1),
      ("user:u", "project:w: {admin: [key:k]}, organization:a: {member: [user:u]}", 0),
      ("key:j", "organization:a: {member: [key:k, key:j]}", 0),
    ])
  func boundsMustMayToo(_ creator: String, _ assignments: String, _ count: Int) {
    let found = found(
      "{never: secret read, for: key}",
      """
      permissions: {organization: {secret: {read: [member]}}, project: {secret: {read: [admin]}}}
      directory:
        scopes: {organization:a: {}, organization:b: {}, project:w: {in: organization:a}}
        principals: {key:k: {creator: \(creator)}, key:j: {}}
        assignments: {\(assignments)}
      """)
    #expect(found.count == count, "\(found)")
    if count > 0 { #expect(found[0].contains("[`user:u`, which bounds it, may by this: user:u]")) }
  }

  @Test func requestsMayBringAnyRole() {
    #expect(
      found("{never: bill pay, for: guest}", "permissions: {organization: {bill: {pay: [owner]}}}") == [
        "any principal of type `guest` for which a request brings `organization.owner` may `pay` a `bill`, by `owner` in the table of `organization` [this cell grants it: owner] [requests bring its roles: guest]"
      ])
  }

  // MARK: - Never, of many things and for everybody

  @Test func wildcards() {
    let tables = "permissions: {organization: {secret: {\"*\": [member]}, bill: {read: [member if flagged]}}}"
    #expect(found("{never: secret *, for: organization.member}", tables).count == 1)
    #expect(found("{never: \"* read\", for: organization.member}", tables).count == 2)
    #expect(found("{never: \"* *\", for: organization.member}", tables).count == 2)
    #expect(found("{never: [bill pay, bill read], for: organization.member}", tables).count == 1)
    #expect(
      found("{never: bill *, for: anyone}", tables) == [
        "`organization.member` may `read` a `bill`, by `member if flagged` in the table of `organization` [this cell grants it: member if flagged]"
      ])
    #expect(found("{never: bill pay, for: anyone}", tables) == [])
  }

  // MARK: - Only

  @Test(
    arguments: [
      ("admin", "secret: {read: [admin]}", []),
      // What includes a role that is listed counts as one.
      ("admin", "secret: {read: [owner, admin]}", []),
      (
        "owner", "secret: {read: [owner, admin]}",
        [
          "`organization.admin` may `read` a `secret`, which is for `organization.owner` alone [this cell grants it: admin]"
        ]
      ),
      (
        "admin", "secret: {read: [admin, member if flagged]}",
        [
          "`organization.member` may `read` a `secret`, which is for `organization.admin` alone [this cell grants it: member if flagged]"
        ]
      ),
      (
        "admin", "secret: {read: [admin, anyone if late]}",
        ["anyone may `read` a `secret`, which is for `organization.admin` alone [this cell grants it: anyone if late]"]
      ),
      ("admin", "secret: {\"*\": [member], read: [admin]}", []),
      (
        "admin", "secret: {\"*\": [member]}",
        [
          "`organization.member` may `read` a `secret`, which is for `organization.admin` alone [this cell grants it: member]"
        ]
      ),
      ("admin", "bill: {read: [member]}", []),
    ] as [(String, String, [String])])
  func only(_ role: String, _ permissions: String, _ expected: [String]) {
    #expect(
      found("{only: secret read, for: organization.\(role)}", "permissions: {organization: {\(permissions)}}")
        == expected)
  }

  @Test func onlyForTypes() {
    let tables = "permissions: {organization: {secret: {read: [anyone if by_user, admin]}}}"
    #expect(found("{only: secret read, for: [user, organization.admin]}", tables) == [])
    #expect(found("{only: secret read, for: [bot, organization.admin]}", tables).count == 1)
    #expect(found("{only: secret read, for: user}", tables).count == 1)
    let taken = tables + "\nforbid: {organization: {secret: {read: [admin]}}}"
    #expect(found("{only: secret read, for: user}", taken) == [])
  }
}
