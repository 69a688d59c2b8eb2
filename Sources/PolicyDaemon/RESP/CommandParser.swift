import DecisionTable

/// Finds commands in the bytes of the Redis protocol: `*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n`. It copies nothing, and asks
/// for no memory on the word of a client. What is not whole yet is read again when there is more, but for an argument
/// whose length is known, which is waited for.
struct CommandParser {
  /// What stands at a place in the bytes.
  enum Step: Hashable {
    /// A command, whose ``arguments`` hold until the next step. Without arguments it is one that means nothing.
    case command(end: Int)
    case needsMore
    case malformed(Problem)
  }

  /// Why bytes are no command. What comes after them cannot be told any more.
  enum Problem: Hashable {
    case notAnArray(UInt8)
    case notAnArgument(UInt8)
    case badCount
    case badLength
    case badEnd
    case tooManyArguments(Int)
    case argumentTooLong(Int)
    case commandTooLong(Int)
  }

  private enum Number {
    case value(Int)
    case needsMore
    case bad
  }

  let limits: RESPLimits
  /// The places of the last command's arguments in the bytes it was found in; its name is the first.
  private(set) var arguments: [BytePlace] = []
  /// How many bytes the command that is not whole yet takes at least.
  private var awaited = 1

  init(_ limits: RESPLimits) { self.limits = limits }

  /// Forgets what was waited for: it has been read otherwise.
  mutating func start() { awaited = 1 }

  /// Looks at what stands at `start`.
  mutating func next(_ bytes: Span<UInt8>, from start: Int) -> Step {
    guard bytes.count - start >= awaited else { return .needsMore }
    awaited = 1
    arguments.removeAll(keepingCapacity: true)
    guard bytes[start] == UInt8(ascii: "*") else { return .malformed(.notAnArray(bytes[start])) }
    var offset = start + 1
    let count: Int
    switch Self.number(bytes, &offset) {
    case .value(let value): count = value
    case .needsMore: return .needsMore
    case .bad: return .malformed(.badCount)
    }
    guard count <= limits.maximumArguments else { return .malformed(.tooManyArguments(limits.maximumArguments)) }
    // Redis takes `*0` and `*-1` for nothing at all.
    guard count > 0 else { return .command(end: offset) }
    for _ in 0..<count {
      guard offset < bytes.count else { return .needsMore }
      guard bytes[offset] == UInt8(ascii: "$") else { return .malformed(.notAnArgument(bytes[offset])) }
      offset += 1
      let length: Int
      switch Self.number(bytes, &offset) {
      case .value(let value): length = value
      case .needsMore: return .needsMore
      case .bad: return .malformed(.badLength)
      }
      guard length >= 0 else { return .malformed(.badLength) }
      guard length <= limits.maximumArgument else { return .malformed(.argumentTooLong(limits.maximumArgument)) }
      let end = offset + length
      guard end + 2 - start <= limits.maximumCommand else { return .malformed(.commandTooLong(limits.maximumCommand)) }
      guard end + 2 <= bytes.count else {
        awaited = end + 2 - start
        return .needsMore
      }
      guard bytes[end] == UInt8(ascii: "\r"), bytes[end + 1] == UInt8(ascii: "\n") else { return .malformed(.badEnd) }
      arguments.append(BytePlace(offset: offset, count: length))
      offset = end + 2
    }
    return .command(end: offset)
  }

  /// Reads a whole number and the end of its line: at most ten digits, which is past every limit, without leading
  /// zeros. Every number below zero means the same, so it is given as -1.
  private static func number(_ bytes: Span<UInt8>, _ offset: inout Int) -> Number {
    let isNegative = offset < bytes.count && bytes[offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let first = offset
    var value = 0
    while offset < bytes.count {
      let digit = bytes[offset] &- 0x30
      if digit < 10 {
        guard offset - first < 10, offset == first || value > 0 else { return .bad }
        value = value * 10 + Int(digit)
        offset += 1
        continue
      }
      guard bytes[offset] == UInt8(ascii: "\r"), offset > first, !(isNegative && value == 0) else { return .bad }
      guard offset + 1 < bytes.count else { return .needsMore }
      guard bytes[offset + 1] == UInt8(ascii: "\n") else { return .bad }
      offset += 2
      return .value(isNegative ? -1 : value)
    }
    return .needsMore
  }
}

extension CommandParser.Problem {
  /// One line, as Redis words it where it has words for it.
  var message: String {
    switch self {
    case .notAnArray(let byte): "Protocol error: expected '*', got \(Self.shown(byte))"
    case .notAnArgument(let byte): "Protocol error: expected '$', got \(Self.shown(byte))"
    case .badCount: "Protocol error: invalid multibulk length"
    case .badLength: "Protocol error: invalid bulk length"
    case .badEnd: "Protocol error: an argument does not end where its length says"
    case .tooManyArguments(let most):
      "Protocol error: invalid multibulk length; a command has at most \(most) arguments"
    case .argumentTooLong(let most): "Protocol error: invalid bulk length; an argument has at most \(most) bytes"
    case .commandTooLong(let most): "Protocol error: the command is too long; it has at most \(most) bytes"
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    byte > 0x20 && byte < 0x7F ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
  }
}
