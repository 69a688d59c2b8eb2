import Testing

@testable import PolicyLanguage

/// Texts by number.
@Suite struct TextNumbersTests {
  @Test func numbersAreGivenInOrderAndOnce() {
    var numbers = TextNumbers()
    #expect(numbers.number(of: "a") == nil)
    #expect(["a", "b", "", "a", "ab", "b", ""].map { numbers.insert($0) } == [0, 1, 2, 0, 3, 1, 2])
    #expect(numbers.count == 4)
    #expect((0..<4).map { numbers[$0] } == ["a", "b", "", "ab"])
    #expect(numbers.number(of: "ab") == 3)
    #expect(numbers.number(of: "ba") == nil)
  }

  @Test func textsAreComparedByteForByte() {
    var numbers = TextNumbers()
    // Equal to Swift's strings, and two names to a policy.
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    #expect(composed == decomposed)
    #expect(numbers.insert(composed) == 0)
    #expect(numbers.number(of: decomposed) == nil)
    #expect(numbers.insert(decomposed) == 1)
    #expect(numbers.insert("\u{212B}") == 2)
    #expect(numbers.insert("\u{C5}") == 3)
    #expect(numbers.insert("a\0") == 4)
    #expect(numbers.insert("a\0\0") == 5)
    #expect(numbers.insert("a") == 6)
  }

  /// Every text falls into the same slot with the same hash: only the bytes tell them apart.
  @Test(arguments: [TextHash(start: 0, factor: 0), TextHash(start: .max, factor: 1), TextHash()])
  func collisionsChangeNothing(_ hash: TextHash) {
    var numbers = TextNumbers(hash: hash)
    let texts = (0..<300).map { "user:\($0 % 7)-\($0)" }
    for round in 0..<2 {
      for (number, text) in texts.enumerated() {
        #expect(numbers.number(of: text) == (round == 0 ? nil : number))
        #expect(numbers.insert(text) == number)
      }
    }
    #expect(texts.indices.allSatisfy { numbers[$0] == texts[$0] })
    #expect(numbers.number(of: "user:0-300") == nil)
  }

  @Test func agreesWithADictionary() {
    var random = SystemRandomNumberGenerator()
    var numbers = TextNumbers()
    var expected: [[UInt8]: Int] = [:]
    for _ in 0..<20_000 {
      // Few distinct bytes and lengths around the hash's words of eight, so that many are met again.
      let text = (0..<Int.random(in: 0...18, using: &random)).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
      let number = numbers.insert(text.span)
      #expect(number == expected[text, default: expected.count])
      expected[text] = number
    }
    #expect(numbers.count == expected.count)
  }

  /// Together texts are found as they are one by one, however they collide.
  @Test(arguments: [TextHash(start: 0, factor: 0), TextHash()])
  func manyAtOnce(_ hash: TextHash) {
    var random = SystemRandomNumberGenerator()
    var numbers = TextNumbers(hash: hash)
    let bytes = (0..<400).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
    for round in 0..<20 {
      var queries = (0..<50).map { _ in
        let start = Int.random(in: 0...380, using: &random)
        return TextQuery(start, start + Int.random(in: 0...20, using: &random))
      }
      numbers.find(&queries, in: bytes.span)
      for query in queries {
        let text = bytes.span.extracting(query.start..<query.end)
        #expect(query.number == numbers.number(of: text) ?? -1)
        #expect(query.note == (query.number < 0 ? 0 : query.number + 7))
      }
      for query in queries where round % 2 == 0 {
        _ = numbers.insert(bytes.span.extracting(query.start..<query.end), note: numbers.count + 7)
      }
    }
  }

  @Test func bytesAreComparedToTheLast() {
    func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.span.hasBytes(of: other.span) }
    func hash(_ text: [UInt8]) -> UInt64 { TextHash(start: 1, factor: 0x9E37_79B9_7F4A_7C15).value(of: text.span) }
    for length in 0...40 {
      let text = [UInt8](repeating: 0x61, count: length)
      #expect(isSame(text, text))
      #expect(!isSame(text, text + [0x61]))
      for index in 0..<length {
        var other = text
        other[index] = 0x62
        #expect(!isSame(text, other))
        #expect(hash(text) != hash(other))
      }
    }
  }
}
