import Foundation
import DecisionTable
import NIOCore
import PolicyValues
import Testing

@testable import PolicyDaemon

@Suite struct ReportTests {
  let responder: Responder
  let digest: String

  init() throws {
    responder = try TestResponder.make()
    digest = responder.daemon.published.policy.table.digest
  }

  @Test func reportsStatus() throws {
    let text = TestResponder.get(responder, "/v1/status")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["version"] as? String == "test")
    #expect(json["policy"] as? String == "world")
    #expect(json["digest"] as? String == digest)
    #expect(json["loaded_at"] as? String == "1970-01-01T00:16:40Z")
    #expect(json["age_seconds"] as? Int == 1_799_999_000)
    #expect(json["broken_invariants"] as? [String] == [])
    #expect((json["counts"] as? [String: Int])?.count == 8)
  }

  /// A clock that cannot be believed denies, and crashes nothing.
  @Test func reportsABrokenClock() throws {
    let policy = ServingPolicy(table: try World.table(), loadedAt: Timestamp(seconds: .min))
    let daemon = DaemonState(
      policy: policy, version: "test", baseURL: "", loops: 1, now: { Timestamp(seconds: .min) })
    let broken = Responder(daemon: daemon, limits: HTTPLimits())
    #expect(TestResponder.get(broken, "/v1/status").contains(#""loaded_at":"unknown""#))
    #expect(TestResponder.get(broken, "/metrics").contains("policyd_uptime_seconds"))
  }

  @Test func countsDecisionsAndRequests() {
    for subject in ["alice", "alice", "zed"] {
      _ = TestResponder.ask(responder, "/access/v1/evaluation", evaluation(subject))
    }
    _ = TestResponder.ask(responder, "/access/v1/evaluation", "{")
    _ = TestResponder.ask(responder, "/access/v1/evaluations", #"{"evaluations":[{},{}]}"#)
    _ = TestResponder.ask(responder, "/nothing", "{}")
    let text = TestResponder.get(responder, "/metrics")
    for line in [
      #"policyd_decisions_total{result="allow",reason="granted"} 2"#,
      #"policyd_decisions_total{result="deny",reason="no_role"} 1"#,
      #"policyd_decisions_total{result="deny",reason="malformed"} 2"#,
      #"policyd_requests_total{path="/access/v1/evaluation",status="200"} 3"#,
      #"policyd_requests_total{path="/access/v1/evaluation",status="400"} 1"#,
      #"policyd_requests_total{path="/access/v1/evaluations",status="200"} 1"#,
      #"policyd_requests_total{path="other",status="404"} 1"#,
      "policyd_policy_info{policy=\"world\",digest=\"\(digest)\"} 1",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
  }

  /// Every line is a comment or a sample, each family is declared once, and the counters have slots of their own.
  @Test func writesMetricsAsPrometheusReadsThem() {
    for outcome in Metrics.Outcome.all { responder.daemon.counters.aside.count(outcome) }
    for route in Route.allCases.map(Optional.some) + [nil] {
      for status in Metrics.statuses { responder.daemon.counters.loops[0].count(route, status: status) }
    }
    for command in CommandName.allCases.map(Optional.some) + [nil] {
      responder.daemon.counters.loops[0].count(command, 1)
      responder.daemon.counters.loops[0].countError(command)
    }
    responder.daemon.counters.loops[0].countProtocolError()
    let text = TestResponder.get(responder, "/metrics")
    #expect(text.hasSuffix("\n"))
    var families: Set<Substring> = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# TYPE ") {
        #expect(families.insert(line.split(separator: " ")[2]).inserted)
      } else if !line.hasPrefix("# HELP ") {
        #expect(
          line.wholeMatch(of: /[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9]+/) != nil, "\(line)")
        if ["policyd_decisions", "policyd_requests", "policyd_command"].contains(where: line.hasPrefix) {
          // Each was counted once; `/metrics` itself is not counted before it is written.
          #expect(line.hasSuffix(" 1"), "\(line)")
        }
      }
    }
    #expect(PrometheusText.escaped("a\"b\\c\nd") == "a\\\"b\\\\c\\nd")
  }

  @Test func reportsMetadata() throws {
    let text = TestResponder.get(responder, "/.well-known/authzen-configuration")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
    #expect(json["policy_decision_point"] == "http://localhost")
    #expect(json["access_evaluation_endpoint"] == "http://localhost/access/v1/evaluation")
    #expect(json["search_action_endpoint"] == "http://localhost/access/v1/search/action")
    #expect(json.count == 6)
  }

  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (Int64.max, ""),
  ])
  func writesDates(_ seconds: Int64, _ text: String) {
    #expect(HTTPDate.text(Timestamp(seconds: seconds)) == text)
  }
}
