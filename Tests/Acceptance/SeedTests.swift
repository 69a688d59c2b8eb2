import Testing

@Suite(.timeLimit(.minutes(2))) struct SeedTests {
  @Test(arguments: ["pica", "pug", "studio"])
  func theSetIsCleanAndItsTestsPass(set: String) async throws {
    let check = try await Program.policy.run(["check", "policies/\(set)"], in: Program.package)
    #expect(check.status == 0)
    #expect(check.output == "`policies/\(set)`: no errors\n")
    let test = try await Program.policy.run(["test", "policies/\(set)"], in: Program.package)
    #expect(test.status == 0)
    #expect(test.lines.last?.hasSuffix(" passed, 0 failed") == true)
  }

  @Test func allOfThemAtOnce() async throws {
    let test = try await Program.policy.run(["test"], in: Program.package)
    #expect(test.status == 0)
    #expect(Set(test.lines.compactMap { $0.split(separator: "/").dropFirst().first }) == ["pica", "pug", "studio"])
  }

  /// Each cell of a document's tables, as a question to a running daemon.
  @Test(arguments: [
    ("pica", SeedTable.picaOrganization), ("pica", .picaProject), ("studio", .studio),
  ])
  func theDaemonAnswersAsTheDocumentSays(set: String, document: SeedTable) async throws {
    try await asking(set) { daemon in
      for row in document.rows {
        for (column, isAllowed) in zip(document.columns, row.allowed) {
          let question = Question("\(column.principal) \(row.action) \(row.resource) in \(document.scope)")
          var request = question.request
          if row.needsRole { request["resource"]?["properties"] = ["role": "member"] }
          let answer = try await daemon.evaluate(request).json()
          #expect(answer == ["decision": .bool(isAllowed)], "\(question)")
        }
      }
    }
  }

  /// Sentences of the first document, with the answer that each asks for.
  private static let sentences: [(String, [String: JSON], Bool)] = [
    // "Transfer ownership to another admin": the one owner, and to an admin.
    ("user:ada transfer_ownership organization:acme", ["to_role": "admin"], true),
    ("user:ada transfer_ownership organization:acme", ["to_role": "manager"], false),
    ("user:ada transfer_ownership organization:acme", [:], false),
    ("user:ben transfer_ownership organization:acme", ["to_role": "admin"], false),
    // "Cannot delete the organization", "Manage all projects within the organization".
    ("user:mia delete organization:acme", [:], false),
    ("user:ben delete organization:acme", [:], true),
    ("user:ben delete project:web", [:], true),
    ("user:quin delete project:web", [:], false),
    ("user:pat delete project:web", [:], true),
    // "All projects within the organization": an organization's key; "Resources only within that specific project".
    ("api_key:acme-backend read secret:stripe in project:web", [:], true),
    ("api_key:acme-backend read secret:push in project:mobile", [:], true),
    ("api_key:web-backend read secret:stripe in project:web", [:], true),
    ("api_key:web-backend read secret:push in project:mobile", [:], false),
    ("api_key:acme-backend read secret:portal-db in project:portal", [:], false),
    // "All resources the API key creator has permission to access", and no more: mia is a manager by now.
    ("api_key:acme-mia create invitation in organization:acme", [:], false),
    ("api_key:acme-backend create invitation in organization:acme", [:], true),
    ("api_key:acme-leaked create invitation in organization:acme", [:], false),
  ]

  @Test func sentencesOfTheFirstDocument() async throws {
    try await asking("pica") { daemon async throws in
      for (question, properties, isAllowed) in Self.sentences {
        var request = Question(question).request
        request["resource"]?["properties"] = .object(properties)
        #expect(try await daemon.evaluate(request).json()["decision"] == .bool(isAllowed), "\(question)")
      }
    }
  }

  /// "Users can only access connections they own", "integrations are not visible" by default, and agents.
  @Test func ownership() async throws {
    try await asking("pica") { daemon async throws in
      for action in ["list", "update", "delete", "call"] {
        #expect(try await daemon.allows("end_user:ida \(action) connection:gmail-ida") == true, "\(action)")
        for other in ["gmail-joe", "drive-crew", "gmail-mobile", "gmail-portal", "warehouse"] {
          #expect(try await daemon.allows("end_user:ida \(action) connection:\(other)") == false, "\(action) \(other)")
        }
      }
      #expect(try await daemon.allows("end_user:ida view integration:gmail") == true)
      #expect(try await daemon.allows("end_user:ida view integration:slack") == false)
      #expect(try await daemon.allows("end_user:ida view integration:notion") == false)
      #expect(try await daemon.allows("agent:ida-all call connection:gmail-ida") == true)
      #expect(try await daemon.allows("agent:ida-all call connection:gmail-joe") == false)
      #expect(try await daemon.allows("agent:ida-mail call connection:slack-ida") == false)
      #expect(try await daemon.allows("agent:ida-mail call connection:gmail-ida") == false)
      var request = Question("agent:ida-mail call connection:gmail-ida").request
      request["action"] = ["name": "call", "properties": ["action_id": "conn_mod_def::gmail::read"]]
      #expect(try await daemon.evaluate(request).json()["decision"] == true)
    }
  }

  /// "A JWT for org A cannot access org B's projects. An API key for project X cannot write to project Y."
  @Test func nothingCrosses() async throws {
    try await asking("pug") { daemon async throws in
      #expect(try await daemon.allows("api_key:web-sdk write event in project:web") == true)
      #expect(try await daemon.allows("user:ana read dashboard:funnel in project:web") == true)
      for question in [
        "api_key:web-sdk write event in project:mobile", "api_key:web-cron write event in project:portal",
        "api_key:mobile-cron read event:signup-1 in project:web", "user:ana read dashboard:revenue in project:portal",
        "user:bob read dashboard:funnel in project:web", "user:ana get organization:globex",
        "user:bob list project in organization:acme",
      ] {
        #expect(try await daemon.allows(question) == false, "\(question)")
      }
    }
  }

  /// "You can only assign a role at or below your own level. Owners can invite as Owner, Admin, or Member. Admins can
  /// invite as Admin or Member."
  @Test func nobodyGivesMoreThanTheyHave() async throws {
    let invitations = [
      ("user:olga", ["owner": true, "admin": true, "member": true, "key": false]),
      ("user:adam", ["owner": false, "admin": true, "member": true, "key": false]),
      ("user:mona", ["owner": false, "admin": false, "member": false, "key": false]),
      ("api_key:prod", ["owner": false, "admin": false, "member": false, "key": false]),
    ]
    try await asking("studio") { daemon in
      for (principal, roles) in invitations {
        for (role, isAllowed) in roles {
          for action in ["invite", "change_role"] {
            var request = Question("\(principal) \(action) member in organization:acme").request
            request["resource"]?["properties"] = ["role": .string(role)]
            let answer = try await daemon.evaluate(request).json()
            #expect(answer["decision"] == .bool(isAllowed), "\(principal) \(action) \(role)")
          }
        }
      }
      // "Deleting an API key immediately revokes it", and a key outlives who made it.
      #expect(try await daemon.allows("api_key:revoked call api in organization:acme") == false)
      #expect(try await daemon.allows("api_key:deleted call api in organization:acme") == false)
      #expect(try await daemon.allows("api_key:batch call api in organization:acme") == true)
    }
  }

  private func asking(_ set: String, _ body: (Daemon) async throws -> Void) async throws {
    try await TemporaryFolder.with { folder in
      try await Daemon.with("\(Program.package)/policies/\(set)", in: folder, body)
    }
  }
}
