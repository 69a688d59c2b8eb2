import Testing

/// `policy why`, as a person and as a script see it.
@Suite(.timeLimit(.minutes(2))) struct WhyTests {
  @Test func anAllowIsToldWhole() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set)
      let outcome = try await Program.policy.run(
        ["why", "user:tom read document:plan", "--policy", "set"], in: folder.path)
      #expect(outcome.status == 0)
      #expect(
        outcome.output == """
          allow: granted
            granted by permissions.project.document.read: reader (set/policy.yaml:33)
            user:tom holds project.reader at project:web through team:crew

            asked: may user:tom read document:plan in project:web?
              scope: project:web in organization:acme, where document:plan lives
            user:tom holds
              project.reader at project:web through team:crew
            cells that grant
              permissions.project.document.read: reader (set/policy.yaml:33), which decides

          """)
    }
  }

  @Test func aDenyNamesWhatWouldAllowIt() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set)
      let outcome = try await Program.policy.run(
        ["why", "user:ed delete document:vault", "--given", "context.legal_hold=true", "--policy", "set"],
        in: folder.path)
      #expect(outcome.status == 1)
      #expect(
        outcome.output.hasPrefix(
          """
          deny: condition_false
            permissions.project.document.delete: editor if low_level (set/policy.yaml:35) would grant it, but its condition is false
            condition low_level: resource.level <= 3
              resource.level <= 3 is false (resource.level is 9)
            what would allow it, nearest first
              1. all of
                 1.1 resource.level is 9 in the directory, for document:vault; it would have to be at most 3, such as 3
                 1.2 context.legal_hold would have to be false; it is true

          """), "\(outcome.output)")
    }
  }

  /// The nearest five, and on request all.
  @Test func allOfThemOnRequest() async throws {
    let question = [
      "why", "user:vic create project in organization:acme", "--given", "context.jwt_organization=globex", "--policy",
      "policies/pug",
    ]
    let few = try await Program.policy.run(question, in: Program.package)
    let all = try await Program.policy.run(question + ["--all"], in: Program.package)
    #expect(few.lines.contains("    and 1 more; --all lists it"))
    #expect(few.lines.contains { $0.hasPrefix("    5. ") } && !few.lines.contains { $0.hasPrefix("    6. ") })
    #expect(all.lines.contains { $0.hasPrefix("    6. ") } && !all.output.contains("--all"))
  }

  /// A remedy that `policy why` tells, done to the files, is one.
  @Test func aRemedyHelps() async throws {
    try await TemporaryFolder.with { folder in
      let question = ["user:rita create document in project:web", "--policy", "set"]
      try folder.writeSet(Samples.set)
      let json = try await Program.policy.run(["why"] + question + ["--format", "json"], in: folder.path).json()
      let step = json["remedies"]?.items.first?["steps"]?.items.first
      #expect(step?["kind"] == .string("assign"))
      #expect(step?["role"] == .string("project.editor"))
      #expect(json["remediesComplete"] == .bool(true))
      #expect(json["derivation"]?["held"]?.items.first?["role"] == .string("project.reader"))
      #expect(try await Program.policy.run(["can"] + question, in: folder.path).status == 1)
      try folder.writeSet(Samples.set.replacing("editor: [user:ed,", with: "editor: [user:rita, user:ed,"))
      #expect(try await Program.policy.run(["can"] + question, in: folder.path).status == 0)
    }
  }

  /// A daemon explains in a few lines, whatever there would be to say.
  @Test func aDaemonExplainsInShort() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      try await Daemon.with(set, in: folder) { daemon in
        let outcome = try await Program.policy.run(
          ["why", "user:rita create document in project:web", "--socket", daemon.socket])
        #expect(outcome.status == 1)
        #expect(outcome.lines.count < 8 && !outcome.output.contains("what would allow it"), "\(outcome.output)")
        let json = try await Program.policy.run(
          ["why", "user:rita create document in project:web", "--socket", daemon.socket, "--format", "json"]
        ).json()
        #expect(json["remedies"] == nil && json["derivation"] == nil)
      }
    }
  }

  @Test func canSaysNoMoreThanItDid() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let json = try await Program.policy.run(
        ["can", "user:rita create document in project:web", "--policy", set, "--format", "json"]
      ).json()
      #expect(json["remedies"] == nil && json["derivation"] == nil && json["explanation"] != nil)
    }
  }
}
