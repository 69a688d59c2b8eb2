import DecisionTable
import PolicyValues
import ReferenceEvaluator
import Testing

/// Whatever a request looks like, what is in doubt is denied.
@Suite struct NoWrongAllowTests {
  private static let world = Result {
    try SampleWorld(
      """
      policy: p
      scopes: {Kin: {attributes: {Key: string}}}
      principals: {Kid: {attributes: {Key: string}}}
      resources: {Kit: {in: Kin, actions: [Keep, open], attributes: {Key: string, grade: role, owner: principal}}}
      context: {Key: string, at: timestamp, ip: ip, n: int, list: [int]}
      action: {Key: string}
      roles: {Kin: {King: {rank: 1}}}
      permissions:
        Kin:
          Kit:
            Keep: [anyone]
            open: [anyone if odd]
      conditions:
        odd: >-
          principal.Key != "x" || resource.Key != "x" || scope.Key != "x" || context.Key != "x" || action.Key != "x" ||
          resource.grade != "King" || resource.owner != "Kid:2" || context.at != timestamp("2026-01-01T00:00:00Z") ||
          context.ip != "10.0.0.1" || context.n != 1 || context.list != [1]
      directory: {scopes: {Kin:1: {}}}
      """)
  }

  private func question(
    _ type: String = "Kid", _ id: String = "1", action: String = "Keep", resource: String = "Kit",
    resourceID: String? = "1", scope: String? = "Kin:1"
  ) -> Question {
    Question(
      principal: EntityName(type: type, id: id), action: action, resourceType: resource, resourceID: resourceID,
      scope: scope)
  }

  @Test func theWorldAllowsWhatIsWellFormed() throws {
    #expect(try Self.world.get().table.decide(question(), at: SampleWorld.now).isAllowed)
  }

  /// Spellings that Swift's own `==` takes for the declared one, and others that look like it.
  @Test func namesAreBytes() throws {
    let world = try Self.world.get()
    for asked in [
      question("\u{212A}id"), question("kid"), question("Kid "), question(" Kid"), question("Kid\u{0}"), question(""),
      question(action: "\u{212A}eep"), question(action: "keep"), question(action: "Keep "), question(action: ""),
      question(action: "*"), question(resource: "\u{212A}it"), question(resource: ""), question(resource: "Kit:1"),
      question(scope: "\u{212A}in:1"), question(scope: "Kin:1 "), question(scope: ""), question(scope: "-"),
      question(scope: "Kin:1 in"), question(scope: "Kin:\u{0661}"), question(scope: "Kin:1\u{0}"),
    ] {
      #expect(!world.table.decide(asked, at: SampleWorld.now).isAllowed, "\(asked)")
      #expect(world.reference.decide(asked, at: SampleWorld.now) != .granted, "\(asked)")
    }
  }

  /// `anyone` means whoever a directory could hold.
  @Test(arguments: [
    "", " ", "a b", "a\n", "\u{0}", "\u{7F}", "\u{85}", "a\u{A0}", "\u{2028}", String(repeating: "a", count: 257),
  ])
  func malformedIDs(id: String) throws {
    let world = try Self.world.get()
    #expect(world.table.decide(question("Kid", id), at: SampleWorld.now).reason == .noRole)
    #expect(world.table.decide(question(resourceID: id), at: SampleWorld.now).reason == .unknownResource)
    #expect(!world.table.decide(question(scope: "Kin:\(id)"), at: SampleWorld.now).isAllowed)
  }

  @Test(arguments: [
    Timestamp(seconds: .min), Timestamp(seconds: .max, nanoseconds: 999_999_999),
    Timestamp(seconds: Timestamp.minimum.seconds - 1, nanoseconds: 999_999_999),
    Timestamp(seconds: Timestamp.maximum.seconds + 1),
  ])
  func aClockOutsideTheYears(now: Timestamp) throws {
    let world = try Self.world.get()
    #expect(world.table.decide(question(), at: now).reason == .conditionUndecided)
    #expect(world.reference.decide(question(), at: now) == .conditionUndecided)
  }

  @Test(arguments: [Timestamp.minimum, Timestamp.maximum]) func theYearsThemselves(now: Timestamp) throws {
    #expect(try Self.world.get().table.decide(question(), at: now).isAllowed)
  }

  /// `!=` over a value that is none is not true: every value is of the wrong type here, or under another name.
  @Test func wrongValuesDecideNothing() throws {
    let world = try Self.world.get()
    let wrong: [RequestValue] = [.other, .int(7), .bool(true), .list([]), .list([.other])]
    for value in wrong {
      var asked = question(action: "open")
      let values = ["Key": value]
      asked.properties = RequestProperties(
        principal: values, resource: ["Key": value, "grade": .string("Queen"), "owner": .string("Nobody:1")],
        scope: values, action: values,
        context: [
          "Key": value, "at": .int(0), "ip": .string("10.0.0.0/8"), "n": .string("2"), "list": .list([.string("2")]),
        ])
      #expect(world.table.decide(asked, at: SampleWorld.now).reason == .conditionUndecided, "\(value)")
      #expect(world.reference.decide(asked, at: SampleWorld.now) == .conditionUndecided, "\(value)")
    }
    let elsewhere: [String: RequestValue] = ["\u{212A}ey": .string("y"), "key": .string("y"), "id": .string("y")]
    var asked = question(action: "open")
    asked.properties = RequestProperties(
      principal: elsewhere, resource: elsewhere, scope: elsewhere, action: elsewhere, context: elsewhere)
    #expect(world.table.decide(asked, at: SampleWorld.now).reason == .conditionUndecided)
    #expect(world.reference.decide(asked, at: SampleWorld.now) == .conditionUndecided)
  }

  /// Each value alone, of the right type, decides: the test above is not passed by conditions that never hold.
  @Test func rightValuesDecide() throws {
    let world = try Self.world.get()
    let values: [RequestProperties] = [
      RequestProperties(principal: ["Key": .string("y")]), RequestProperties(resource: ["Key": .string("y")]),
      RequestProperties(resource: ["owner": .string("Kid:1")]), RequestProperties(scope: ["Key": .string("y")]),
      RequestProperties(action: ["Key": .string("y")]), RequestProperties(context: ["ip": .string("10.0.0.2")]),
      RequestProperties(context: ["n": .int(2)]), RequestProperties(context: ["list": .list([.int(2)])]),
      RequestProperties(context: ["at": .string("2026-01-01T00:00:00.000000001Z")]),
    ]
    for value in values {
      var asked = question(action: "open")
      asked.properties = value
      #expect(world.table.decide(asked, at: SampleWorld.now).isAllowed, "\(value)")
      #expect(world.reference.decide(asked, at: SampleWorld.now) == .granted, "\(value)")
    }
  }
}
