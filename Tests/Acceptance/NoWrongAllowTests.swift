import Testing

/// Whatever is wrong with a request, it is never allowed.
@Suite(.timeLimit(.minutes(2))) struct NoWrongAllowTests {
  /// What ada may, in a scope and with values that make every condition true.
  private static let granted: JSON = [
    "subject": ["type": "user", "id": "ada"], "action": ["name": "close"],
    "resource": ["type": "organization", "id": "acme"],
    "context": [
      "scope": "organization:acme", "ip": "10.1.2.3", "reasons": ["audit"], "asked_at": "2020-01-01T00:00:00Z",
    ],
  ]

  @Test func wrongTypedAttributesAreUndecided() async throws {
    let wrong: [(String, [JSON])] = [
      (
        "ip",
        [
          "10.1.2", "ten", "", "10.1.2.3/8", "10.1.2.256", "::ffff:11.1.2.3", "11.1.2.3", 10, true, [], nil,
          ["10.1.2.3"],
        ]
      ),
      ("reasons", ["audit", 1, true, nil, [1], [true], [nil], ["audit", 1], ["holiday"], ["a": "b"]]),
      (
        "asked_at",
        [
          "yesterday", "2020-01-01", "2020-01-01T00:00:00", "2020-13-01T00:00:00Z", "9999-01-01T00:00:00Z", 0, true,
          nil, [],
        ]
      ),
    ]
    try await withSampleDaemon { daemon in
      #expect(try await daemon.evaluate(Self.granted).json()["decision"] == true)
      // An IPv4-mapped address is its IPv4 address.
      var mapped = Self.granted
      mapped["context"]?["ip"] = "::ffff:10.1.2.3"
      #expect(try await daemon.evaluate(mapped).json()["decision"] == true)
      for (name, values) in wrong {
        for value in values {
          var request = Self.granted
          request["context"]?[name] = value
          let reply = try await daemon.evaluate(request)
          #expect(reply.status == 200)
          #expect(try reply.json()["decision"] == false, "\(name) \(value)")
        }
        var request = Self.granted
        request["context"]?[name] = nil as JSON?
        #expect(try await daemon.evaluate(request).json()["decision"] == false, "\(name) left out")
      }
    }
  }

  @Test func attributesOfAResourceAreReadAsDeclared() async throws {
    func request(_ properties: JSON) -> JSON {
      var request = Question("user:ed delete document:new in project:web").request
      request["resource"]?["properties"] = properties
      return request
    }
    try await withSampleDaemon { daemon async throws in
      #expect(try await daemon.evaluate(request(["level": 3])).json()["decision"] == true)
      let wrong: [JSON] = [
        4, "3", "1", true, nil, [1], ["level": 1], 2.5, .number(-1e300), .number(1e300),
      ]
      for level in wrong {
        #expect(try await daemon.evaluate(request(["level": level])).json()["decision"] == false, "\(level)")
      }
      // What the directory knows is not overruled.
      var vault = Question("user:ed delete document:vault").request
      vault["resource"]?["properties"] = ["level": 1]
      #expect(try await daemon.evaluate(vault).json()["decision"] == false)
      // In doubt, a forbid denies.
      var held = request(["level": 1])
      for hold: JSON in [true, "true", "false", 0, []] {
        held["context"]?["legal_hold"] = hold
        #expect(try await daemon.evaluate(held).json()["decision"] == false, "\(hold)")
      }
    }
  }

  private static let barred: [(String, String)] = [
    ("usr:ada read document:plan", "unknown_principal_type"), ("User:ada read document:plan", "unknown_principal_type"),
    ("user:ada read dokument:plan", "unknown_resource_type"), ("user:ada Read document:plan", "unknown_action"),
    ("user:ada * document:plan", "unknown_action"), ("user:ada read *:plan", "unknown_resource_type"),
    ("user:Ada read document:plan", "no_role"), ("user:eve read document:plan", "no_role"),
    ("user:* read document:plan", "no_role"), ("user:ada read document:plan in project:WEB", "unknown_scope"),
    ("user:ada read document:plan in web", "unknown_scope"), ("user:ada read document:plan in *", "unknown_scope"),
    ("user:ada read document:plan in project:web in organization:other", "scope_mismatch"),
    ("user:ada read document in project:web in organization:other", "scope_mismatch"),
    ("user:ada read document:plan in project:web ", "unknown_scope"),
    ("user:ada read document:unheard", "no_scope"),
    ("user:ada read record:unheard in project:web", "unknown_resource"),
    ("user:ada read record:r1 in organization:acme", "out_of_scope"),
    ("user:olaf read document:plan in organization:other", "scope_mismatch"),
    ("user:ada close organization:acme in organization:other", "scope_mismatch"),
    ("user:ada read document in project:alien", "no_role"), ("user:olaf read document in project:web", "no_role"),
    // Locked out, over, shut.
    ("user:dan read document:charter", "disabled"), ("user:old read document:charter", "expired"),
    ("user:past read document:plan", "no_role"), ("user:ed read document in project:shut", "disabled"),
    ("user:ada read document in project:shut", "disabled"), ("team:gone read document:plan", "disabled"),
    ("user:liv read document:plan", "no_role"),
    // Bounded by nobody, by somebody unknown, locked out, or less.
    ("api_key:orphan read document:plan", "bounded"), ("api_key:lost read document:plan", "bounded"),
    ("api_key:stolen read document:plan", "bounded"), ("api_key:unheard read document:plan", "bounded"),
    ("api_key:wide create document in project:web", "bounded"),
  ]

  @Test func unknownAndBarred() async throws {
    try await withSampleDaemon { daemon async throws in
      for (question, reason) in Self.barred {
        #expect(try await daemon.allows(question) == false, "\(question)")
        #expect(try await daemon.reason(question) == reason, "\(question)")
      }
    }
  }

  /// A guest brings roles; whoever else does is not believed.
  @Test func rolesOfARequest() async throws {
    func request(_ principal: String, _ roles: JSON) -> JSON {
      var request = Question("\(principal) read document:plan").request
      request["subject"]?["properties"] = ["roles": roles]
      return request
    }
    let reader: JSON = ["project:web": ["reader"]]
    try await withSampleDaemon { daemon in
      #expect(try await daemon.evaluate(request("guest:g", reader)).json()["decision"] == true)
      #expect(try await daemon.evaluate(request("user:eve", reader)).json()["decision"] == false)
      #expect(try await daemon.evaluate(request("api_key:orphan", reader)).json()["decision"] == false)
      let wrong: [JSON] = [
        ["project:web": ["raeder"]], ["project:web": ["reader", "raeder"]], ["project:web": "reader"],
        ["project:web": ["reader", 1]], ["project:web": [["reader"]]], ["project:app": ["reader"]],
        ["project:nowhere": ["reader"]], ["organization:acme": ["reader"]], ["organization:other": ["admin"]],
        ["web": ["reader"]], ["reader"], "reader", 1, true, nil, [:], ["project:web": ["organization.admin"]],
        ["project:web": nil],
      ]
      for roles in wrong {
        let reply = try await daemon.evaluate(request("guest:g", roles))
        #expect(reply.status == 200)
        #expect(try reply.json()["decision"] == false, "\(roles.text)")
      }
    }
  }

  @Test func structuralFactsAreNotTakenFromARequest() async throws {
    try await withSampleDaemon { daemon async throws in
      for properties: JSON in [
        ["creator": "user:ada"], ["bounded_by": "user:ada"], ["members": ["user:ada"]], ["disabled": false],
        ["expires": "2999-01-01T00:00:00Z"], ["groups": ["team:crew"]], ["rank": 9], ["id": "ada"], ["type": "user"],
      ] {
        for principal in ["api_key:orphan", "api_key:wide", "user:dan", "user:old", "user:eve", "team:gone"] {
          var request = Question("\(principal) create document in project:web").request
          request["subject"]?["properties"] = properties
          #expect(try await daemon.evaluate(request).json()["decision"] == false, "\(principal) \(properties.text)")
        }
      }
      var nowhere = Question("user:ada read document:plan").request
      nowhere["context"] = ["scope": ""]
      #expect(try await daemon.evaluate(nowhere).json()["decision"] == false)
      var moved = Question("user:olaf read document:plan").request
      moved["resource"]?["properties"] = ["in": "organization:other", "owner": "user:olaf"]
      #expect(try await daemon.evaluate(moved).json()["decision"] == false)
    }
  }

  /// Ids are bytes: what only looks or sorts alike is somebody else.
  private static let lookalikes: [String] = [
    "rit\u{E1}", "rita ", " rita", "rita\u{0}", "rita\u{200B}", "RITA", "rita/", "rita:x",
  ]

  @Test func idsThatOnlyLookAlike() async throws {
    try await withSampleDaemon { daemon async throws in
      for id in Self.lookalikes {
        var request = Question("user:rita read document:plan").request
        #expect(try await daemon.evaluate(request).json()["decision"] == true)
        request["subject"]?["id"] = .string(id)
        let reply = try await daemon.evaluate(request)
        #expect(reply.status == 400 || reply.body == #"{"decision":false}"#, "\(id)")
      }
    }
  }

  /// A path that a request writes is believed only as far as the directory does not know better.
  @Test func pathsOfOpenScopes() async throws {
    let answers = [
      ("project:new in organization:acme", true), ("project:known", true), ("project:known in organization:acme", true),
      ("project:new", false), ("project:new in organization:other", false), ("project:new in organization:new", false),
      ("project:new in organization:shut", false), ("project:known in organization:other", false),
      ("project:below in organization:acme", false), ("project:new in project:known in organization:acme", false),
      ("organization:acme in project:new", false), ("project:new in user:ada in organization:acme", false),
      ("project:new in organization:acme in ", false), (" in organization:acme", false),
    ]
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.open)
      try await Daemon.with(set, in: folder) { daemon async throws in
        for (scope, isAllowed) in answers {
          var request = Question("user:ada read page").request
          request["context"] = ["scope": .string(scope)]
          let reply = try await daemon.evaluate(request)
          #expect(reply.status == 200)
          #expect(try reply.json()["decision"] == .bool(isAllowed), "\(scope)")
        }
        #expect(try await daemon.allows("user:eve read page in project:new in organization:acme") == false)
      }
    }
  }
}
