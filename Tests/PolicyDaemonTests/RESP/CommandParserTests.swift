import DecisionTable
import Testing

@testable import PolicyDaemon

/// Finding commands in bytes, against a slow second reading of the same rules.
@Suite struct CommandParserTests {
  /// What a stream of bytes holds: commands, and why it could not be read on.
  struct Reading: Equatable {
    var commands: [[[UInt8]]] = []
    var problem: CommandParser.Problem?
  }

  /// Feeds bytes in pieces that end at the given places, as a connection would.
  static func read(_ bytes: [UInt8], limits: RESPLimits = RESPLimits(), cuts: [Int] = []) -> Reading {
    var parser = CommandParser(limits)
    var reading = Reading()
    var input: [UInt8] = []
    var start = 0
    for end in cuts + [bytes.count] {
      input += bytes[start..<end]
      start = end
      var offset = 0
      pieces: while true {
        switch parser.next(input.span, from: offset) {
        case .needsMore: break pieces
        case .malformed(let problem):
          reading.problem = problem
          return reading
        case .command(let end):
          offset = end
          if parser.arguments.isEmpty { continue }
          reading.commands.append(parser.arguments.map { Array(input[$0.range]) })
        }
      }
      input.removeFirst(offset)
    }
    return reading
  }

  static func command(_ words: String...) -> [UInt8] { Redis.command(words) }

  static let texts: [(String, [[String]], CommandParser.Problem?)] = [
    ("", [], nil), ("*", [], nil), ("*1\r\n$4\r\nPING\r\n", [["PING"]], nil),
    ("*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", [["PING"], ["ECHO", ""]], nil),
    ("*0\r\n*-1\r\n*-7\r\n*1\r\n$1\r\nx\r\n", [["x"]], nil),
    ("*1\r\n$2\r\n\r\n\r\n", [["\r\n"]], nil),
    ("PING\r\n", [], .notAnArray(0x50)), ("*1\r\n$1\r\nx\r\nGET / HTTP/1.1\r\n", [["x"]], .notAnArray(0x47)),
    ("*1\r\n:1\r\n", [], .notAnArgument(0x3A)), ("*1\r\nx", [], .notAnArgument(0x78)),
    ("*1\r\n$-1\r\n", [], .badLength), ("*1\r\n$x\r\n", [], .badLength), ("*1\r\n$\r\n", [], .badLength),
    ("*x\r\n", [], .badCount), ("*\r\n", [], .badCount), ("*1\n", [], .badCount), ("*1\rx", [], .badCount),
    ("*+1\r\n", [], .badCount), ("*01\r\n", [], .badCount), ("*-0\r\n", [], .badCount), ("* 1\r\n", [], .badCount),
    ("*--1\r\n", [], .badCount), ("*1 \r\n", [], .badCount), ("*99999999999\r\n", [], .badCount),
    ("*1\r\n$1\r\nxx\r\n", [], .badEnd), ("*1\r\n$1\r\nx\n\n", [], .badEnd), ("*1\r\n$1\r\nx\r\r", [], .badEnd),
    ("*1025\r\n", [], .tooManyArguments(1024)), ("*1000000000\r\n", [], .tooManyArguments(1024)),
    ("*1\r\n$65537\r\n", [], .argumentTooLong(65536)),
  ]

