import Foundation
import Testing

/// Table files, from `policy build` to a daemon that answers from one.
@Suite(.timeLimit(.minutes(2))) struct BuildTests {
  @Test func aBuiltTableAnswersAsItsSet() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny())
      let table = folder.path("tiny.table")
      let built = try await Program.policy.run(["build", set, "-o", table])
      #expect(built.status == 0, "\(built.errors)")
      #expect(built.lines.first == "wrote \(table)")
      for (question, status) in [("user:ann read page in team:a", 0), ("user:bob read page in team:a", 1)] {
        let words = question.split(separator: " ").map(String.init)
        #expect(try await Program.policy.run(["can"] + words + ["--policy", table]).status == Int32(status))
        #expect(try await Program.policy.run(["can"] + words + ["--policy", set]).status == Int32(status))
      }
      #expect(try await Program.policy.run(["check", table]).status == 0)
      try await Daemon.with(table, in: folder) { daemon in
        #expect(
          try await daemon.answers(["user:ann read page in team:a", "user:bob read page in team:a"]) == [true, false])
        // The digest names the same policy, whether it is built or compiled at the start.
        let info = try await Program.policy.run(["build", "--info", table, "--format", "json"])
        #expect(try await daemon.status()["digest"] == info.json()["digest"])
        // A new table under the same name is taken at a reload; the old one stays whole until then.
        try folder.writeSet(Samples.tiny(grants: "[boss]"))
        #expect(try await Program.policy.run(["build", set, "-o", table]).status == 0)
        #expect(try await daemon.allows("user:ann read page in team:a") == true)
        #expect(try await daemon.reload()["last_reload"]?["ok"] == true)
        #expect(
          try await daemon.answers(["user:ann read page in team:a", "user:bob read page in team:a"]) == [false, true])
        // A damaged one is refused, and the good one goes on.
        var bytes = try Data(contentsOf: URL(filePath: table))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: table + ".new"))
        try folder.remove("tiny.table")
        try FileManager.default.moveItem(atPath: table + ".new", toPath: table)
        let after = try await daemon.reload()
        #expect(after["last_reload"]?["ok"] == false)
        let errors = after["last_reload"]?["errors"]?.strings ?? []
        #expect(errors.contains { $0.contains("table-file") && $0.contains("checksum") }, "\(errors)")
        #expect(
          try await daemon.answers(["user:ann read page in team:a", "user:bob read page in team:a"]) == [false, true])
      }
    }
  }

  @Test func theSameInputGivesTheSameBytes() async throws {
    try await TemporaryFolder.with { folder in
      for name in ["one", "two"] {
        try folder.writeSet(Samples.tiny(), to: name)
        let built = try await Program.policy.run(["build", folder.path(name), "-o", folder.path("\(name).table")])
        #expect(built.status == 0, "\(built.errors)")
      }
      let one = try Data(contentsOf: URL(filePath: folder.path("one.table")))
      let two = try Data(contentsOf: URL(filePath: folder.path("two.table")))
      #expect(one == two)
      #expect(one.starts(with: Array("POLICYDT".utf8)))
    }
  }

  @Test func whatIsInAFileIsTold() async throws {
    try await TemporaryFolder.with { folder in
      let table = folder.path("t")
      let set = try folder.writeSet(Samples.tiny())
      #expect(try await Program.policy.run(["build", set, "-o", table]).status == 0)
      let text = try await Program.policy.run(["build", "--info", table])
      #expect(text.status == 0)
      #expect(text.lines.first == "policy       tiny")
      let json = try await Program.policy.run(["build", "--info", table, "--format", "json"]).json()
      #expect(json["policy"] == "tiny")
      #expect(json["version"] == 2)
    }
  }

  @Test func whatCannotBeBuiltIsRefused() async throws {
    try await TemporaryFolder.with { folder in
      let broken = try folder.writeSet(Samples.tiny(grants: "[raeder]"))
      let table = folder.path("t")
      let errors = try await Program.policy.run(["build", broken, "-o", table])
      #expect(errors.status == 1)
      #expect(errors.errors.contains("did you mean `reader`?"))
      #expect(!folder.holds("t"))
      let nowhere = try await Program.policy.run(["build", try folder.writeSet(Samples.tiny()), "-o", "/nowhere/t"])
      #expect(nowhere.status == 1)
      #expect(nowhere.errors.contains("cannot create `/nowhere/t."))
      // A folder cannot be replaced, and what was written beside it is taken away again.
      let inTheWay = try await Program.policy.run(["build", folder.path("set"), "-o", folder.path("set")])
      #expect(inTheWay.status == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["set"])
      #expect(try await Program.policy.run(["build", folder.path("set")]).status == 2)
    }
  }

  /// A broken invariant is an error to whoever builds (DESIGN.md, section 4, rule 9).
  @Test func brokenInvariantsAreNotBuilt() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny(invariants: "invariants: {one: {exactly: 3, of: team.boss}}"))
      let built = try await Program.policy.run(["build", set, "-o", folder.path("t")])
      #expect(built.status == 1)
      #expect(built.errors.contains("broken-invariant"))
      #expect(!folder.holds("t"))
    }
  }

  @Test func whatIsNoTableIsRefused() async throws {
    try await TemporaryFolder.with { folder in
      let table = folder.path("t")
      let set = try folder.writeSet(Samples.tiny())
      #expect(try await Program.policy.run(["build", set, "-o", table]).status == 0)
      let bytes = try Data(contentsOf: URL(filePath: table))
      for (name, damage, message) in [
        ("short", bytes.prefix(bytes.count - 64), "its header says"), ("cut", bytes.prefix(40), "cut short"),
        ("newer", bytes.prefix(8) + [9] + bytes.dropFirst(9), "is of version 9"),
      ] {
        try Data(damage).write(to: URL(filePath: folder.path(name)))
        for command in [
          ["check", folder.path(name)], ["build", "--info", folder.path(name)],
          ["can", "user:ann", "read", "page", "in", "team:a", "--policy", folder.path(name)],
        ] {
          let refused = try await Program.policy.run(command)
          #expect(refused.status != 0)
          #expect((refused.output + refused.errors).contains(message), "\(command): \(refused.output)\(refused.errors)")
        }
        let daemon = try await Program.policyd.run(["--policy", folder.path(name), "--socket", folder.path("s")])
        #expect(daemon.status == 2)
        #expect(daemon.errors.contains(message), "\(daemon.errors)")
      }
      let foreign = try await Program.policy.run(["build", "--info", try folder.write("no table at all", to: "x")])
      #expect(foreign.status == 2)
      #expect(foreign.errors.contains("no table file"))
      let beside = try await Program.policy.run(
        ["can", "user:ann", "read", "page", "in", "team:a", "--policy", table, "--directory", set])
      #expect(beside.status == 2)
      #expect(beside.errors.contains("has its directory in it"))
    }
  }
}
