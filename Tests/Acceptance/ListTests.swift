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
      let who = try outcome.json().items.filter { $0["certain"] == true }.compactMap { $0["principal"]?.string }
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
          let outcome = try await Program.policy.run(["who", action, resource, "--policy", pica, "--certain"])
          #expect(outcome.status == 0)
          let all = try Self.principals(of: pica)
          let answers = try await daemon.answers(all.map { "\($0) \(action) \(resource)" })
          let able = zip(all, answers).filter { $0.1 == true }.map(\.0)
          let listed = outcome.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
          #expect(listed == able.sorted(), "\(action) \(resource)")
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
      #expect(rows.removeFirst() == "scope,resource,action,answer,condition,via,through,until")
      let reader = ",certain,,project.reader at project:web,,"
      rows = rows.filter { !$0.contains(",conditional,") }
      #expect(rows.allSatisfy { $0.hasSuffix(reader) }, "\(rows)")
      rows = rows.map { String($0.dropLast(reader.count)) }
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
      for (format, expected) in [("text", ""), ("json", "[]\n"), ("csv", "type,id,answer,condition,via,through,until")]
      {
        let question = ["who", "read", "document", "in", "project:shut", "--policy", set, "--format", format]
        let outcome = try await Program.policy.run(question)
        #expect(outcome.status == 0)
        #expect(outcome.output.split(whereSeparator: \.isNewline) == expected.split(whereSeparator: \.isNewline))
      }
    }
  }

  @Test func whatIsUndecidedIsMarkedWithItsCondition() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let text = try await Program.policy.run(["who", "delete", "document:note", "--policy", set])
      #expect(text.status == 0)
      #expect(
        text.lines == [
          "api_key:deploy    if low_level, and for user:ed if low_level", "user:ada          if low_level",
          "user:ed           if low_level",
        ])
      let certain = try await Program.policy.run(["who", "delete", "document:note", "--policy", set, "--certain"])
      #expect(certain.output == "")
      let given = ["--given", "resource.level=2", "--type", "user", "--why"]
      let decided = try await Program.policy.run(["who", "delete", "document:note", "--policy", set] + given)
      #expect(
        decided.lines == [
          "user:ada    as organization.admin at organization:acme", "user:ed     as project.editor at project:web",
        ])
      let json = try await Program.policy.run(["who", "update", "document:plan", "--policy", set, "--format", "json"])
      #expect(
        try json.json().items.last == [
          "principal": "user:rita", "type": "user", "id": "rita", "certain": true, "condition": nil, "conditions": [],
          "via": [["role": "project.reader", "scope": "project:web", "group": nil, "until": nil]], "until": nil,
        ])
      let open = try await Program.policy.run([
        "who", "close", "organization:acme", "--policy", set, "--format", "json",
      ])
      let condition = try open.json().items.first?["conditions"]?.items.first
      #expect(condition?["for"] == JSON.null)
      #expect(condition?["if"]?.items.first?["name"] == "from_office")
      #expect(condition?["if"]?.items.first?["text"]?.string?.contains("ip_in(context.ip") == true)
      #expect(condition?["unless"] == [])
    }
  }

  @Test func aReviewTellsEveryonesPermissionsInEachFormat() async throws {
    try await TemporaryFolder.with { folder in
      let until = "user:lim: {until: 2100-01-01T00:00:00Z}, team:crew"
      let set = try folder.writeSet(Samples.set.replacing("team:crew, user:past", with: until + ", user:past"))
      func review(_ format: String, _ more: [String] = []) async throws -> Program.Outcome {
        let outcome = try await Program.policy.run(["what", "--all"] + more + ["--policy", set, "--format", format])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome
      }
      let csv = try await review("csv")
      var rows = csv.output.split(whereSeparator: \.isNewline).map(String.init)
      #expect(rows.removeFirst() == "principal,scope,resource,action,answer,condition,via,through,until")
      #expect(
        rows.contains("user:tom,project:web,document,read,certain,,project.reader at project:web,team:crew,"))
      #expect(
        rows.contains(
          "user:lim,project:web,document,update,conditional,if owned,project.reader at project:web,,2100-01-01T00:00:00Z"
        ))
      // Who is disabled, over or in a disabled group may nothing.
      for name in ["user:dan", "user:old", "user:liv", "api_key:orphan", "user:past"] {
        #expect(!rows.contains { $0.hasPrefix(name + ",") }, "\(name)")
      }
      let json = try await review("json").json()
      #expect(json.items.count == rows.count)
      let text = try await review("text")
      #expect(
        text.output.contains(
          "user:lim\n  project:web  document: list, read until 2100-01-01T00:00:00Z; update if owned until"))
      let html = try await review("html", ["in", "project:web", "--type", "user"])
      #expect(html.output.hasPrefix("<!DOCTYPE html>\n") && html.output.hasSuffix("</body>\n</html>\n"))
      #expect(html.output.contains("<h2>user:rita</h2>") && !html.output.contains("api_key:deploy"))
      #expect(!html.output.contains("organization:other"))
      // Each row is what asking about that one gives.
      let rita = try await Program.policy.run(["what", "user:rita", "--policy", set, "--format", "csv"])
      let bare = rows.filter { $0.hasPrefix("user:rita,") }.map { String($0.dropFirst("user:rita,".count)) }
      let all = rita.output.split(whereSeparator: \.isNewline).map(String.init).dropFirst()
      #expect(!bare.isEmpty && Set(bare).isSubset(of: all))
      let resources = try await review("csv", ["--resources", "in", "project:web"])
      #expect(resources.output.contains("user:rita,project:web,document:plan,update,certain,"))
    }
  }

  @Test func whoIsForAnyoneIsSaid() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny(grants: "[anyone]"))
      let who = try await Program.policy.run(["who", "read", "page", "in", "team:a", "--policy", set])
      #expect(who.lines == ["user:ann", "user:bob"])
      #expect(who.errors.contains("principals that the directory does not know may too"))
      let review = try await Program.policy.run(["what", "--all", "--policy", set])
      #expect(review.output == "anyone\n  team:a  page: read\n")
    }
  }

  @Test func whatIsNoQuestionEndsWithTwo() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      for arguments in [
        ["who"], ["who", "read"], ["what"], ["what", "ada"], ["what", "user:ada", "project:web"],
        ["what", "--all", "project:web"], ["what", "user:ada", "--type", "user"],
        ["who", "read", "document:plan", "--given", "principal.x=1"], ["who", "read", "document"],
        ["who", "read", "record:r2", "in", "project:web"], ["who", "read", "document:plan", "in", "project:app"],
      ] {
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
        (["what", "user:ada", "in", "project:wev"], "there is no scope `project:wev`; did you mean `project:web`?"),
        (["what", "--all", "in", "project:wev"], "there is no scope `project:wev`"),
        (["who", "read", "document:plan", "--type", "usr"], "did you mean `user`?"),
      ] {
        let outcome = try await Program.policy.run(arguments + ["--policy", set])
        #expect(outcome.status == 2, "\(arguments)")
        #expect(outcome.errors.contains(hint), "\(arguments): \(outcome.errors)")
        #expect(outcome.output == "", "\(arguments)")
      }
    }
  }
}
