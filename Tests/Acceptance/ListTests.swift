import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ListTests {
  @Test func whoIsEveryoneWhoCan() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let outcome = try await Program.policy.run([
        "who", "update", "document:plan", "--policy", set, "--format", "json",
      ])
      #expect(outcome.status == 0)
      let who = try outcome.json().strings
      // Everybody whom the directory names, asked one by one.
      let candidates = [
        "user:ada", "user:max", "user:ed", "user:rita", "user:tom", "user:liv", "user:dan", "user:old", "user:past",
        "user:olaf", "team:crew", "team:gone", "api_key:deploy", "api_key:wide", "api_key:stolen", "api_key:lost",
        "api_key:orphan",
      ]
      var able: [String] = []
      for candidate in candidates {
        let can = try await Program.policy.run(["can", candidate, "update", "document:plan", "--policy", set])
        if can.status == 0 { able.append(candidate) }
      }
      #expect(who == able.sorted())
      #expect(who == ["api_key:deploy", "api_key:wide", "user:ada", "user:ed", "user:rita"])
    }
  }

  @Test func whoOverAWholeSeedAgreesWithAskingEach() async throws {
    let pica = Program.package + "/policies/pica"
    try await TemporaryFolder.with { folder in
      try await Daemon.with(pica, in: folder) { daemon in
        for (action, resource) in [
          ("read", "secret:stripe"), ("delete", "connection:gmail-ida"), ("view", "integration:gmail"),
        ] {
          let outcome = try await Program.policy.run(["who", action, resource, "--policy", pica])
          #expect(outcome.status == 0)
          let all = try Self.principals(of: pica)
          let answers = try await daemon.answers(all.map { "\($0) \(action) \(resource)" })
          let able = zip(all, answers).filter { $0.1 == true }.map(\.0)
          #expect(outcome.lines == able.sorted(), "\(action) \(resource)")
          #expect(!able.isEmpty && able.count < all.count)
        }
      }
    }
  }

  /// The principals that a seed's directory declares.
  private static func principals(of set: String) throws -> [String] {
    let text = try String(contentsOfFile: set + "/directory.yaml", encoding: .utf8)
    let types = ["user", "team", "api_key", "end_user", "agent"]
    let section = text.split(separator: "\n  principals:\n").last?.split(separator: "\n  resources:\n").first ?? ""
    return section.split(separator: "\n").compactMap { line in
      let name = line.drop { $0 == " " }.prefix { $0 != " " }.dropLast()
      return types.contains { name.hasPrefix($0 + ":") } ? String(name) : nil
    }
  }

  @Test func whatIsEverythingThatOneCan() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let what = try await Program.policy.run([
        "what", "user:rita", "in", "project:web", "--policy", set, "--format", "csv",
      ])
      #expect(what.status == 0)
      var rows = what.output.split(whereSeparator: \.isNewline).map(String.init)
      #expect(rows.removeFirst() == "scope,resource,action")
      let actions = ["list", "create", "read", "update", "delete"]
      let documents = ["document", "document:note", "document:plan", "document:vault"]
      let questions =
        documents.flatMap { document in actions.map { (document, $0) } } + [("record", "read"), ("record:r1", "read")]
      try await Daemon.with(set, in: folder) { daemon in
        let answers = try await daemon.answers(questions.map { "user:rita \($0.1) \($0.0) in project:web" })
        let able = zip(questions, answers).filter { $0.1 == true }.map { "project:web,\($0.0.0),\($0.0.1)" }
        #expect(Set(rows) == Set(able))
        #expect(rows.count == able.count)
      }
    }
  }

  @Test func whatWithoutAScopeIsOfAllScopes() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let admin = try await Program.policy.run(["what", "user:ada", "--policy", set, "--format", "json"])
      #expect(admin.status == 0)
      let scopes = Set(try admin.json().items.compactMap { $0["scope"]?.string })
      #expect(scopes == ["organization:acme", "project:app", "project:web"])
      let nobody = try await Program.policy.run(["what", "user:dan", "--policy", set])
      #expect(nobody.status == 0)
      #expect(nobody.output == "nothing\n")
    }
  }

  @Test func nobodyIsAnEmptyList() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      for (format, expected) in [("text", ""), ("json", "[]\n"), ("csv", "type,id")] {
        let question = ["who", "read", "document", "in", "project:shut", "--policy", set, "--format", format]
        let outcome = try await Program.policy.run(question)
        #expect(outcome.status == 0)
        #expect(outcome.output.split(whereSeparator: \.isNewline) == expected.split(whereSeparator: \.isNewline))
      }
    }
  }

  @Test func whatIsNoQuestionEndsWithTwo() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      for arguments in [["who"], ["who", "read"], ["what"], ["what", "ada"], ["what", "user:ada", "project:web"]] {
        let outcome = try await Program.policy.run(arguments + ["--policy", set])
        #expect(outcome.status == 2, "\(arguments)")
        #expect(outcome.output == "", "\(arguments)")
      }
      // An empty list would say that nobody may, and not that nobody was asked about.
      for (arguments, hint) in [
        (["who", "raed", "document", "in", "project:web"], "did you mean read?"),
        (["who", "read", "dokument", "in", "project:web"], "did you mean document?"),
        (["who", "read", "document", "in", "project:wev"], "did you mean"),
        (["what", "usr:ada"], "did you mean `user`?"),
        (["what", "user:ada", "in", "project:wev"], "there is no scope `project:wev`"),
      ] {
        let outcome = try await Program.policy.run(arguments + ["--policy", set])
        #expect(outcome.status == 2, "\(arguments)")
        #expect(outcome.errors.contains(hint), "\(arguments): \(outcome.errors)")
        #expect(outcome.output == "", "\(arguments)")
      }
    }
  }
}
