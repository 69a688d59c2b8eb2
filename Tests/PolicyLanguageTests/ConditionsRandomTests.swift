import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// Random trees read back as they were printed, and random text harms nothing.
@Suite struct ConditionsRandomTests {
  @Test func printedTreesReadBack() throws {
    var random = SeededGenerator(state: 20_270_101)
    for round in 0..<5000 {
      let expression = Self.expression(depth: Int.random(in: 0...5, using: &random), &random)
      let text = expression.description
      #expect(tree(text) == expression, "round \(round): \(text) \(problems(text))")
    }
  }

  @Test func garbageNeverCrashes() {
    var random = SeededGenerator(state: 7)
    let pieces = [
      "a", "resource.owner", "principal", "\"", "'", "'''", "\\", "\\u", "r\"", "(", ")", "[", "]", "!", "==",
      "in",
      "&&", "||", "-", "1", "0x", "9e", ".", ",", "has(", "rank(", "ip_in(", "timestamp(", " ", "\n", "`",
      "é",
      "null", "not", "and", "true", "#", "/", "\u{2028}", "😀", "\0", "=", "{", "?", ".startsWith(",
    ]
    for round in 0..<20_000 {
      var text = ""
      if round.isMultiple(of: 2) {
        for _ in 0..<Int.random(in: 0...24, using: &random) {
          text += pieces.randomElement(using: &random) ?? ""
        }
      } else {
        let bytes = (0..<Int.random(in: 0...32, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        text = String(decoding: bytes, as: UTF8.self)
      }
      let length = text.utf8.count
      do throws(ConditionErrors) {
        let expression = try parseCondition(text) { range in
          #expect(range.lowerBound >= 0 && range.upperBound <= length)
          return .none
        }
        #expect(tree(expression.description) == expression, "\(text)")
        _ = checkCondition(expression, name: "garbage", in: world)
      } catch {
        #expect(!error.diagnostics.isEmpty)
        #expect(error.diagnostics.allSatisfy { $0.help?.isEmpty == false })
      }
    }
  }

  // MARK: - Trees

  private static func expression(depth: Int, _ random: inout SeededGenerator) -> ConditionExpression {
    if depth > 0 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return .not(expression(depth: depth - 1, &random))
      case 1: return .and(expression(depth: depth - 1, &random), expression(depth: depth - 1, &random))
      case 2: return .or(expression(depth: depth - 1, &random), expression(depth: depth - 1, &random))
      default: break
      }
    }
    if Int.random(in: 0..<10, using: &random) == 0 { return .literal(Bool.random(using: &random), .none) }
    return .atom(atom(&random))
  }

  private static func atom(_ random: inout SeededGenerator) -> ConditionAtom {
    let relations: [ConditionAtom.Operator] = [
      .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn,
    ]
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return ConditionAtom(op: .has, left: name(fields: 1, &random), right: nil, span: .none)
    case 1: return ConditionAtom(op: .isTrue, left: name(fields: 0, &random), right: nil, span: .none)
    case 2:
      return ConditionAtom(
        op: Bool.random(using: &random) ? .startsWith : .endsWith, left: text(&random), right: text(&random),
        span: .none)
    case 3:
      return ConditionAtom(op: .ipIn, left: text(&random), right: .string("10.0.0.0/8", .none), span: .none)
    default:
      let op = relations.randomElement(using: &random) ?? .equal
      return ConditionAtom(op: op, left: operand(&random), right: operand(&random), span: .none)
    }
  }

  private static func operand(_ random: inout SeededGenerator) -> ConditionOperand {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return .rank(text(&random), .none)
    case 1: return .list((0..<Int.random(in: 0...3, using: &random)).map { _ in literal(&random) }, .none)
    case 2: return name(fields: 0, &random)
    default: return literal(&random)
    }
  }

  private static func literal(_ random: inout SeededGenerator) -> ConditionOperand {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .int(Int64.random(in: .min ... .max, using: &random), .none)
    case 1: return .bool(Bool.random(using: &random), .none)
    case 2:
      let seconds = Int64.random(in: Timestamp.minimum.seconds...Timestamp.maximum.seconds, using: &random)
      let nanoseconds = UInt32.random(in: 0..<1_000_000_000, using: &random)
      return .timestamp(Timestamp(seconds: seconds, nanoseconds: nanoseconds), .none)
    default: return .string(string(&random), .none)
    }
  }

  private static func text(_ random: inout SeededGenerator) -> ConditionOperand {
    Bool.random(using: &random) ? .string(string(&random), .none) : name(fields: 0, &random)
  }

  private static func string(_ random: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "\"", "'", "\\", "\n", "\r", "\0", "`", "é", "\u{301}", "\u{200B}", "😀", " ",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "x")
    }
    return text
  }

  private static func name(fields: Int, _ random: inout SeededGenerator) -> ConditionOperand {
    let names = ["owner", "legal-hold", "in", "true", "null", "a_1", "not", "b--", "has"]
    let count = max(fields, Int.random(in: 0...2, using: &random))
    let path = (0..<count).map { _ in names.randomElement(using: &random) ?? "x" }
    return .name([["principal", "resource", "x"].randomElement(using: &random) ?? "x"] + path, .none)
  }
}
