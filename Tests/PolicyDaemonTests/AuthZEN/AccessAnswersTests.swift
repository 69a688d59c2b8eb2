import Foundation
import NIOCore
import PolicyValues
import Testing

@testable import PolicyDaemon

/// Bodies in, bodies out, without a socket.
@Suite struct AccessAnswersTests {
  let responder: Responder

  init() throws { responder = try TestResponder.make() }

  static let bad = #"{"subject":{"type":"user"}}"#
  static let top = #""action":{"name":"read"},"context":{"scope":"project:web"}"#
  static let c1 = #""resource":{"type":"connection","id":"c1"}"#

  static func subject(_ id: String) -> String { #"{"subject":{"type":"user","id":"\#(id)"}}"# }

  static let malformedItem = #"{"decision":false,"context":{"error":{"status":400,"message":"#

  /// Each: path's last part, the body, what the answer is or begins with.
  static let answered: [(String, String, String)] = [
    ("evaluation", evaluation("alice"), #"{"decision":true}"#),
    ("evaluation", evaluation("zed"), #"{"decision":false}"#),
    ("evaluation", evaluation("alice", "update"), #"{"decision":false}"#),
    ("evaluation", evaluation("alice", "update", context: #","mfa":true"#), #"{"decision":true}"#),
    ("evaluation", evaluation("alice", "update", context: #","mfa":null"#), #"{"decision":false}"#),
    ("evaluation", evaluation("alice", "update", context: #","mfa":"true""#), #"{"decision":false}"#),
    ("evaluation", evaluation("alice", "create", ""), #"{"decision":true}"#),
    ("evaluation", evaluation("alice", context: #","explain":false"#), #"{"decision":true}"#),
    (
      "evaluation", evaluation("zed", context: #","explain":true"#),
      #"{"decision":false,"context":{"reason":"no_role","explanation":["#
    ),
    (
      "evaluation", evaluation("alice", context: #","explain":true"#),
      #"{"decision":true,"context":{"reason":"granted","rule":{"text":"permissions."#
    ),
    // As one evaluation.
    ("evaluations", evaluation("alice"), #"{"decision":true}"#),
    ("evaluations", "{\"evaluations\":[]," + evaluation("zed").dropFirst(), #"{"decision":false}"#),
    // Defaults, and what replaces them.
    (
      "evaluations",
      "{\(top),\(c1),\"evaluations\":[\(subject("alice")),\(subject("zed")),\(subject("bob"))]}",
      #"{"evaluations":[{"decision":true},{"decision":false},{"decision":true}]}"#
    ),
    (
      "evaluations",
      "{\(top),\(c1),\"subject\":{\"type\":\"user\",\"id\":\"zed\"},\"evaluations\":[{},\(subject("bob"))]}",
      #"{"evaluations":[{"decision":false},{"decision":true}]}"#
    ),
    // A context of the item's own has nothing of the default one.
    (
      "evaluations",
      """
      {\(c1),"subject":{"type":"user","id":"alice"},"action":{"name":"update"},
       "context":{"scope":"project:web","mfa":true},
       "evaluations":[{},{"context":{}},{"context":{"mfa":true}},{"context":{"scope":"project:x","mfa":true}},
         {"context":null}]}
      """,
      #"{"evaluations":[{"decision":true},{"decision":false},{"decision":true},{"decision":false},{"decision":false}]}"#
    ),
    // Explained where the item asks for it.
    (
      "evaluations",
      "{\(top),\(c1),\"subject\":{\"type\":\"user\",\"id\":\"zed\"},\"evaluations\":[{},{\"context\":{\"explain\":true}}]}",
      #"{"evaluations":[{"decision":false},{"decision":false,"context":{"reason":"no_role","#
    ),
    // A malformed item denies alone.
    (
      "evaluations", "{\(top),\(c1),\"evaluations\":[\(subject("alice")),\(bad),7,\(subject("bob"))]}",
      #"{"evaluations":[{"decision":true},\#(malformedItem)"`subject.id` is missing; a string is due","#
        + #""field":"evaluations[1].subject.id"}}},\#(malformedItem)"`evaluations[2]` is a number; an object is due","#
        + #""field":"evaluations[2]"}}},{"decision":true}]}"#
    ),
    // The three semantics.
    (
      "evaluations",
      "{\(top),\(c1),\"options\":{\"evaluations_semantic\":\"execute_all\",\"other\":1},"
        + "\"evaluations\":[\(subject("alice")),\(subject("zed")),\(subject("bob"))]}",
      #"{"evaluations":[{"decision":true},{"decision":false},{"decision":true}]}"#
    ),
    (
      "evaluations",
      "{\(top),\(c1),\"options\":{\"evaluations_semantic\":\"deny_on_first_deny\"},"
        + "\"evaluations\":[\(subject("alice")),\(subject("zed")),\(subject("bob"))]}",
      #"{"evaluations":[{"decision":true},{"decision":false}]}"#
    ),
    (
      "evaluations",
      "{\(top),\(c1),\"options\":{\"evaluations_semantic\":\"permit_on_first_permit\"},"
        + "\"evaluations\":[\(subject("zed")),\(subject("alice")),\(subject("bob"))]}",
      #"{"evaluations":[{"decision":false},{"decision":true}]}"#
    ),
    // Searches.
    (
      "search/subject",
      "{\"subject\":{\"type\":\"user\",\"id\":7,\"properties\":[]},\(top),\(c1)}",
      #"{"page":{"next_token":"","count":2,"total":2},"results":[{"type":"user","id":"alice"},{"type":"user","id":"bob"}]}"#
    ),
    (
      "search/resource",
      "{\"subject\":{\"type\":\"user\",\"id\":\"bob\"},\(top),\"resource\":{\"type\":\"connection\"}}",
      #"{"page":{"next_token":"","count":2,"total":2},"results":[{"type":"connection","id":"c1"},{"type":"connection","id":"c2"}]}"#
    ),
    (
      "search/action",
      "{\"subject\":{\"type\":\"user\",\"id\":\"alice\"},\(c1),\"action\":7,\"context\":{\"scope\":\"project:web\",\"mfa\":true}}",
      #"{"page":{"next_token":"","count":3,"total":3},"results":[{"name":"create"},{"name":"read"},{"name":"update"}]}"#
    ),
    (
      "search/subject", "{\"subject\":{\"type\":\"spaceship\"},\(top),\(c1)}",
      #"{"page":{"next_token":"","count":0,"total":0},"results":[]}"#
    ),
    (
      "search/action", "{\"subject\":{\"type\":\"user\",\"id\":\"nobody\"},\(c1)}",
      #"{"page":{"next_token":"","count":0,"total":0},"results":[]}"#
    ),
  ]

  @Test(arguments: answered)
  func answers(_ path: String, _ body: String, _ expected: String) {
    let response = ask(path, body)
    #expect(response.status == 200, "\(text(response))")
    #expect(text(response).hasPrefix(expected), "\(text(response))")
  }

  /// Each: path's last part, the body, the field that the error names.
  static let refused: [(String, String, String?)] = [
    ("evaluations", "{\(top),\(c1),\"evaluations\":null}", "evaluations"),
    ("evaluations", "{\(top),\(c1),\"evaluations\":{}}", "evaluations"),
    ("evaluations", "{\(top),\(c1),\"evaluations\":\"x\"}", "evaluations"),
    ("evaluations", "{\(top),\(c1),\"options\":[],\"evaluations\":[{}]}", "options"),
    ("evaluations", "{\(top),\"subject\":7,\"evaluations\":[{}]}", "subject"),
    ("evaluations", "{\"resource\":{\"type\":\"c\"},\"evaluations\":[{}]}", "resource.id"),
    ("evaluations", "{\"context\":{\"scope\":1},\"evaluations\":[{}]}", "context.scope"),
    (
      "evaluations", "{\"options\":{\"evaluations_semantic\":\"all\"},\"evaluations\":[{}]}",
      "options.evaluations_semantic"
    ),
    (
      "evaluations", "{\"options\":{\"evaluations_semantic\":1},\"evaluations\":[{}]}",
      "options.evaluations_semantic"
    ),
    ("evaluations", "{}", "subject"),
    ("search/subject", "{\(top),\(c1)}", "subject"),
    ("search/subject", "{\"subject\":{\"type\":\"user\"},\(c1)}", "action"),
    (
      "search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\"resource\":{\"type\":\"c\"}}",
      "resource.id"
    ),
    ("search/subject", "{\"subject\":{\"type\":\"\"},\(top),\(c1)}", "subject.type"),
    (
      "search/resource", "{\"subject\":{\"type\":\"user\"},\(top),\"resource\":{\"type\":\"c\"}}",
      "subject.id"
    ),
    ("search/action", "{\"subject\":{\"type\":\"user\",\"id\":\"a\"}}", "resource"),
    ("search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\(c1),\"page\":7}", "page"),
    (
      "search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\(c1),\"page\":{\"limit\":-1}}", "page.limit"
    ),
    (
      "search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\(c1),\"page\":{\"limit\":1.5}}",
      "page.limit"
    ),
    (
      "search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\(c1),\"page\":{\"limit\":\"1\"}}",
      "page.limit"
    ),
    ("search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\(c1),\"page\":{\"token\":1}}", "page.token"),
    (
      "search/subject", "{\"subject\":{\"type\":\"user\"},\(top),\(c1),\"page\":{\"token\":\"x\"}}",
      "page.token"
    ),
  ]

  @Test(arguments: refused)
  func refuses(_ path: String, _ body: String, _ field: String?) throws {
    let response = ask(path, body)
    #expect(response.status == 400)
    let error = try #require((json(response)["error"]) as? NSDictionary)
    #expect(error["status"] as? Int == 400)
    #expect(error["field"] as? String == field)
  }

  @Test func limitsTheItems() {
    let item = "{},"
    let most = String(repeating: item, count: EvaluationsRequest.maximumItems).dropLast()
    #expect(ask("evaluations", "{\"evaluations\":[\(most)]}").status == 200)
    #expect(ask("evaluations", "{\"evaluations\":[\(most),{}]}").status == 400)
  }

  @Test(
    arguments: [(Int64.min, 0), (.max, 0), (0, .max), (-62_135_596_801, 0), (253_402_300_800, 0)]
      as [(Int64, UInt32)])
  func deniesEverythingOnABadClock(_ seconds: Int64, _ nanoseconds: UInt32) {
    let now = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    #expect(text(ask("evaluation", evaluation("alice"), now: now)) == #"{"decision":false}"#)
    let explained = ask("evaluation", evaluation("alice", context: #","explain":true"#), now: now)
    #expect(text(explained).contains("the clock is outside the years 1 to 9999"))
    let search = ask("search/subject", "{\"subject\":{\"type\":\"user\"},\(Self.top),\(Self.c1)}", now: now)
    #expect(text(search).hasSuffix(#""results":[]}"#))
  }

  @Test func refusesAWrongContentType() {
    for (header, status) in [
      ("application/json", 200), ("Application/JSON; charset=utf-8", 200), ("application/json ;x=y", 200),
      ("application / json", 400),
      ("text/json", 400), ("application/jsonx", 400), ("application/json, text/plain", 400), ("", 400),
    ] {
      #expect(ask("evaluation", evaluation("alice"), contentType: header).status == status, "\(header)")
    }
  }

  // MARK: asking

  private func ask(
    _ path: String, _ body: String, now: Timestamp = Timestamp(seconds: 1_800_000_000),
    contentType: String? = "application/json"
  ) -> HTTPResponse {
    ask(responder, path, body, now: now, contentType: contentType)
  }

  private func ask(
    _ responder: Responder, _ path: String, _ body: String, now: Timestamp, contentType: String?
  ) -> HTTPResponse {
    let request = TestResponder.post("/access/v1/\(path)", body, contentType: contentType)
    return responder.respond(
      to: request, policy: responder.daemon.published.policy, now: now,
      metrics: responder.daemon.counters.aside)
  }

  private func text(_ response: HTTPResponse) -> String { String(buffer: response.body) }

  private func json(_ response: HTTPResponse) -> NSDictionary {
    (try? JSONSerialization.jsonObject(with: Data(text(response).utf8))) as? NSDictionary ?? [:]
  }
}