  @Test(arguments: texts)
  func reads(_ text: String, _ commands: [[String]], _ problem: CommandParser.Problem?) {
    let expected = Reading(commands: commands.map { $0.map { Array($0.utf8) } }, problem: problem)
    let bytes = Array(text.utf8)
    #expect(Self.read(bytes) == expected)
    // Byte by byte, and cut in two at every place.
    #expect(Self.read(bytes, cuts: Array(0..<bytes.count)) == expected)
    for cut in 0...bytes.count { #expect(Self.read(bytes, cuts: [cut]) == expected) }
  }

  @Test func keepsItsLimits() {
    let limits = RESPLimits(maximumArguments: 3, maximumArgument: 10, maximumCommand: 40)
    #expect(Self.read(Self.command("0123456789", "a", "b"), limits: limits).commands.count == 1)
    #expect(Self.read(Self.command("a", "b", "c", "d"), limits: limits).problem == .tooManyArguments(3))
    #expect(Self.read(Self.command("0123456789a"), limits: limits).problem == .argumentTooLong(10))
    #expect(Self.read(Self.command("0123456789", "0123456789", "a"), limits: limits).problem == .commandTooLong(40))
    // As soon as the length is there, without waiting for what is too long.
    #expect(Self.read(Array("*1\r\n$11\r\n".utf8), limits: limits).problem == .argumentTooLong(10))
    // A limit is per command.
    let many = Array(repeatElement(Self.command("0123456789", "abc"), count: 50).joined())
    #expect(Self.read(many, limits: limits).commands.count == 50)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithASlowReader(seed: UInt64) {
    var random = SplitMix(seed &* 7919)
    let limits = RESPLimits(maximumArguments: 6, maximumArgument: 30, maximumCommand: 90)
    for _ in 0..<3000 {
      var bytes: [UInt8] = []
      for _ in 0...random.below(3) {
        bytes += Redis.command((0...random.below(5)).map { _ in Self.word(&random) })
      }
      for _ in 0..<random.below(4) { Self.damage(&bytes, &random) }
      let expected = Self.slowly(bytes, limits)
      #expect(Self.read(bytes, limits: limits) == expected)
      let cuts = (0..<random.below(6)).map { _ in random.below(bytes.count + 1) }.sorted()
      #expect(Self.read(bytes, limits: limits, cuts: cuts) == expected)
    }
  }

  private static func word(_ random: inout SplitMix) -> String {
    String(decoding: (0..<random.below(12)).map { _ in UInt8(random.below(0x60) + 0x20) }, as: UTF8.self)
  }

  static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.insert(Array("*$-0123456789\r\n".utf8)[random.below(15)], at: place)
    case 3: bytes.removeSubrange(place...)
    default: bytes[place] ^= 1 << UInt8(random.below(8))
    }
  }

  /// The rules, line by line.
  static func slowly(_ bytes: [UInt8], _ limits: RESPLimits) -> Reading {
    var reading = Reading()
    var rest = bytes[...]
    enum Line { case whole(Int), cut, bad }
    func line() -> Line {
      let text = rest.prefix { $0 != 13 }
      let isNegative = text.first == UInt8(ascii: "-")
      let digits = isNegative ? text.dropFirst() : text
      guard digits.allSatisfy({ $0 >= 48 && $0 <= 57 }), digits.count <= 10 else { return .bad }
      if digits.first == 48, digits.count > 1 { return .bad }
      guard text.endIndex < rest.endIndex else { return .cut }
      guard !digits.isEmpty, !(isNegative && digits.first == 48) else { return .bad }
      let end = rest[text.endIndex...].prefix(2)
      if end.count < 2 { return .cut }
      guard Array(end) == [13, 10], let value = Int(String(decoding: digits, as: UTF8.self)) else { return .bad }
      rest = rest[end.endIndex...]
      return .whole(isNegative ? -value : value)
    }
    while let first = rest.popFirst() {
      let start = rest.startIndex - 1
      guard first == UInt8(ascii: "*") else {
        reading.problem = .notAnArray(first)
        return reading
      }
      let count: Int
      switch line() {
      case .whole(let value): count = value
      case .cut: return reading
      case .bad:
        reading.problem = .badCount
        return reading
      }
      if count > limits.maximumArguments {
        reading.problem = .tooManyArguments(limits.maximumArguments)
        return reading
      }
      var words: [[UInt8]] = []
      for _ in 0..<max(0, count) {
        guard let mark = rest.popFirst() else { return reading }
        guard mark == UInt8(ascii: "$") else {
          reading.problem = .notAnArgument(mark)
          return reading
        }
        let length: Int
        switch line() {
        case .whole(let value): length = value
        case .cut: return reading
        case .bad:
          reading.problem = .badLength
          return reading
        }
        if length < 0 {
          reading.problem = .badLength
        } else if length > limits.maximumArgument {
          reading.problem = .argumentTooLong(limits.maximumArgument)
        } else if rest.startIndex - start + length + 2 > limits.maximumCommand {
          reading.problem = .commandTooLong(limits.maximumCommand)
        }
        if reading.problem != nil { return reading }
        guard rest.count >= length + 2 else { return reading }
        words.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
        guard Array(rest.prefix(2)) == [13, 10] else {
          reading.problem = .badEnd
          return reading
        }
        rest = rest.dropFirst(2)
      }
      if !words.isEmpty { reading.commands.append(words) }
    }
    return reading
  }
}
