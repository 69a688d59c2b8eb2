import Testing

@Suite(.timeLimit(.minutes(2))) struct EvaluationTests {
  private static let allowed = Question("user:rita read document:plan in project:web").request

  @Test func anAnswerIsADecisionAndNothingElse() async throws {
    try await withSampleDaemon { daemon in
      let yes = try await daemon.evaluate(Self.allowed)
      #expect(yes.status == 200)
      #expect(yes.headers["content-type"] == "application/json")
      #expect(yes.body == #"{"decision":true}"#)
      let no = try await daemon.evaluate(Question("user:rita create document in project:web").request)
      #expect(no.status == 200)
      #expect(no.body == #"{"decision":false}"#)
    }
  }

  @Test func explainTellsReasonAndRule() async throws {
    try await withSampleDaemon { daemon in
      let yes = try await daemon.evaluate(Question("user:rita read document:plan", explain: true).request).json()
      #expect(yes["decision"] == true)
      #expect(yes["context"]?["reason"] == "granted")
      #expect(yes["context"]?["rule"]?["file"] == "policy.yaml")
      #expect(yes["context"]?["rule"]?["text"]?.string?.contains("project.document.read") == true)
      let line = yes["context"]?["rule"]?["line"]?.number ?? 0
      let lines = Samples.set.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[Int(line) - 1].contains("read: [reader]"))
      let no = try await daemon.evaluate(Question("user:rita create document in project:web", explain: true).request)
      #expect(try no.json()["context"]?["reason"] == "no_grant")
      #expect(try no.json()["context"]?["explanation"]?.items.isEmpty == false)
      var silent = Self.allowed
      silent["context"]?["explain"] = false
      #expect(try await daemon.evaluate(silent).body == #"{"decision":true}"#)
    }
  }

  /// A change to a good request, and the field that the refusal must name.
  private static let malformed: [(String, JSON)] = {
    func changed(_ part: String, _ value: JSON?) -> JSON {
      var request = allowed
      request[part] = value
      return request
    }
    func changed(_ part: String, _ key: String, _ value: JSON?) -> JSON {
      var request = allowed
      request[part]?[key] = value
      return request
    }
    var cases: [(String, JSON)] = []
    for part in ["subject", "action", "resource"] {
      for value: JSON? in [nil, nil as JSON, "user:rita", 1, true, []] { cases.append((part, changed(part, value))) }
      cases.append(("\(part).properties", changed(part, "properties", "none")))
    }
    for (part, key) in [
      ("subject", "type"), ("subject", "id"), ("action", "name"), ("resource", "type"), ("resource", "id"),
    ] {
      for value: JSON? in [nil, JSON.null, 1, false, ["x"], ["x": "y"]] {
        cases.append(("\(part).\(key)", changed(part, key, value)))
      }
      if (part, key) != ("resource", "id") { cases.append(("\(part).\(key)", changed(part, key, ""))) }
    }
    cases += [("context", changed("context", "here")), ("context", changed("context", []))]
    for value: JSON in [1, true, [], ["type": "project", "id": "web"], nil] {
      cases.append(("context.scope", changed("context", "scope", value)))
    }
    for value: JSON in ["yes", 1, nil] { cases.append(("context.explain", changed("context", "explain", value))) }
    return cases
  }()

  @Test func whatIsMalformedIsRefusedFieldByField() async throws {
    try await withSampleDaemon { daemon in
      for (field, request) in Self.malformed {
        let reply = try await daemon.evaluate(request)
        #expect(reply.status == 400, "\(request.text)")
        #expect(reply.field == field, "\(request.text): \(reply.body)")
        #expect(reply.message.contains("`\(field)`"), "\(reply.body)")
        #expect(try reply.json()["decision"] == nil)
      }
      // The daemon has taken no harm.
      #expect(try await daemon.evaluate(Self.allowed).body == #"{"decision":true}"#)
    }
  }

  private static let noObjects: [String] = [
    "", " ", "null", "true", "12", "\"text\"", "[]", "[{}]", "{", "{]", "{\"subject\":}", "{'subject': 1}",
    "{\"subject\": {}, }", "{} {}", "{}x", "\u{FEFF}{}", "{\"a\": 01}", "{\"a\": .5}", "{\"a\": NaN}",
    "{\"a\": \"\t\"}",
    "{\"a\": \"\\x\"}", "{\"a\": \"\\ud800\"}", "{\"a\": tru}", "// {}",
  ]

  @Test func bodiesThatAreNoJSONObject() async throws {
    try await withSampleDaemon { daemon in
      for body in Self.noObjects {
        for path in ["evaluation", "evaluations", "search/subject"] {
          let reply = try await daemon.post("/access/v1/\(path)", body)
          #expect(reply.status == 400, "\(path): \(body)")
          #expect(!reply.message.isEmpty)
        }
      }
    }
  }

  /// Two readers of a key that is given twice may believe different ones.
  @Test func duplicateKeysAreRefusedWhereverTheyAre() async throws {
    let good = Self.allowed.text
    try await withSampleDaemon { daemon in
      for body in [
        good.replacing("{\"action\":", with: "{\"action\":{\"name\":\"list\"},\"action\":"),
        good.replacing("\"id\":\"rita\"", with: "\"id\":\"eve\",\"id\":\"rita\""),
        good.replacing("\"id\":\"rita\"", with: "\"\\u0069d\":\"eve\",\"id\":\"rita\""),
        good.dropLast() + ",\"unknown\":{\"a\":1,\"a\":1}}",
      ].map({ String($0) }) {
        #expect(body != good)
        let reply = try await daemon.post("/access/v1/evaluation", body)
        #expect(reply.status == 400, "\(body)")
        #expect(reply.message.contains("twice") || reply.message.contains("duplicate"), "\(reply.message)")
      }
    }
  }

  @Test func nestingAndNumbersHaveTheirBounds() async throws {
    try await withSampleDaemon { daemon async throws in
      let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
      #expect(try await daemon.post("/access/v1/evaluation", deep).status == 400)
      // A number that no integer type holds is a value like others: here of an unknown field.
      let body = Self.allowed.text.dropLast() + ",\"x\":1e999,\"y\":123456789012345678901234567890}"
      #expect(try await daemon.post("/access/v1/evaluation", String(body)).body == #"{"decision":true}"#)
    }
  }

  @Test func unknownFieldsAreIgnored() async throws {
    var request = Self.allowed
    request["extra"] = ["nested": [1, nil, "x"]]
    request["options"] = "whatever"
    request["subject"]?["shoe_size"] = 43
    request["subject"]?["properties"] = ["undeclared": ["a": "b"]]
    request["action"]?["properties"] = ["undeclared": 1]
    request["resource"]?["properties"] = ["undeclared": true]
    request["context"]?["undeclared"] = "x"
    let body = request
    try await withSampleDaemon { daemon async throws in
      #expect(try await daemon.evaluate(body).body == #"{"decision":true}"#)
    }
  }

  @Test func contentTypes() async throws {
    try await withSampleDaemon { daemon in
      for type in ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/json;x=y"] {
        let reply = try await daemon.post(
          "/access/v1/evaluation", Self.allowed.text, headers: ["content-type: \(type)"])
        #expect(reply.status == 200, "\(type)")
      }
      for headers in [
        [], ["Content-Type: text/plain"], ["Content-Type: application/x-www-form-urlencoded"],
        ["Content-Type: application/jsonp"], ["Content-Type: "],
        ["Content-Type: application/json", "Content-Type: text/plain"],
      ] {
        let reply = try await daemon.post("/access/v1/evaluation", Self.allowed.text, headers: headers)
        #expect(reply.status == 400, "\(headers)")
        #expect(reply.message.contains("Content-Type"))
      }
    }
  }

  @Test func requestIDsComeBack() async throws {
    try await withSampleDaemon { daemon in
      let json = "Content-Type: application/json"
      let good = try await daemon.post(
        "/access/v1/evaluation", Self.allowed.text, headers: [json, "x-request-id: bfe9eb29-ab87"])
      #expect(good.headers["x-request-id"] == "bfe9eb29-ab87")
      let bad = try await daemon.post("/access/v1/evaluation", "{", headers: [json, "X-Request-ID: second"])
      #expect(bad.status == 400)
      #expect(bad.headers["x-request-id"] == "second")
      #expect(try await daemon.evaluate(Self.allowed).headers["x-request-id"] == nil)
    }
  }

  @Test func metadataNamesTheEndpoints() async throws {
    try await withSampleDaemon { daemon in
      let reply = try await daemon.get("/.well-known/authzen-configuration")
      #expect(reply.status == 200)
      #expect(reply.headers["content-type"] == "application/json")
      let metadata = try reply.json()
      let point = try #require(metadata["policy_decision_point"]?.string)
      #expect(metadata["access_evaluation_endpoint"]?.string == point + "/access/v1/evaluation")
      #expect(metadata["access_evaluations_endpoint"]?.string == point + "/access/v1/evaluations")
      for kind in ["subject", "resource", "action"] {
        #expect(metadata["search_\(kind)_endpoint"]?.string == point + "/access/v1/search/\(kind)")
      }
    }
  }
}
