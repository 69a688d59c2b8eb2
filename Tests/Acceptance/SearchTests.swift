import Testing

@Suite(.timeLimit(.minutes(2))) struct SearchTests {
  private static func body(_ subject: JSON, _ action: String?, _ resource: JSON, scope: String? = nil) -> JSON {
    var body: JSON = ["subject": subject, "resource": resource, "context": [:]]
    if let action { body["action"] = ["name": .string(action)] }
    if let scope { body["context"] = ["scope": .string(scope)] }
    return body
  }

  private static let readersOfPlan = body(["type": "user"], "read", ["type": "document", "id": "plan"])
  private static let planReaders = ["ada", "ed", "rita", "tom"]

  private func ids(_ reply: Reply) throws -> [String] {
    try reply.json()["results"]?.items.compactMap { ($0["id"] ?? $0["name"])?.string } ?? []
  }

  @Test func subjectsAreCompleteAndOrdered() async throws {
    try await withSampleDaemon { daemon in
      let reply = try await daemon.search("subject", Self.readersOfPlan)
      #expect(reply.status == 200)
      #expect(try ids(reply) == Self.planReaders)
      #expect(try reply.json()["results"]?.items.allSatisfy { $0["type"] == "user" } == true)
      let keys = Self.body(["type": "api_key"], "create", ["type": "document", "id": ""], scope: "project:web")
      #expect(try ids(await daemon.search("subject", keys)) == ["deploy"])
    }
  }

  @Test func aSeedsSubjectsAgreeWithAskingEach() async throws {
    try await TemporaryFolder.with { folder in
      try await Daemon.with(Program.package + "/policies/pica", in: folder) { daemon in
        let people = [
          "ada", "ben", "dora", "gia", "gus", "ivy", "kit", "lev", "max", "mia", "pat", "quin", "rae", "teo", "tess",
          "uma",
        ]
        for (action, resource) in [("list", "connection"), ("create", "secret"), ("create", "invitation")] {
          let answers = try await daemon.answers(people.map { "user:\($0) \(action) \(resource) in organization:acme" })
          let able = zip(people, answers).filter { $0.1 == true }.map(\.0)
          let body = Self.body(
            ["type": "user"], action, ["type": .string(resource), "id": ""], scope: "organization:acme")
          #expect(try ids(await daemon.search("subject", body)) == able, "\(action) \(resource)")
        }
      }
    }
  }

  @Test func resourcesAreAskedAboutWhereTheyLive() async throws {
    try await withSampleDaemon { daemon async throws in
      let all = Self.body(["type": "user", "id": "ada"], "read", ["type": "document"])
      #expect(try ids(await daemon.search("resource", all)) == ["charter", "note", "plan", "vault"])
      let there = Self.body(["type": "user", "id": "ada"], "read", ["type": "document"], scope: "project:web")
      #expect(try ids(await daemon.search("resource", there)) == ["note", "plan", "vault"])
      // Undecided is left out: nobody knows the level of note.
      let deletable = Self.body(["type": "user", "id": "ed"], "delete", ["type": "document"])
      #expect(try ids(await daemon.search("resource", deletable)) == ["plan"])
      // What is said of the searched is not believed.
      let claimed = Self.body(
        ["type": "user", "id": "ed"], "delete", ["type": "document", "properties": ["level": 1]])
      #expect(try ids(await daemon.search("resource", claimed)) == ["plan"])
    }
  }

  @Test func actionsAreThoseThatAreAllowed() async throws {
    try await withSampleDaemon { daemon async throws in
      let rita = Self.body(["type": "user", "id": "rita"], nil, ["type": "document", "id": "plan"])
      #expect(try ids(await daemon.search("action", rita)) == ["list", "read", "update"])
      let ed = Self.body(["type": "user", "id": "ed"], nil, ["type": "document", "id": "plan"])
      #expect(try ids(await daemon.search("action", ed)) == ["create", "delete", "list", "read", "update"])
    }
  }

  @Test func pagesTogetherAreTheWhole() async throws {
    try await withSampleDaemon { daemon in
      for limit in 1...5 {
        var found: [String] = []
        var body = Self.readersOfPlan
        body["page"] = ["limit": .number(Double(limit))]
        var pages = 0
        while pages < 10 {
          pages += 1
          let reply = try await daemon.search("subject", body)
          let page = try reply.json()["page"]
          let here = try ids(reply)
          #expect(page?["count"] == .number(Double(here.count)))
          #expect(page?["total"] == 4)
          #expect(here.count <= limit)
          found += here
          guard let token = page?["next_token"]?.string, !token.isEmpty else { break }
          body["page"] = ["token": .string(token)]
        }
        #expect(found == Self.planReaders)
        #expect(pages == (4 + limit - 1) / limit)
      }
    }
  }

  @Test func pagesOfResourcesAndActionsTogetherAreTheWhole() async throws {
    let documents = Self.body(["type": "user", "id": "ada"], "read", ["type": "document"])
    let actions = Self.body(["type": "user", "id": "ed"], nil, ["type": "document", "id": "plan"])
    try await withSampleDaemon { daemon in
      for (kind, whole) in [("resource", documents), ("action", actions)] {
        let all = try ids(await daemon.search(kind, whole))
        var found: [String] = []
        var body = whole
        body["page"] = ["limit": 2]
        while found.count < all.count {
          let reply = try await daemon.search(kind, body)
          #expect(try reply.json()["page"]?["total"] == .number(Double(all.count)))
          found += try ids(reply)
          guard let token = try reply.json()["page"]?["next_token"], token != "" else { break }
          body["page"] = ["token": token]
        }
        #expect(found == all && all.count > 3, "\(kind)")
      }
    }
  }

  @Test func aTokenBelongsToItsQueryAndPolicy() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.set)
      try await Daemon.with(set, in: folder) { daemon in
        var first = Self.readersOfPlan
        first["page"] = ["limit": 2]
        let token = try #require(try await daemon.search("subject", first).json()["page"]?["next_token"])
        var other = Self.body(["type": "user"], "list", ["type": "document", "id": "plan"])
        other["page"] = ["token": token]
        let reply = try await daemon.search("subject", other)
        #expect(reply.status == 400)
        #expect(reply.field == "page.token")
        for made in ["x", "00", "0100000000000000021234", String((token.string ?? "").dropLast(2))] {
          var body = Self.readersOfPlan
          body["page"] = ["token": .string(made)]
          #expect(try await daemon.search("subject", body).status == 400, "\(made)")
        }
        var body = Self.readersOfPlan
        body["page"] = ["token": token]
        #expect(try ids(await daemon.search("subject", body)) == ["rita", "tom"])
        // Over another policy the rest of the list would be of another list.
        try folder.writeSet(Samples.set.replacing("reader: [user:rita,", with: "reader: [user:rita, user:new,"))
        _ = try await daemon.reload()
        #expect(try await daemon.search("subject", body).status == 400)
      }
    }
  }

  @Test func unknownNamesFindNothing() async throws {
    let known: JSON = ["type": "document", "id": "plan"]
    let bodies: [(String, JSON)] = [
      ("subject", Self.body(["type": "user"], "read", ["type": "document", "id": "x"], scope: "project:nowhere")),
      ("subject", Self.body(["type": "usr"], "read", known)), ("subject", Self.body(["type": "user"], "reed", known)),
      ("subject", Self.body(["type": "user"], "read", ["type": "record", "id": "r2"], scope: "project:web")),
      ("resource", Self.body(["type": "user", "id": "eve"], "read", ["type": "document"])),
      ("resource", Self.body(["type": "user", "id": "ada"], "read", ["type": "dokument"])),
      ("resource", Self.body(["type": "user", "id": "dan"], "read", ["type": "document"])),
      ("action", Self.body(["type": "user", "id": "eve"], nil, known)),
      ("action", Self.body(["type": "user", "id": "ada"], nil, ["type": "dokument", "id": "x"])),
    ]
    try await withSampleDaemon { daemon in
      for (kind, body) in bodies {
        let reply = try await daemon.search(kind, body)
        #expect(reply.status == 200, "\(body.text)")
        #expect(try reply.json()["results"] == [], "\(body.text)")
        #expect(try reply.json()["page"] == ["next_token": "", "count": 0, "total": 0])
      }
    }
  }

  @Test func whatIsMalformedIsRefused() async throws {
    try await withSampleDaemon { daemon async throws in
      func field(_ kind: String, _ change: (inout JSON) -> Void) async throws -> String? {
        var body = Self.body(["type": "user", "id": "ada"], "read", ["type": "document", "id": "plan"])
        change(&body)
        let reply = try await daemon.search(kind, body)
        return reply.status == 400 ? reply.field ?? "?" : nil
      }
      #expect(try await field("subject") { $0["subject"] = nil } == "subject")
      #expect(try await field("subject") { $0["subject"] = ["id": "x"] } == "subject.type")
      #expect(try await field("subject") { $0["resource"] = ["type": "document"] } == "resource.id")
      #expect(try await field("resource") { $0["subject"] = ["type": "user"] } == "subject.id")
      #expect(try await field("resource") { $0["action"] = nil } == "action")
      #expect(try await field("action") { $0["resource"] = nil } == "resource")
      for limit: JSON in [-1, "2", 1.5, true] {
        #expect(try await field("subject") { $0["page"] = ["limit": limit] } == "page.limit")
      }
      #expect(try await field("subject") { $0["page"] = ["token": 1] } == "page.token")
      #expect(try await field("subject") { $0["page"] = 1 } == "page")
    }
  }
}
