import Testing

@Suite(.timeLimit(.minutes(2))) struct ReloadTests {
  private func withTiny(_ body: (TemporaryFolder, Daemon) async throws -> Void) async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny())
      try await Daemon.with(set, in: folder) { try await body(folder, $0) }
    }
  }

  @Test func aGoodPolicyTakesOver() async throws {
    try await withTiny { folder, daemon in
      let before = try await daemon.status()
      #expect(
        try await daemon.answers(["user:ann read page in team:a", "user:bob read page in team:a"]) == [true, false])
      try folder.writeSet(Samples.tiny(grants: "[boss]"))
      let after = try await daemon.reload()
      #expect(after["last_reload"]?["ok"] == true)
      #expect(after["digest"] != before["digest"])
      #expect(
        try await daemon.answers(["user:ann read page in team:a", "user:bob read page in team:a"]) == [false, true])
    }
  }

  @Test func openConnectionsAskTheNewPolicy() async throws {
    try await withTiny { folder, daemon in
      let request = HTTP.post("/access/v1/evaluation", Question("user:ann read page in team:a").request.text)
      try await daemon.connect { connection in
        try await connection.send(request)
        #expect(try await connection.reply().json()["decision"] == true)
        try folder.writeSet(Samples.tiny(grants: "[]"))
        _ = try await daemon.reload()
        try await connection.send(request)
        #expect(try await connection.reply().json()["decision"] == false)
      }
    }
  }

  @Test func aBrokenPolicyIsReportedAndTheGoodOneGoesOn() async throws {
    try await withTiny { folder, daemon in
      let before = try await daemon.status()
      try folder.writeSet(Samples.tiny(grants: "[raeder]"))
      let after = try await daemon.reload()
      #expect(after["digest"] == before["digest"])
      #expect(after["last_reload"]?["ok"] == false)
      let errors = after["last_reload"]?["errors"]?.strings ?? []
      #expect(errors.contains { $0.contains("unknown-role") && $0.contains("did you mean `reader`?") }, "\(errors)")
      #expect(daemon.log.contains("policy reload failed"))
      #expect(daemon.log.contains("did you mean `reader`?"))
      #expect(try await daemon.get("/readyz").status == 200)
      #expect(try await daemon.allows("user:ann read page in team:a") == true)
      // Put right, it is taken.
      try folder.writeSet(Samples.tiny(grants: "[boss]"))
      #expect(try await daemon.reload()["last_reload"]?["ok"] == true)
      #expect(try await daemon.allows("user:ann read page in team:a") == false)
    }
  }

  /// To refuse a directory for an invariant would freeze it, with the revocations in it.
  @Test func brokenInvariantsAreReportedAndDoNotStopAReload() async throws {
    try await withTiny { folder, daemon in
      let invariants = "invariants: {two_bosses: {exactly: 2, of: team.boss}}"
      try folder.writeSet(Samples.tiny(grants: "[boss]", invariants: invariants))
      let after = try await daemon.reload()
      #expect(after["last_reload"]?["ok"] == true)
      let broken = after["broken_invariants"]?.strings ?? []
      #expect(broken.count == 1)
      #expect(broken.first?.contains("two_bosses") == true, "\(broken)")
      #expect(daemon.log.contains("two_bosses"))
      #expect(try await daemon.allows("user:ann read page in team:a") == false)
      try folder.writeSet(Samples.tiny(grants: "[boss]"))
      #expect(try await daemon.reload()["broken_invariants"] == [])
    }
  }

  @Test func aFolderThatIsGoneIsABrokenPolicy() async throws {
    try await withTiny { folder, daemon in
      try folder.remove("set")
      let after = try await daemon.reload()
      #expect(after["last_reload"]?["ok"] == false)
      #expect(try await daemon.allows("user:ann read page in team:a") == true)
    }
  }

  @Test func manyHangupsEndWithTheLastPolicy() async throws {
    try await withTiny { folder, daemon in
      for round in 0..<20 {
        try folder.writeSet(Samples.tiny(grants: round.isMultiple(of: 2) ? "[boss]" : "[reader]"))
        daemon.program.signal(1)
      }
      try folder.writeSet(Samples.tiny(grants: "[]"))
      daemon.program.signal(1)
      try await daemon.until("the last policy answers") {
        try await daemon.answers(["user:ann read page in team:a", "user:bob read page in team:a"]) == [false, false]
      }
      #expect(try await daemon.get("/healthz").status == 200)
    }
  }

  /// A batch is answered by one policy from its first item to its last, and nobody waits or is turned away.
  @Test func batchesDuringReloadsAreOfOnePolicy() async throws {
    let body: JSON = [
      "action": ["name": "read"], "resource": ["type": "page", "id": ""], "context": ["scope": "team:a"],
      "evaluations": [["subject": ["type": "user", "id": "ann"]], ["subject": ["type": "user", "id": "bob"]]],
    ]
    let request = HTTP.post("/access/v1/evaluations", body.text)
    try await withTiny { folder, daemon in
      try await withThrowingTaskGroup(of: Set<[Bool?]>.self) { clients in
        for _ in 0..<3 {
          clients.addTask {
            try await daemon.connect { connection in
              var seen: Set<[Bool?]> = []
              for _ in 0..<500 {
                try await connection.send(request)
                seen.insert(
                  try await connection.reply().json()["evaluations"]?.items.map { $0["decision"]?.bool } ?? [])
              }
              return seen
            }
          }
        }
        for round in 0..<10 {
          try folder.writeSet(Samples.tiny(grants: round.isMultiple(of: 2) ? "[boss]" : "[reader]"))
          #expect(try await daemon.reload()["last_reload"]?["ok"] == true)
        }
        for try await seen in clients { #expect(seen.isSubset(of: [[true, false], [false, true]]), "\(seen)") }
      }
    }
  }
}
