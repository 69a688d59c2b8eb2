import Testing

@Suite(.timeLimit(.minutes(2))) struct EvaluationsTests {
  /// Items that rita is asked about: read is allowed, create is not, list is allowed.
  private static let items: JSON = [
    ["action": ["name": "read"]], ["action": ["name": "create"]], ["action": ["name": "list"]],
  ]

  private static func batch(_ items: JSON, semantic: String? = nil) -> JSON {
    var body = Question("user:rita read document:plan in project:web").request
    body["action"] = nil
    body["evaluations"] = items
    if let semantic { body["options"] = ["evaluations_semantic": .string(semantic)] }
    return body
  }

  private func decisions(_ reply: Reply) throws -> [Bool?] {
    try reply.json()["evaluations"]?.items.map { $0["decision"]?.bool } ?? []
  }

  @Test(
    arguments: [
      (nil, [true, false, true]), ("execute_all", [true, false, true]), ("deny_on_first_deny", [true, false]),
      ("permit_on_first_permit", [true]),
    ] as [(String?, [Bool?])])
  func semantics(semantic: String?, expected: [Bool?]) async throws {
    try await withSampleDaemon { daemon in
      let reply = try await daemon.evaluations(Self.batch(Self.items, semantic: semantic))
      #expect(reply.status == 200)
      #expect(try decisions(reply) == expected)
    }
  }

  @Test func stoppingGoesByTheOrderOfTheItems() async throws {
    let items: JSON = [["action": ["name": "create"]], ["action": ["name": "delete"]], ["action": ["name": "read"]]]
    try await withSampleDaemon { daemon in
      let deny = try await daemon.evaluations(Self.batch(items, semantic: "deny_on_first_deny"))
      #expect(try decisions(deny) == [false])
      let permit = try await daemon.evaluations(Self.batch(items, semantic: "permit_on_first_permit"))
      #expect(try decisions(permit) == [false, false, true])
    }
  }

  @Test func anItemsKeyReplacesTheDefaultWhole() async throws {
    // With the default's owner rita may change any document; with a resource of its own the owner is gone with it.
    let body: JSON = [
      "subject": ["type": "user", "id": "rita"], "action": ["name": "update"],
      "resource": ["type": "document", "id": "", "properties": ["owner": "user:rita"]],
      "context": ["scope": "project:web", "explain": true],
      "evaluations": [
        [:], ["resource": ["type": "document", "id": ""]], ["context": [:]], ["context": ["scope": "project:web"]],
        ["subject": ["type": "user", "id": "ed"]],
      ],
    ]
    try await withSampleDaemon { daemon in
      let reply = try await daemon.evaluations(body)
      #expect(try decisions(reply) == [true, false, false, true, true])
      let items = try reply.json()["evaluations"]?.items ?? []
      #expect(items[0]["context"]?["reason"] == "granted")
      #expect(items[1]["context"]?["reason"] == "condition_undecided")
      // A context of its own has neither the default's scope nor its wish for an explanation.
      #expect(items[2] == ["decision": false])
      #expect(items[3] == ["decision": true])
    }
  }

  @Test func malformedItemsDenyAlone() async throws {
    let items: JSON = [
      ["action": ["name": "read"]], ["action": "read"], "read", nil, [], [:], ["action": ["name": 1]],
      ["action": ["name": "read"], "subject": nil], ["action": ["name": "read"], "context": ["scope": 5]],
      ["action": ["name": "read"], "resource": ["type": "document"]], ["action": ["name": "list"]],
    ]
    try await withSampleDaemon { daemon in
      let reply = try await daemon.evaluations(Self.batch(items))
      #expect(reply.status == 200)
      #expect(try decisions(reply) == [true] + Array(repeating: false, count: 9) + [true])
      let answers = try reply.json()["evaluations"]?.items ?? []
      for (index, answer) in answers.enumerated().dropFirst().dropLast() {
        let error = answer["context"]?["error"]
        #expect(error?["status"] == 400, "\(index)")
        #expect(error?["field"]?.string?.hasPrefix("evaluations[\(index)]") == true, "\(answer.text)")
      }
      // A malformed item is a deny, so it ends a batch that ends at one.
      let stopped = try await daemon.evaluations(Self.batch(items, semantic: "deny_on_first_deny"))
      #expect(try decisions(stopped) == [true, false])
    }
  }

  @Test(arguments: [nil, []] as [JSON?])
  func withoutItemsItIsOneEvaluation(items: JSON?) async throws {
    var body = Question("user:rita read document:plan").request
    body["evaluations"] = items
    let request = body
    try await withSampleDaemon { daemon in
      #expect(try await daemon.evaluations(request).body == #"{"decision":true}"#)
      var broken = request
      broken["subject"] = nil
      let reply = try await daemon.evaluations(broken)
      #expect(reply.status == 400)
      #expect(reply.field == "subject")
    }
  }

  @Test func whatIsMalformedAtTheTopIsRefusedWhole() async throws {
    try await withSampleDaemon { daemon async throws in
      func field(_ change: (inout JSON) -> Void) async throws -> String? {
        var body = Self.batch(Self.items)
        change(&body)
        let reply = try await daemon.evaluations(body)
        return reply.status == 400 ? reply.field ?? "?" : nil
      }
      #expect(try await field { $0["evaluations"] = ["a": 1] } == "evaluations")
      #expect(try await field { $0["evaluations"] = "all" } == "evaluations")
      #expect(try await field { $0["options"] = [] } == "options")
      let semantic = "options.evaluations_semantic"
      #expect(try await field { $0["options"] = ["evaluations_semantic": "any"] } == semantic)
      #expect(try await field { $0["options"] = ["evaluations_semantic": 1] } == semantic)
      #expect(try await field { $0["subject"] = ["type": "user"] } == "subject.id")
      #expect(try await field { $0["context"] = ["scope": 1] } == "context.scope")
    }
  }

  @Test func aLongBatchIsAnsweredInOrder() async throws {
    let names = (0..<2000).map { $0.isMultiple(of: 3) ? "create" : "read" }
    let items = JSON.array(names.map { ["action": ["name": .string($0)]] })
    try await withSampleDaemon { daemon in
      let reply = try await daemon.evaluations(Self.batch(items))
      #expect(try decisions(reply) == names.map { $0 == "read" })
      let tooMany = JSON.array(Array(repeating: [:], count: 10_001))
      #expect(try await daemon.evaluations(Self.batch(tooMany)).status == 400)
    }
  }
}
