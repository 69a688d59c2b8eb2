import Foundation
import NIOCore
import Testing

@testable import PolicyDaemon

/// Random texts, read by this reader and by Foundation's, which must agree but for what this one refuses on purpose.
@Suite struct JSONOracleTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesOnTexts(seed: UInt64) throws {
    var random = SplitMix(seed)
    for _ in 0..<400 {
      let text = Self.value(&random, depth: 0)
      let mine = try JSONReader.read(Array(text.utf8).span)
      let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      #expect(Self.same(mine, theirs), "\(text)")
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesOnMutations(seed: UInt64) {
    var random = SplitMix(seed &* 77)
    for _ in 0..<1500 {
      var bytes = Array(Self.value(&random, depth: 0).utf8)
      for _ in 0...random.below(3) { Self.mutate(&bytes, &random) }
      let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      do throws(JSONError) {
        let mine = try JSONReader.read(bytes.span)
        // Whatever this reader takes, the other takes for the same; it has no numbers past the doubles.
        if let theirs {
          #expect(Self.same(mine, theirs), "\(bytes)")
        } else if !String(decoding: bytes, as: UTF8.self).contains(where: \.isNumber) {
          Issue.record("only this reader takes \(String(decoding: bytes, as: UTF8.self))")
        }
      } catch {
        guard theirs != nil else { continue }
        switch error.problem {
        // Refused on purpose. Foundation also guesses other encodings where bytes are zero.
        case .duplicateName, .tooDeep, .loneSurrogate, .byteOrderMark, .invalidUTF8: continue
        default:
          if bytes.contains(0) { continue }
          Issue.record("only the oracle takes \(String(decoding: bytes, as: UTF8.self)): \(error.message)")
        }
      }
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func writesWhatItReads(seed: UInt64) throws {
    var random = SplitMix(seed &* 13)
    for _ in 0..<300 {
      let text = Self.text(&random)
      var json = JSONWriter(ByteBuffer())
      json.string(text)
      let written = Array(json.buffer.readableBytesView)
      guard case .string(let read) = try JSONReader.read(written.span) else {
        Issue.record("not a string")
        return
      }
      #expect(read.utf8.elementsEqual(text.utf8))
    }
  }

  // MARK: making texts

  private static func value(_ random: inout SplitMix, depth: Int) -> String {
    let space = ["", "", " ", "\n", "\t ", "\r\n"][random.below(6)]
    switch random.below(depth > 4 ? 6 : 9) {
    case 0: return space + "null"
    case 1: return space + ["true", "false"][random.below(2)]
    case 2: return space + String(Int64(bitPattern: random.next() >> UInt64(random.below(64))))
    case 3: return "\(random.below(1000)).\(random.below(1000))" + space
    case 4, 5: return quoted(text(&random), &random) + space
    case 6:
      return "[" + (0..<random.below(5)).map { _ in value(&random, depth: depth + 1) }.joined(separator: ",")
        + "]"
    default:
      let members = (0..<random.below(5)).map { index in
        "\(quoted("k\(index)" + text(&random), &random))\(space):\(value(&random, depth: depth + 1))"
      }
      return "{\(members.joined(separator: ","))\(space)}"
    }
  }

  private static func text(_ random: inout SplitMix) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{1F}", "\u{7F}", "é", "\u{301}", "€",
      "😀",
      "\u{2028}", "\u{FFFD}", "\u{10FFFF}", "{", "}", ":", ",",
    ]
    var text = ""
    for _ in 0..<random.below(12) { text.unicodeScalars.append(alphabet[random.below(alphabet.count)]) }
    return text
  }

  private static func quoted(_ text: String, _ random: inout SplitMix) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      guard mustEscape || random.below(4) == 0 else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16, uppercase: random.below(2) == 0)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.insert(Array("{}[]\",:0-+.eE\\u tfn".utf8)[random.below(19)], at: place)
    case 3: bytes.removeSubrange(place...)
    default: bytes[place] ^= 1 << UInt8(random.below(8))
    }
  }

  private static func same(_ mine: JSONValue, _ theirs: Any) -> Bool {
    switch mine {
    case .null: return theirs is NSNull
    case .bool(let flag): return (theirs as? NSNumber).map { $0 == NSNumber(value: flag) } ?? false
    case .int(let number): return (theirs as? NSNumber)?.int64Value == number
    case .otherNumber: return theirs is NSNumber
    case .string(let text): return (theirs as? String)?.utf8.elementsEqual(text.utf8) ?? false
    case .array(let items):
      guard let others = theirs as? [Any], others.count == items.count else { return false }
      return zip(items, others).allSatisfy { same($0, $1) }
    case .object(let object):
      guard let others = theirs as? [String: Any] else { return false }
      // Names that are canonically equivalent are one key to Foundation.
      let names = Set(object.members.map { $0.name })
      guard names.count == object.members.count else { return true }
      return others.count == names.count
        && object.members.allSatisfy { member in others[member.name].map { same(member.value, $0) } ?? false }
    }
  }
}

/// A small generator with a seed.
struct SplitMix {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
