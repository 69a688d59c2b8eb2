import PolicyValues
import Testing

@Suite struct RequestValueTests {
  private static let at = "2027-01-01T00:00:00Z"

  /// The type that each JSON value is right for, and the value that it then is.
  @Test(
    arguments: [
      (.string("x"), .string, .string("x")), (.string(""), .string, .string("")), (.int(1), .int, .int(1)),
      (.bool(true), .bool, .bool(true)), (.string("10.0.0.1"), .ip, IPAddress("10.0.0.1").map { .ip($0) }),
      (.string(at), .timestamp, Timestamp(at).map { .timestamp($0) }),
      (.string("admin"), .role, .role(scopeType: nil, name: "admin")),
      (.string("org.admin"), .role, .role(scopeType: "org", name: "admin")),
      (.string("user:a"), .principal, .principal(EntityName(type: "user", id: "a"))),
      (.text("true"), .bool, .bool(true)), (.text("-5"), .int, .int(-5)), (.text("5"), .string, .string("5")),
      (.text("9223372036854775807"), .int, .int(.max)), (.text("-9223372036854775808"), .int, .int(.min)),
    ] as [(RequestValue, AttributeType.Scalar, AttributeValue?)])
  func isOfItsType(value: RequestValue, scalar: AttributeType.Scalar, expected: AttributeValue?) {
    #expect(expected != nil)
    #expect(value.typed(as: AttributeType(scalar)) == expected)
    let twice = RequestValue.list([value, value]).typed(as: AttributeType(scalar, isList: true))
    #expect(twice == expected.map { .list([$0, $0]) })
    // Neither is a single value a list, nor a list a single value.
    #expect(value.typed(as: AttributeType(scalar, isList: true)) == nil)
    #expect(RequestValue.list([value]).typed(as: AttributeType(scalar)) == nil)
  }

  @Test(
    arguments: [
      (.int(1), .string), (.bool(true), .string), (.string("1"), .int), (.string("true"), .bool), (.int(1), .bool),
      (.bool(false), .int), (.int(0), .timestamp), (.string("2027-01-01"), .timestamp), (.string("10.0.0"), .ip),
      (.string("10.0.0.0/8"), .ip), (.string("alice"), .principal), (.string("user:"), .principal),
      (.string("a.b.c"), .role), (.string(""), .role), (.string("\u{212A}"), .role), (.text("TRUE"), .bool),
      (.text("yes"), .bool), (.text("1"), .bool), (.text("+1"), .int), (.text("1.0"), .int), (.text(" 1"), .int),
      (.text(""), .int), (.text("-"), .int), (.text("0x1"), .int), (.text("9223372036854775808"), .int),
      (.text("1e3"), .int), (.text("١"), .int),
    ] as [(RequestValue, AttributeType.Scalar)])
  func isOfTheWrongType(value: RequestValue, scalar: AttributeType.Scalar) {
    #expect(value.typed(as: AttributeType(scalar)) == nil)
    let mixed = RequestValue.list([value])
    #expect(mixed.typed(as: AttributeType(scalar, isList: true)) == nil)
  }

  @Test(arguments: AttributeType.Scalar.allCases)
  func otherIsRightForNothing(scalar: AttributeType.Scalar) {
    #expect(RequestValue.other.typed(as: AttributeType(scalar)) == nil)
    #expect(RequestValue.other.typed(as: AttributeType(scalar, isList: true)) == nil)
    #expect(RequestValue.list([.list([])]).typed(as: AttributeType(scalar, isList: true)) == nil)
    #expect(RequestValue.list([]).typed(as: AttributeType(scalar, isList: true)) == .list([]))
  }

  @Test func stringsCompareByteForByte() {
    #expect(AttributeValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(AttributeValue.list([.string("\u{E9}")]) != .list([.string("e\u{301}")]))
  }
}
