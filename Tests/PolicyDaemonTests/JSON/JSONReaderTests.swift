import Testing

@testable import PolicyDaemon

@Suite struct JSONReaderTests {
  @Test(arguments: [
    ("", "the body is empty; a JSON object is due"),
    ("  ", "the body is empty; a JSON object is due"),
    ("{", "the JSON text ends too early, at byte 1"),
    ("{\"a\":1", "the JSON text ends too early, at byte 6"),
    ("{\"a\":1,}", "malformed JSON at byte 7: a key in quotes is due here"),
    ("[1,]", "malformed JSON at byte 3: a value is due here"),
    ("{a:1}", "malformed JSON at byte 1: a key in quotes is due here"),
    ("{\"a\" 1}", "malformed JSON at byte 5: `:` is due here"),
    ("{\"a\":1 \"b\":2}", "malformed JSON at byte 7: `,` or `}` is due here"),
    ("[1 2]", "malformed JSON at byte 3: `,` or `]` is due here"),
    ("{} x", "malformed JSON at byte 3: more text after the end of the value"),
    ("{}{}", "malformed JSON at byte 2: more text after the end of the value"),
    ("01", "malformed JSON at byte 0: this is not how JSON writes a number"),
    ("-", "the JSON text ends too early, at byte 1"),
    ("+1", "malformed JSON at byte 0: a value is due here"),
    ("1.", "the JSON text ends too early, at byte 2"),
    ("[1.]", "malformed JSON at byte 3: this is not how JSON writes a number"),
    ("[1e+]", "malformed JSON at byte 4: this is not how JSON writes a number"),
    (".5", "malformed JSON at byte 0: a value is due here"),
    ("tru", "the JSON text ends too early, at byte 3"),
    ("True", "malformed JSON at byte 0: a value is due here"),
    ("nulL", "malformed JSON at byte 3: `null` is due here"),
    ("\"a\nb\"", "malformed JSON at byte 2: a control character in a string must be escaped"),
    ("\"\\x\"", "malformed JSON at byte 1: unknown or incomplete escape in a string"),
    ("\"\\u12G4\"", "malformed JSON at byte 1: unknown or incomplete escape in a string"),
    ("\"\\ud800\"", "malformed JSON at byte 1: a `\\u` escape is half of a surrogate pair"),
    ("\"\\udc00\"", "malformed JSON at byte 1: a `\\u` escape is half of a surrogate pair"),
    ("\"\\ud800\\u0041\"", "malformed JSON at byte 1: a `\\u` escape is half of a surrogate pair"),
    ("{\"a\":1,\"a\":2}", "duplicate key `a` in a JSON object, at byte 7"),
    ("{\"a\":1,\"\\u0061\":2}", "duplicate key `a` in a JSON object, at byte 7"),
    ("[[{\"x\":{\"y\":0,\"y\":0}}]]", "duplicate key `y` in a JSON object, at byte 14"),
    ("\u{FEFF}{}", "malformed JSON at byte 0: a byte order mark may not stand before the text"),
    ("'a'", "malformed JSON at byte 0: a value is due here"),
    ("{\"a\":NaN}", "malformed JSON at byte 5: a value is due here"),
    ("// c\n{}", "malformed JSON at byte 0: a value is due here"),
  ])
  func refuses(_ text: String, _ message: String) {
    #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8).span) }
    #expect(problem(Array(text.utf8))?.message == message)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
      [0x22, 0x5C, 0x6E, 0xF5, 0x80, 0x80, 0x80, 0x22],
    ] as [[UInt8]])
  func refusesInvalidUTF8(_ bytes: [UInt8]) {
    guard case .invalidUTF8? = problem(bytes)?.problem else {
      Issue.record("taken: \(bytes)")
      return
    }
  }

  @Test func nestsToTheLimit() throws {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try JSONReader.read(Array(deep.utf8).span)
    #expect(problem(Array("[\(deep)]".utf8))?.problem == .tooDeep)
    // Far past it, without a deep stack.
    #expect(problem([UInt8](repeating: 0x5B, count: 1_000_000))?.problem == .tooDeep)
  }

  @Test func readsNumbers() throws {
    for (text, value) in [
      ("0", Int64(0)), ("-0", 0), ("7", 7), ("-12", -12), ("9223372036854775807", .max),
      ("-9223372036854775808", .min),
    ] {
      guard case .int(value) = try JSONReader.read(Array(text.utf8).span) else {
        Issue.record("\(text) is not \(value)")
        continue
      }
    }
    for text in [
      "9223372036854775808", "-9223372036854775809", "1.0", "1e2", "0.1", "-0.0", "1E-3",
      "123456789012345678901234567890",
    ] {
      guard case .otherNumber = try JSONReader.read(Array(text.utf8).span) else {
        Issue.record("\(text) is not another number")
        continue
      }
    }
  }

  @Test func readsEscapes() throws {
    let text = #""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀""#
    guard case .string(let string) = try JSONReader.read(Array(text.utf8).span) else {
      Issue.record("not a string")
      return
    }
    #expect(string.utf8.elementsEqual("a\"\\/\u{8}\u{C}\n\r\té😀é😀".utf8))
  }

  @Test func tellsCanonicallyEquivalentKeysApart() throws {
    // `é` as one scalar and as two, and the Kelvin sign, which Swift's `==` takes for a K.
    let text = "{\"\u{E9}\":1,\"e\u{301}\":2,\"K\":3,\"\u{212A}\":4}"
    guard case .object(let object) = try JSONReader.read(Array(text.utf8).span) else {
      Issue.record("not an object")
      return
    }
    #expect(object.members.count == 4)
    guard case .int(3)? = object["K"], case .int(4)? = object["\u{212A}"] else {
      Issue.record("a name was taken for another")
      return
    }
  }

  @Test func findsDuplicatesAmongMany() {
    var members = (0..<5000).map { "\"k\($0)\":\($0)" }
    #expect(problem(Array("{\(members.joined(separator: ","))}".utf8)) == nil)
    members.append("\"k17\":0")
    #expect(problem(Array("{\(members.joined(separator: ","))}".utf8))?.problem == .duplicateName("k17"))
  }

  private func problem(_ bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
      _ = try JSONReader.read(bytes.span)
      return nil
    } catch {
      return error
    }
  }
}
