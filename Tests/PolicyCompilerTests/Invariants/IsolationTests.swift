import Testing

/// `isolated`: nothing crosses from one scope of a type into another.
@Suite struct IsolationTests {
  private func found(
    _ rest: String, invariant: String = "{isolated: tenant}",
    principals: String = "user: {attributes: {home: string, homes: [string], site: string}}",
    scopes: String = "platform: {}, tenant: {in: platform}, site: {in: tenant}",
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    broken(
      """
      scopes: {\(scopes)}
      principals: {\(principals), team: {members: [user]}, key: {bounded_by: creator}}
      resources:
        page: {in: [tenant, site], actions: [read, write]}
        tenant: {in: [platform, tenant], actions: [close, list]}
      roles:
        platform: {operator: {includes: [tenant.admin]}, root: {includes: [operator]}, clerk: {}}
        tenant: {admin: {rank: 2, includes: [site.editor]}, member: {rank: 1}}
        site: {editor: {}, reader: {}}
      context: {flag: bool}
      invariants: {a: \(invariant)}
      \(rest)
      """, sourceLocation: sourceLocation)
  }

  // MARK: - By the policy

  @Test func includesFromAbove() {
    let tables = "permissions: {site: {page: {write: [editor]}}}"
    #expect(
      found(tables) == [
        "`platform.operator` is held above a `tenant`, and may `write` a `page` in every one [this include crosses: tenant.admin] [this cell grants it: editor]"
      ])
    #expect(found(tables, invariant: "{isolated: tenant, except: [platform.operator]}") == [])
    #expect(found(tables, invariant: "{isolated: site}").count == 1)
    #expect(found(tables, invariant: "{isolated: site, except: [tenant.admin, platform.*]}") == [])
    // Without a cell there is nothing that it gives; nor where a forbid always takes it back.
    #expect(found("") == [])
    #expect(found(tables + "\nforbid: {tenant: {page: {write: [anyone]}}}") == [])
  }

  @Test func aTenantIsJudgedInThePlatformToo() {
    #expect(
      found("permissions: {platform: {tenant: {close: [clerk]}}}") == [
        "`platform.clerk` is held above a `tenant`, and may `close` a `tenant` in every one [this cell grants it: clerk]"
      ])
    #expect(
      found("permissions: {platform: {tenant: {close: [clerk]}}}\nforbid: {tenant: {tenant: {close: [anyone]}}}") == [])
  }

  @Test(
    arguments: [
      ("flagged", false), ("at_home", true), ("at_home_somehow", false), ("at_homes", true), ("not_at_home", false),
      ("at_home_in_full", true), ("ranked", true), ("unranked", false), ("own_tenant", false),
    ])
  func ties(_ condition: String, _ isKept: Bool) {
    let found = found(
      """
      permissions: {tenant: {page: {read: [anyone if \(condition)]}}}
      conditions:
        flagged: context.flag
        at_home: context.flag && scope.id == principal.home
        at_home_somehow: context.flag || scope.id == principal.home
        at_homes: scope.id in principal.homes
        not_at_home: scope.id != principal.home
        at_home_in_full: scope == principal.home
        ranked: principal.rank >= 1
        unranked: '!has(principal.rank)'
        own_tenant: resource.id == principal.home
      """)
    #expect(found.isEmpty == isKept, "\(found)")
    if !isKept {
      #expect(
        found == [
          "any principal of type `user` may `read` a `page` in every `tenant`, by `anyone if \(condition)` in the table of `tenant` [this cell grants it: anyone if \(condition)]"
        ])
    }
  }

  @Test func tiesToWhatIsOpenSayNothing() {
    let tables = """
      permissions: {site: {page: {read: [anyone if there]}}}
      conditions: {there: scope.id == principal.site}
      """
    #expect(found(tables) == [])
    #expect(found(tables, scopes: "platform: {}, tenant: {in: platform}, site: {in: tenant, open: true}").count == 1)
  }

  @Test func forbidsThatDenyStrangers() {
    let tables = """
      permissions: {platform: {tenant: {list: [anyone]}}, tenant: {page: {read: [anyone]}}}
      conditions: {stranger: principal.rank < 1, elsewhere: scope.id != principal.home}
      """
    #expect(found(tables).count == 2)
    #expect(
      found(tables + "\nforbid: {tenant: {tenant: {list: [anyone if stranger]}, page: {read: [anyone if elsewhere]}}}")
        == [])
  }

  @Test func nesting() {
    let found = broken(
      """
      scopes: {folder: {in: folder}}
      principals: {user: {}}
      resources: {page: {in: folder, actions: [read]}}
      roles: {folder: {reader: {}}}
      permissions: {folder: {page: {read: [reader]}}}
      invariants: {a: {isolated: folder}}
      """)
    #expect(
      found == [
        "a `folder` may lie in another, and `folder.reader` held in the outer one may `read` a `page` in the inner [it nests here: folder] [this cell grants it: reader]"
      ])
  }

  @Test func requestRoles() {
    #expect(
      found("", principals: "user: {roles: request}") == [
        "a request may bring a principal of type `user` roles in several of type `tenant` [requests bring its roles: user]"
      ])
    #expect(found("", invariant: "{isolated: tenant, shared_by: user}", principals: "user: {roles: request}") == [])
  }

  // MARK: - By the directory

  @Test(
    arguments: [
      ("tenant:a: {member: [user:u]}, tenant:b: {member: [user:v]}", []),
      ("tenant:a: {member: [user:u]}, site:a1: {reader: [user:u]}", []),
      (
        "tenant:a: {member: [user:u]}, tenant:b: {admin: [user:u]}",
        [
          "`user:u` holds `tenant.member` at `tenant:a` and holds `tenant.admin` at `tenant:b` [in one: user:u] [in another: user:u]"
        ]
      ),
      (
        "tenant:a: {member: [user:u]}, site:b1: {reader: [team:t]}",
        [
          "`user:u` holds `tenant.member` at `tenant:a` and holds `site.reader` at `site:b1` [in one: user:u] [in another: team:t]"
        ]
      ),
      // A group may ask for itself.
      (
        "tenant:a: {member: [team:none]}, site:b1: {reader: [team:none]}",
        [
          "`team:none` holds `tenant.member` at `tenant:a` and holds `site.reader` at `site:b1` [in one: team:none] [in another: team:none]"
        ]
      ),
      ("platform:p: {clerk: [user:u]}, tenant:b: {admin: [user:u]}", []),
      // A key whose creator is elsewhere; one whose creator is nowhere is allowed nothing.
      (
        "tenant:a: {member: [key:k]}, tenant:b: {admin: [user:v]}",
        [
          "`key:k` holds `tenant.member` at `tenant:a`, and `user:v`, which bounds it, holds `tenant.admin` at `tenant:b` and nothing there [in one: key:k] [in another: user:v]"
        ]
      ),
      ("tenant:a: {member: [key:k, user:v]}", []),
      ("tenant:a: {member: [key:k]}", []),
    ] as [(String, [String])])
  func holders(_ assignments: String, _ expected: [String]) {
    let directory = """
      directory:
        scopes: {platform:p: {}, tenant:a: {in: platform:p}, tenant:b: {in: platform:p}, site:a1: {in: tenant:a}, site:b1: {in: tenant:b}}
        principals: {team:t: {members: [user:u]}, team:none: {}, key:k: {creator: user:v}}
        assignments: {\(assignments)}
      """
    #expect(found(directory) == expected)
    #expect(found(directory, invariant: "{isolated: tenant, shared_by: [user, team, key]}") == [])
  }

  @Test func attributesThatNameTwo() {
    let rest = """
      permissions: {tenant: {page: {read: [anyone if at_home]}}, site: {page: {read: [anyone if at_site]}}}
      conditions: {at_home: scope.id == principal.home, at_site: scope.id == principal.site}
      directory:
        scopes: {platform:p: {}, tenant:a: {in: platform:p}, tenant:b: {in: platform:p}, site:b1: {in: tenant:b}}
        principals: {user:u: {home: a, site: b1}, user:v: {home: b, site: b1}, user:w: {home: a}}
        assignments: {site:b1: {reader: [user:w]}}
      """
    #expect(
      found(rest) == [
        "`user:u` has the home of `tenant:a` and has the site of `site:b1` [in one: a] [in another: b1]",
        "`user:w` holds `site.reader` at `site:b1` and has the home of `tenant:a` [in one: user:w] [in another: a]",
      ])
  }
}
