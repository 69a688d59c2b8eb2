import Testing

@Suite(.timeLimit(.minutes(2))) struct AskTests {
  /// Questions with their answers and reasons.
  private static let questions: [(text: String, isAllowed: Bool, reason: String)] = [
    ("user:ed create document in project:web", true, "granted"),
    ("user:ada create document in project:web", true, "granted"),
    ("user:tom read document:plan in project:web", true, "granted"),
    ("user:rita update document:plan", true, "granted"),
    ("user:rita create document in project:web", false, "no_grant"),
    ("user:eve read document:plan in project:web", false, "no_role"),
    ("user:rita update document:vault", false, "condition_undecided"),
    ("user:ed delete document:vault", false, "condition_false"),
    ("api_key:wide create document in project:web", false, "bounded"),
    ("user:dan read document:charter", false, "disabled"),
    ("user:old read document:charter", false, "expired"),
    ("user:ada read document:plan in project:app", false, "scope_mismatch"),
    ("user:ada read document in project:nowhere", false, "unknown_scope"),
    ("user:ada reed document in project:web", false, "unknown_action"),
    ("user:ada read record:r2 in project:web", false, "unknown_resource"),
    ("user:ada read document", false, "no_scope"),
  ]

  @Test func aSetAndADaemonGiveTheSameAnswers() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      try await Daemon.with(set, in: folder) { daemon in
        for question in Self.questions {
          let words = Question(question.text).words + ["--format", "json"]
          let ofSet = try await Program.policy.run(["why"] + words + ["--policy", set])
          let ofDaemon = try await Program.policy.run(["why"] + words + ["--socket", daemon.socket])
          for outcome in [ofSet, ofDaemon] {
            #expect(outcome.status == (question.isAllowed ? 0 : 1), "\(question.text): \(outcome.errors)")
            let answer = try outcome.json()
            #expect(answer["decision"] == .bool(question.isAllowed), "\(question.text)")
            #expect(answer["reason"] == .string(question.reason), "\(question.text)")
          }
          #expect(try ofSet.json()["rule"] == ofDaemon.json()["rule"], "\(question.text)")
        }
      }
    }
  }

  @Test func canSaysOneWord() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let yes = try await Program.policy.run([
        "can", "user:ed", "create", "document", "in", "project:web", "--policy", set,
      ])
      #expect(yes.status == 0)
      #expect(yes.output == "allow\n")
      let no = try await Program.policy.run([
        "can", "user:eve", "create", "document", "in", "project:web", "--policy", set,
      ])
      #expect(no.status == 1)
      #expect(no.output == "deny\n")
      // One argument with spaces is a question too.
      let quoted = try await Program.policy.run(["can", "user:ed create document in project:web", "--policy", set])
      #expect(quoted.status == 0)
    }
  }

  @Test func whyNamesTheRuleAndHowTheRoleIsHeld() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set)
      let question = ["why", "user:ada", "read", "document:plan", "--policy", "set"]
      let outcome = try await Program.policy.run(question, in: folder.path)
      #expect(outcome.status == 0)
      #expect(outcome.lines.first == "allow: granted")
      #expect(outcome.output.contains("set/policy.yaml:"))
      #expect(outcome.output.contains("user:ada holds organization.admin at organization:acme"))
      #expect(outcome.output.contains("which includes project.reader"))
      // The line that it names is the one with the rule.
      let json = try await Program.policy.run(question + ["--format", "json"], in: folder.path).json()
      let line = Int(json["rule"]?["line"]?.number ?? 0)
      let lines = try folder.read("set/policy.yaml").split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.indices.contains(line - 1) && lines[line - 1].contains("read: [reader]"))
    }
  }

  @Test func aDenyNamesTheNearestMiss() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      func why(_ question: String) async throws -> String {
        try await Program.policy.run(["why", question, "--policy", set]).output
      }
      let role = try await why("user:rita create document in project:web")
      #expect(role.contains("user:rita holds project.reader at project:web"))
      #expect(role.contains("  1. assign project.editor at project:web to user:rita\n"), "\(role)")
      let condition = try await why("user:ed delete document:vault")
      #expect(condition.contains("resource.level <= 3 is false (resource.level is 9)"), "\(condition)")
      let undecided = try await why("user:ed delete document:note")
      #expect(undecided.contains("resource.level is not known"), "\(undecided)")
      let bound = try await why("api_key:wide create document in project:web")
      #expect(bound.contains("api_key:wide is bounded by user:rita"), "\(bound)")
      let typo = try await why("user:ada reed document in project:web")
      #expect(typo.contains("did you mean"), "\(typo)")
      let stranger = try await why("user:ritta read document:plan in project:web")
      #expect(stranger.contains("did you mean"), "\(stranger)")
      let elsewhere = try await why("user:olaf read document:plan")
      #expect(elsewhere.contains("organization.admin at organization:other"), "\(elsewhere)")
    }
  }

  @Test func givenValuesAndTimes() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      func can(_ question: String, _ arguments: String...) async throws -> Int32 {
        try await Program.policy.run(["can", question, "--policy", set] + arguments).status
      }
      let update = "user:rita update document in project:web"
      #expect(try await can(update, "--given", "resource.owner=user:rita") == 0)
      #expect(try await can(update, "--given", "resource.owner=user:tom") == 1)
      #expect(try await can("user:past read document:plan", "--now", "2019-12-31T23:59:59Z") == 0)
      #expect(try await can("user:past read document:plan", "--now", "2020-01-01T00:00:00Z") == 1)
      #expect(try await can("user:old read document:charter", "--now", "2019-12-31T23:59:59Z") == 0)
      #expect(try await can("user:ada delete document:charter", "--given", "context.legal_hold=true") == 1)
      #expect(try await can("user:ada delete document:charter", "--given", "context.legal_hold=false") == 0)
      #expect(try await can(update, "--now", "yesterday") == 2)
      #expect(try await can(update, "--given", "owner=user:rita") == 2)
      #expect(try await can(update, "--given", "resource.ownr=user:rita") == 2)
    }
  }

  @Test func whatCannotBeAskedEndsWithTwo() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let broken = try folder.writeSet(Samples.tiny(grants: "[raeder]"), to: "broken")
      for arguments in [
        ["can"], ["can", "user:ada"], ["can", "user:ada", "read"], ["can", "ada", "read", "document", "--policy", set],
        ["can", "user:ada read document in", "--policy", set],
        ["can", "user:ada read document in project:web", "--policy", "/nowhere"],
        ["can", "user:ada read page in team:a", "--policy", broken],
        ["why", "user:ada read document in project:web", "--socket", folder.path("nobody")],
        ["can", "user:ada read document in project:web", "--socket", "x", "--policy", set],
        ["can", "user:ada read document in project:web"],
      ] {
        let outcome = try await Program.policy.run(arguments)
        #expect(outcome.status == 2, "\(arguments)")
        #expect(!outcome.errors.isEmpty, "\(arguments)")
        #expect(outcome.output == "", "\(arguments)")
      }
      let nobody = try await Program.policy.run(["can", "user:ada read document", "--socket", folder.path("nobody")])
      // The words were right; how to write them would only distract.
      #expect(
        nobody.errors.contains("no daemon answers on `\(folder.path("nobody"))`") && !nobody.errors.contains("Usage"))
    }
  }
}
