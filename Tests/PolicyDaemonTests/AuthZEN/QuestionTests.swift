import DecisionTable
import NIOCore
import PolicyValues
import Testing

@testable import PolicyDaemon

/// What the parts of a request become.
@Suite struct QuestionTests {
  @Test func mapsEveryPart() throws {
    let question = try question(
      """
      {"subject":{"type":"user","id":"al:ice","properties":{"email":"a@b","roles":{"organization:acme":["admin"]},
        "n":7,"b":false,"big":9223372036854775808,"frac":1.5,"list":["x",1,null],"obj":{},"gone":null,"\u{212A}":1,
        "not a name":1},"x":1},
       "action":{"name":"read","properties":{"soft":true}},
       "resource":{"type":"connection","id":"c1","properties":{"owner":"user:bob"}},
       "context":{"scope":"project:web","explain":true,"legal_hold":false,"n":null},
       "more":[]}
      """)
    let properties = RequestProperties(
      principal: [
        "email": .string("a@b"), "n": .int(7), "b": .bool(false), "big": .other, "frac": .other,
        "list": .list([.string("x"), .int(1), .other]), "obj": .other, "roles": .other,
      ],
      resource: ["owner": .string("user:bob")], action: ["soft": .bool(true)],
      context: ["legal_hold": .bool(false)])
    #expect(
      question
        == Question(
          principal: EntityName(type: "user", id: "al:ice"), action: "read", resourceType: "connection",
          resourceID: "c1", scope: "project:web", properties: properties,
          roles: .given([RequestRoles.Entry(scope: "organization:acme", roles: ["admin"])])))
  }

  @Test func readsAnEmptyIDAsTheBareType() throws {
    let question = try question(
      #"{"subject":{"type":"user","id":"a"},"action":{"name":"create"},"resource":{"type":"connection","id":""}}"#
    )
    #expect(question.resourceID == nil)
    #expect(question.scope == nil)
    #expect(question.roles == .absent)
  }

  @Test(arguments: [
    ("null", RequestRoles.absent), ("{}", .given([])), ("[]", .malformed), ("\"admin\"", .malformed),
    ("true", .malformed), ("1", .malformed), (#"{"s:1":"admin"}"#, .malformed),
    (#"{"s:1":null}"#, .malformed),
    (#"{"s:1":[1]}"#, .malformed), (#"{"s:1":[null]}"#, .malformed), (#"{"s:1":["a"],"s:2":{}}"#, .malformed),
    (#"{"s:1":[]}"#, .given([.init(scope: "s:1", roles: [])])),
    (#"{"s:1":["a","b"]}"#, .given([.init(scope: "s:1", roles: ["a", "b"])])),
  ])
  func readsRoles(_ roles: String, _ expected: RequestRoles) throws {
    let question = try question(
      """
      {"subject":{"type":"user","id":"a","properties":{"roles":\(roles)}},"action":{"name":"r"},
       "resource":{"type":"c","id":"1"}}
      """)
    #expect(question.roles == expected)
    // For types that take no roles from requests, `roles` may be a declared attribute.
    #expect((question.properties.principal["roles"] == nil) == (roles == "null"))
  }

  /// A request that is malformed, with the field that the error names.
  static let malformed: [(String, String?)] = [
    ("[]", nil), ("\"x\"", nil), ("null", nil), ("1", nil), ("", nil),
    (#"{"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#, "subject"),
    (#"{"subject":null,"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#, "subject"),
    (#"{"subject":"alice","action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#, "subject"),
    (#"{"subject":{"id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#, "subject.type"),
    (
      #"{"subject":{"type":"","id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#,
      "subject.type"
    ),
    (
      #"{"subject":{"type":1,"id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#,
      "subject.type"
    ),
    (#"{"subject":{"type":"u"},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#, "subject.id"),
    (
      #"{"subject":{"type":"u","id":""},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#,
      "subject.id"
    ),
    (
      #"{"subject":{"type":"u","id":1},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#, "subject.id"
    ),
    (
      #"{"subject":{"type":"u","id":"a","properties":[]},"action":{"name":"r"},"resource":{"type":"c","id":"1"}}"#,
      "subject.properties"
    ),
    (#"{"subject":{"type":"u","id":"a"},"resource":{"type":"c","id":"1"}}"#, "action"),
    (#"{"subject":{"type":"u","id":"a"},"action":"r","resource":{"type":"c","id":"1"}}"#, "action"),
    (#"{"subject":{"type":"u","id":"a"},"action":{},"resource":{"type":"c","id":"1"}}"#, "action.name"),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":123},"resource":{"type":"c","id":"1"}}"#,
      "action.name"
    ),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":""},"resource":{"type":"c","id":"1"}}"#,
      "action.name"
    ),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":"r","properties":1},"resource":{"type":"c","id":"1"}}"#,
      "action.properties"
    ),
    (#"{"subject":{"type":"u","id":"a"},"action":{"name":"r"}}"#, "resource"),
    (#"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":[]}"#, "resource"),
    (#"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"id":"1"}}"#, "resource.type"),
    (#"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"type":"c"}}"#, "resource.id"),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":null}}"#,
      "resource.id"
    ),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"},"context":[]}"#,
      "context"
    ),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"},"context":{"scope":7}}"#,
      "context.scope"
    ),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"},"context":{"scope":null}}"#,
      "context.scope"
    ),
    (
      #"{"subject":{"type":"u","id":"a"},"action":{"name":"r"},"resource":{"type":"c","id":"1"},"context":{"explain":"yes"}}"#,
      "context.explain"
    ),
  ]

  @Test(arguments: malformed)
  func refuses(_ body: String, _ field: String?) {
    do throws(RequestError) {
      _ = try EvaluationRequest(try Responder.object(ByteBuffer(string: body)))
      Issue.record("taken: \(body)")
    } catch {
      #expect(error.status == 400)
      #expect(error.field == field)
    }
  }

  @Test func namesWhatWouldBeRight() {
    do throws(RequestError) {
      _ = try question(#"{"subject":{"type":"u","id":7}}"#)
    } catch {
      #expect(error.message == "`subject.id` is a number; a string is due")
    }
  }

  private func question(_ body: String) throws(RequestError) -> Question {
    try EvaluationRequest(try Responder.object(ByteBuffer(string: body))).question
  }
}
