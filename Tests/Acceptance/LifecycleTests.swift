import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct LifecycleTests {
  @Test func statusTellsWhatIsServed() async throws {
    try await withSampleDaemon { daemon in
      let status = try await daemon.status()
      #expect(status["policy"] == "sample")
      #expect(status["digest"]?.string?.count == 64)
      #expect(status["counts"]?["assignments"] == 16)
      #expect(status["last_reload"]?["ok"] == true)
      #expect(status["broken_invariants"] == [])
      #expect(daemon.output.contains("digest \(status["digest"]?.string ?? "?")"))
      let ready = try await daemon.get("/readyz")
      #expect(ready.status == 200)
      #expect(try ready.json()["digest"] == status["digest"])
      #expect(try await daemon.get("/healthz").status == 200)
    }
  }

  /// The greeting's questions are there to be pasted, and what they ask is allowed.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")), arguments: ["pica", "pug", "studio"])
  func theGreetingCanBePasted(set: String) async throws {
    try await TemporaryFolder.with { folder in
      try await Daemon.with("\(Program.package)/policies/\(set)", in: folder) { daemon in
        let lines = daemon.output.split(separator: "\n").filter { $0.hasPrefix("  ") }.map(String.init)
        let shell = Program(path: "/bin/sh")
        let curl = try await shell.run(["-c", try #require(lines.first { $0.contains("curl ") })])
        #expect(try curl.json()["decision"] == true)
        #expect(try curl.json()["context"]?["reason"] == "granted")
        let can = try await shell.run([
          "-c", try #require(lines.first { $0.contains("policy can ") || $0.contains("policy' can ") }),
        ])
        #expect(can.status == 0, "\(can.errors)")
        #expect(can.output == "allow\n")
      }
    }
  }

  @Test func theSameSetHasTheSameDigest() async throws {
    let first = try await withSampleDaemon { try await $0.status()["digest"] }
    let second = try await withSampleDaemon { try await $0.status()["digest"] }
    #expect(first == second)
  }

  @Test func aSecondDaemonRefusesAndTheFirstGoesOn() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      try await Daemon.with(set, in: folder) { daemon in
        let second = try await Program.policyd.run(["--policy", set, "--socket", daemon.socket])
        #expect(second.status == 2)
        #expect(second.errors.contains("another program is answering on `\(daemon.socket)`"), "\(second.errors)")
        #expect(try await daemon.allows("user:rita read document:plan") == true)
      }
    }
  }

  @Test func aSocketThatAKilledDaemonLeftIsReplaced() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      try await Daemon.with(set, in: folder) { await $0.kill() }
      #expect(folder.holds("s"))
      try await Daemon.with(set, in: folder) { daemon async throws in
        #expect(try await daemon.allows("user:rita read document:plan") == true)
      }
    }
  }

  @Test(arguments: ["file", "folder", "link", "link to nothing"])
  func whatIsNoSocketIsLeftAlone(kind: String) async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let path = folder.path("s")
      switch kind {
      case "file": try folder.write("precious", to: "s")
      case "folder": try folder.write("precious", to: "s/inside")
      case "link":
        try folder.write("precious", to: "target")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path("target"))
      default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path("target"))
      }
      let before = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      let outcome = try await Program.policyd.run(["--policy", set, "--socket", path])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("not a socket"), "\(outcome.errors)")
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == before)
      switch kind {
      case "file": #expect(try folder.read("s") == "precious")
      case "folder": #expect(try folder.read("s/inside") == "precious")
      case "link": #expect(try folder.read("target") == "precious")
      default: #expect(!folder.holds("target"))
      }
    }
  }

  @Test func socketsThatCannotBe() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      for path in [folder.path(String(repeating: "long", count: 30)), folder.path("no/such/folder/s")] {
        let outcome = try await Program.policyd.run(["--policy", set, "--socket", path])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("cannot start"))
      }
    }
  }

  @Test func theSocketHasTheModeThatWasAskedFor() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      func mode(_ arguments: [String]) async throws -> Int? {
        try await Daemon.with(set, arguments: arguments, in: folder) { daemon in
          try FileManager.default.attributesOfItem(atPath: daemon.socket)[.posixPermissions] as? Int
        }
      }
      #expect(try await mode([]) == 0o660)
      #expect(try await mode(["--socket-mode", "600"]) == 0o600)
    }
  }

  @Test func itListensWhereTheEnvironmentSays() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      let program = try Program.policyd.start(
        ["--policy", set], in: folder.path, environment: ["XDG_RUNTIME_DIR": folder.path], output: folder.path("out"),
        errors: folder.path("err"))
      for _ in 0..<6000 where program.status == nil && !folder.holds("policyd.sock") {
        try await Task.sleep(for: .milliseconds(10))
      }
      program.signal(SIGTERM)
      #expect(await program.end() == 0)
      #expect(try folder.read("out").contains(folder.path("policyd.sock")))
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func itFinishesWhatIsInFlightAndRemovesItsSocket(signal: Int32) async throws {
    try await withSampleDaemon { daemon in
      let body = Question("user:rita read document:plan").request.text
      let headers = ["Content-Type: application/json", "Expect: 100-continue"]
      let request = HTTP.post("/access/v1/evaluation", body, headers: headers)
      try await daemon.connect { connection in
        try await connection.send(String(request.dropLast(body.count)))
        // Now the daemon has the head and waits for the body.
        #expect(try await connection.reply().status == 100)
        daemon.program.signal(signal)
        try await daemon.until("the socket is gone") { !FileManager.default.fileExists(atPath: daemon.socket) }
        #expect(daemon.program.status == nil)
        try await connection.send(body)
        let reply = try await connection.reply()
        #expect(reply.body == #"{"decision":true}"#)
        #expect(reply.headers["connection"] == "close")
        #expect(try await connection.remainder() == "")
      }
      #expect(await daemon.program.end() == 0)
    }
  }

  /// Whoever sees the socket may stop the daemon, and finds nothing left of it, however early that is.
  @Test func itCanBeStoppedAsSoonAsItsSocketIsThere() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny())
      for _ in 0..<5 {
        let program = try Program.policyd.start(
          ["--policy", set, "--socket", folder.path("s")], in: folder.path, output: folder.path("out"),
          errors: folder.path("err"))
        while program.status == nil && !folder.holds("s") {
          try Task.checkCancellation()
          await Task.yield()
        }
        program.signal(SIGTERM)
        #expect(await program.end() == 0)
        #expect(!folder.holds("s"))
      }
    }
  }

  @Test func idleConnectionsDoNotHoldItUp() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await connection.reply().status == 200)
        #expect(await daemon.stop() == 0)
        #expect(try await connection.remainder() == "")
      }
      #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }
  }

  @Test func aPolicyWithErrorsDoesNotStart() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny(grants: "[raeder, boos]"))
      let outcome = try await Program.policyd.run(["--policy", set, "--socket", folder.path("s")])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("error[unknown-role]"))
      #expect(outcome.errors.contains("did you mean `reader`?"))
      #expect(outcome.errors.contains("did you mean `boss`?"))
      #expect(outcome.errors.contains("policy.yaml:6:"))
      #expect(!folder.holds("s"))
    }
  }

  @Test func directoryAndAssignmentsFromElsewhere() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny())
      let directory = try folder.write(
        "directory:\n  scopes: {team:b: {}}\n  assignments: {team:b: {reader: [user:cid]}}\n", to: "directory.yaml")
      let rows = [
        "team:b\treader\tuser:dot", #"team:b\#treader\#tuser:eve\#t\N"#,
        "team:b\treader\tuser:fay\t2020-01-01 00:00:00+00",
        "team:b\treader\tuser:gil\t2999-01-01T00:00:00Z", #"team:b\#treader\#tuser:back\\slash"#,
      ]
      let tsv = try folder.write(rows.joined(separator: "\n") + "\n", to: "roles.tsv")
      let arguments = ["--directory", directory, "--assignments", tsv]
      try await Daemon.with(set, arguments: arguments, in: folder) { daemon in
        for (user, isAllowed) in [
          ("cid", true), ("dot", true), ("eve", true), ("fay", false), ("gil", true), (#"back\slash"#, true),
          ("ann", false),
        ] {
          #expect(try await daemon.allows("user:\(user) read page in team:b") == isAllowed, "\(user)")
        }
        // The set's own directory is gone.
        #expect(try await daemon.reason("user:ann read page in team:a") == "unknown_scope")
        // Cut short, it is refused whole, and what was there goes on.
        try folder.write("team:b\treader\tuser:zed\nteam:b\treader\tuser:y", to: "roles.tsv")
        #expect(try await daemon.reload()["last_reload"]?["ok"] == false)
        #expect(try await daemon.allows("user:dot read page in team:b") == true)
        #expect(try await daemon.allows("user:zed read page in team:b") == false)
      }
    }
  }
}
