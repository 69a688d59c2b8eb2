/// Policy sets as text.
enum Samples {
  /// Two levels of scopes, groups, bounded keys, conditions and a forbid: what most tests ask about.
  static let policy = """
    policy: sample
    scopes:
      organization: {}
      project: {in: organization}
    principals:
      user: {}
      team: {members: [user]}
      api_key: {bounded_by: creator}
      guest: {roles: request}
    resources:
      organization: {in: organization, actions: [read, close]}
      document:
        in: [organization, project]
        actions: [list, create, read, update, delete]
        attributes: {owner: principal, level: int}
      record: {in: project, listed: true, actions: [read]}
    context: {legal_hold: bool, ip: ip, reasons: [string], asked_at: timestamp}
    roles:
      organization:
        admin: {rank: 2, includes: [member, project.editor]}
        member: {rank: 1}
      project:
        editor: {rank: 2, includes: [reader]}
        reader: {rank: 1}
    permissions:
      organization:
        organization: {read: [member], close: [admin if from_office]}
        document: {list: [member], create: [admin], read: [member], update: [admin, member if owned], delete: [admin]}
      project:
        document:
          list: [reader]
          create: [editor]
          read: [reader]
          update: [editor, reader if owned]
          delete: [editor if low_level]
        record: {read: [reader]}
    forbid:
      organization:
        document: {delete: [anyone if held]}
    conditions:
      owned: resource.owner == principal
      low_level: resource.level <= 3
      from_office: ip_in(context.ip, "10.0.0.0/8") && !("holiday" in context.reasons) && context.asked_at < now
      held: has(context.legal_hold) && context.legal_hold == true

    """

  /// The instances of ``policy``.
  static let directory = """
    directory:
      scopes:
        organization:acme: {}
        project:web: {in: organization:acme}
        project:app: {in: organization:acme}
        project:shut: {in: organization:acme, disabled: true}
        organization:other: {}
        project:alien: {in: organization:other}
      principals:
        user:dan: {disabled: true}
        user:old: {expires: 2020-01-01T00:00:00Z}
        team:crew: {members: [user:tom]}
        team:gone: {members: [user:liv], disabled: true}
        api_key:deploy: {creator: user:ed}
        api_key:wide: {creator: user:rita}
        api_key:stolen: {creator: user:dan}
        api_key:lost: {creator: user:nobody}
        api_key:orphan: {}
      resources:
        document:charter: {in: organization:acme, owner: user:max}
        document:plan: {in: project:web, owner: user:rita, level: 1}
        document:vault: {in: project:web, level: 9}
        document:note: {in: project:web}
        document:foreign: {in: project:alien, owner: user:rita}
        record:r1: {in: project:web}
      assignments:
        organization:acme:
          admin: [user:ada, user:dan, user:old]
          member: [user:max]
        project:web:
          editor: [user:ed, team:gone, api_key:deploy, api_key:wide, api_key:stolen, api_key:lost, api_key:orphan]
          reader: [user:rita, team:crew, user:past: {until: 2020-01-01T00:00:00Z}]
        project:shut:
          editor: [user:ed]
        organization:other:
          admin: [user:olaf]

    """

  static let set = policy + directory

  static let suite = """
    tests:
      - name: readers
        can: ["user:rita read document:plan in project:web"]
        cannot: ["user:rita create document in project:web"]
      - name: strangers
        cannot: ["user:eve read document:plan in project:web", "user:olaf read document:plan"]

    """

  /// ``suite`` with two more cases, of which one fails and the other would.
  static let failingSuite =
    suite + """
        - name: wrong on purpose
          can: ["user:rita create document in project:web"]
        - name: wrong again
          cannot: ["user:ada read document:charter"]

      """

  /// Projects that need no entry in the directory.
  static let open = """
    policy: open
    scopes: {organization: {}, project: {in: organization, open: true}}
    principals: {user: {}}
    resources: {page: {in: project, actions: [read]}}
    roles: {organization: {admin: {includes: [project.reader]}}, project: {reader: {}}}
    permissions: {project: {page: {read: [reader]}}}
    directory:
      scopes:
        organization:acme: {}
        organization:other: {}
        organization:shut: {disabled: true}
        project:known: {in: organization:acme}
        project:below: {in: organization:other}
      assignments:
        organization:acme: {admin: [user:ada]}
        organization:shut: {admin: [user:ada]}

    """

  /// A set of one role and one rule, small enough to change in a test.
  static func tiny(grants: String = "[reader]", invariants: String = "") -> String {
    """
    policy: tiny
    scopes: {team: {}}
    principals: {user: {}}
    resources: {page: {in: team, actions: [read]}}
    roles: {team: {reader: {}, boss: {}}}
    permissions: {team: {page: {read: \(grants)}}}
    \(invariants)
    directory:
      scopes: {team:a: {}}
      assignments: {team:a: {reader: [user:ann], boss: [user:bob]}}

    """
  }
}

/// Runs `body` with a daemon on the sample set.
func withSampleDaemon<Result>(_ body: (Daemon) async throws -> Result) async throws -> Result {
  try await TemporaryFolder.with { folder in
    try await Daemon.with(folder.writeSet(Samples.set), in: folder, body)
  }
}
