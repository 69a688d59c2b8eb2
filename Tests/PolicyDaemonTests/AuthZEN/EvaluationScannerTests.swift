import DecisionTable
import NIOCore
import PolicyValues
import Testing

@testable import PolicyDaemon

/// The scanner of evaluation bodies against the tree: whatever the one takes, the other reads the same.
@Suite struct EvaluationScannerTests {
  private let policy: ServingPolicy

  init() throws { policy = ServingPolicy(table: try World.table(), loadedAt: Timestamp(seconds: 0)) }

  static let subject = #""subject":{"type":"user","id":"alice"}"#
  static let action = #""action":{"name":"read"}"#
  static let resource = #""resource":{"type":"connection","id":"c1"}"#
  static let context = #""context":{"scope":"project:web"}"#

  static func body(_ members: String...) -> String { "{\(members.joined(separator: ","))}" }

  static let taken: [String] = [
    body(subject, action, resource, context), body(context, resource, subject, action), body(subject, action, resource),
    body(subject, action, #""resource":{"id":"","type":"connection"}"#, #""context":null"#),
    body(subject, action, resource, #""context":{}"#), body(subject, action, resource, #""context":{"explain":false}"#),
    body(#""subject":{"type":"user","id":"ålice","properties":{}}"#, action, resource, context),
    body(#""subject":{"type":"user","id":"a","properties":null,"x":12}"#, action, resource, #""options":null"#),
    "\n{ \(subject) ,\t\(action)\r\n, \(resource), \(context) } ",
  ]

  @Test(arguments: taken)
  func takesTheCommonShape(_ body: String) throws { #expect(try agrees(body)) }

  static let left: [String] = [
    "", "{}", "[]", "null", "{", body(subject, action), body(action, resource),
    body(subject, action, resource, context) + "x", "\u{FEFF}" + body(subject, action, resource),
    body(subject, action, resource, #""context":{"explain":true}"#),
    body(subject, action, resource, #""context":{"mfa":true}"#),
    body(subject, action, resource, #""context":{"scope":null}"#), body(subject, action, resource, #""context":[]"#),
    body(subject, subject, action, resource), body(subject, action, resource, #""x":1,"x":2"#),
    body(subject, action, resource, #""x":1,"y":2"#), body(subject, action, resource, #""x":[1]"#),
    body(subject, action, resource, #""x":01"#), body(subject, action, resource, #""x":1.5"#),
    body(subject, action, #""resource":{"type":"connection","id":"c1","properties":{"a":1}}"#),
    body(subject, action, #""resource":{"type":"connection"}"#),
    body(subject, action, #""resource":{"type":"","id":"a"}"#),
    body(#""subject":{"type":"user","id":""}"#, action, resource),
    body(#""subject":{"type":"user","id":7}"#, action, resource),
    body(#""subj\u0065ct":{"type":"user","id":"a"}"#, action, resource),
    body(#""subject":{"type":"user","id":"a\n"}"#, action, resource),
    body(#""subject":{"type":"user","type":"user","id":"a"}"#, action, resource),
    body(#""subject":{"type":"user","id":"a",}"#, action, resource),
  ]

  @Test(arguments: left)
  func leavesTheRest(_ body: String) throws { #expect(try !agrees(body)) }

  @Test func knowsItsKeys() {
    for field in EvaluationField.allCases where field.rawValue > 4 {
      let letters = Array("\(field)".utf8)
      #expect(field.rawValue == letters.reduce(0) { $0 << 8 | UInt64($1) })
      #expect(EvaluationField(BytePlace(offset: 0, count: letters.count), letters.span) == field)
    }
    for (text, field) in [
      ("properties", EvaluationField.properties), ("evaluations", .evaluations), ("ids", .other),
      ("", .other), ("evaluations_semantic", .semantic), ("propertiez", .other), ("\u{1}", .other),
    ]
    where text != "\u{1}" {
      let letters = Array(text.utf8)
      #expect(EvaluationField(BytePlace(offset: 0, count: letters.count), letters.span) == field)
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithTheTree(seed: UInt64) throws {
    var random = SplitMix(seed &* 104_729)
    var taken = 0
    for _ in 0..<2000 {
      var bytes = Array(Self.random(&random).utf8)
      if random.below(3) == 0 { for _ in 0...random.below(3) { Self.damage(&bytes, &random) } }
      if try agrees(bytes) { taken += 1 }
    }
    #expect(taken > 200)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithTheTreeOnBatches(seed: UInt64) throws {
    var random = SplitMix(seed &* 15_485_863)
    var taken = 0
    for _ in 0..<600 {
      let items = (0..<random.below(40)).map { _ in Self.random(&random, isItem: true, odds: 300) }.joined(
        separator: ",")
      var members = Self.random(&random, isItem: true, odds: 300).dropFirst().dropLast()
      members = "\(members.isEmpty ? "" : "\(members),")\"evaluations\":[\(items)]"
      if random.below(2) == 0 {
        let semantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit", "nope"]
        members += #","options":{"evaluations_semantic":"\#(semantics[random.below(16) == 0 ? 3 : random.below(3)])"}"#
      }
      var bytes = Array("{\(members)}".utf8)
      if random.below(4) == 0 { Self.damage(&bytes, &random) }
      if try agreesAsBatch(bytes) { taken += 1 }
    }
    #expect(taken > 60)
  }

  @Test func boundsABatch() throws {
    let item = Self.body(Self.subject, Self.action, Self.resource, Self.context)
    func batch(_ count: Int) -> [UInt8] {
      Array("{\"evaluations\":[\(Array(repeating: item, count: count).joined(separator: ","))]}".utf8)
    }
    #expect(EvaluationScanner.batch(batch(10_000).span)?.questions.count == 10_000)
    #expect(EvaluationScanner.batch(batch(10_001).span) == nil)
    #expect(EvaluationScanner.batch(batch(0).span) == nil)
  }

  // MARK: the comparison

  private func agrees(_ text: String) throws -> Bool { try agrees(Array(text.utf8)) }

  /// Whether the scanner takes a body; if so, the tree must have made the same question of it.
  private func agrees(_ bytes: [UInt8]) throws -> Bool {
    guard let places = EvaluationScanner.question(bytes.span) else { return false }
    let body = ByteBuffer(bytes: bytes)
    let found = policy.table.question(places, in: body.readableBytesSpan)
    let request = try EvaluationRequest(try Responder.object(body))
    #expect(request.question == found, "\(String(decoding: bytes, as: UTF8.self))")
    #expect(!request.context.explain)
    return true
  }

  /// Whether the scanner takes a batch; if so, the tree must have given the same answers, and counted the same.
  private func agreesAsBatch(_ bytes: [UInt8]) throws -> Bool {
    let (scanned, read) = (Metrics(), Metrics())
    let now = Timestamp(seconds: 1_800_000_000)
    let body = ByteBuffer(bytes: bytes)
    guard
      let decisions = AccessAnswers(policy: policy, now: now, metrics: scanned)
        .scannedEvaluations(body.readableBytesUInt8Span, body.readableBytesSpan)
    else { return false }
    var json = JSONWriter(ByteBuffer())
    try AccessAnswers(policy: policy, now: now, metrics: read)
      .evaluations(try Responder.object(body), to: &json)
    var written = ByteBuffer()
    decisions.write(to: &written)
    #expect(written == json.buffer, "\(String(decoding: bytes, as: UTF8.self))")
    #expect(written.readableBytes == decisions.length)
    for outcome in Metrics.Outcome.all { #expect(scanned.value(outcome) == read.value(outcome)) }
    return true
  }

  // MARK: bodies by chance

  /// A body that is mostly of the common shape; of an item, parts may be missing.
  static func random(_ random: inout SplitMix, isItem: Bool = false, odds: Int = 12) -> String {
    func one(_ choices: [String]) -> String { choices[random.below(choices.count)] }
    func seldom(_ choices: [String], else usual: String) -> String { random.below(odds) == 0 ? one(choices) : usual }
    let id = seldom(["", "z\\u0065d", "ål", "a\\\\b", "\u{212A}"], else: one(["alice", "bob", "zed"]))
    let extra = seldom(
      [
        #","properties":{}"#, #","properties":null"#, #","properties":{"a":1}"#, #","x":1,"y":2"#, #","x":"é""#,
        #","x":-1"#,
        #","id":"twice""#, #","x":[]"#,
      ], else: "")
    var members = [
      #""subject":{"type":"\#(seldom(["", "team"], else: "user"))","id":"\#(id)"\#(extra)}"#,
      #""action":{"name":"\#(one(["read", "create", "update", "fly"]))"\#(seldom([#","x":true"#, #","name":"r""#], else: ""))}"#,
      #""resource":{"id":"\#(one(["c1", "c2", "", "c9"]))","type":"connection"\#(seldom([#","properties":{}"#], else: ""))}"#,
      #""context":\#(seldom(["null", "{}", "[]", #"{"mfa":true}"#, #"{"explain":true}"#], else: #"{"scope":"project:web"}"#))"#,
    ]
    if random.below(odds) == 0 {
      members.append(one([#""x":"y""#, #""subject":{}"#, #""options":{}"#, #""evaluations":[]"#]))
    }
    for index in stride(from: members.count - 1, through: 0, by: -1)
    where random.below(isItem ? odds / 10 : 30) == 0 { members.remove(at: index) }
    for index in members.indices.dropFirst() where random.below(3) == 0 { members.swapAt(index, index - 1) }
    let space = seldom([" ", "\n\t", "\u{A0}"], else: "")
    return "{\(space)\(members.joined(separator: "\(space),\(space)"))\(space)}"
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.insert(Array("{}[]:,\"\\ 0".utf8)[random.below(10)], at: place)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.below(9)))
    default: bytes[place] ^= 1 << UInt8(random.below(8))
    }
  }
}
