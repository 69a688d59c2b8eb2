/// Where a page of search results ended: the last name on it.
///
/// A token is bound to the query and to the policy by a digest over both, so that one from elsewhere is refused with
/// a clear message and never continues another list. It is no secret and guards nothing: whoever forged one would
/// see a later page of what they may ask for anyway. It names the last result and not a position, so results that
/// come or go between two pages (an assignment ends) shift nothing; and it holds no state, so any replica with the
/// same policy continues it, also after a restart.
struct PageToken: Hashable, Sendable {
  var limit: Int
  var last: String

  private static let version: UInt8 = 1

  /// The token's text, in hexadecimal digits.
  func text(query: QueryDigest) -> String {
    var bytes = [Self.version]
    append(UInt64(limit), to: &bytes)
    append(query.mark(of: self), to: &bytes)
    bytes.append(contentsOf: last.utf8)
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a token; `nil` if it is not one that this query on this policy was given.
  init?(_ text: String, query: QueryDigest) {
    guard let bytes = Self.bytes(text), bytes.count >= 17, bytes[0] == Self.version else { return nil }
    let limit = bytes[1..<9].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let mark = bytes[9..<17].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard limit <= UInt64(PageRequest.maximumLimit),
      let last = String(validating: bytes[17...], as: UTF8.self)
    else { return nil }
    self.init(limit: Int(limit), last: last)
    guard query.mark(of: self) == mark else { return nil }
  }

  init(limit: Int, last: String) {
    self.limit = limit
    self.last = last
  }

  private func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      let digit: UInt8
      switch character {
      case 0x30...0x39: digit = character - 0x30
      case 0x61...0x66: digit = character - 0x61 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }
}

/// What a search asks, of which policy, as a digest. It goes over the values of the four parts and not over their
/// bytes, so the order of keys and white space do not matter.
struct QueryDigest: Sendable {
  private var hash: SipHash

  init(_ body: JSONObject, kind: SearchKind, policyDigest: String) {
    hash = SipHash(key0: 0x706f_6c69_6379_642d, key1: 0x7061_6765_2d76_3031)
    hash.feed(policyDigest)
    hash.feed(kind.rawValue)
    for part in ["subject", "action", "resource", "context"] {
      hash.feed(part)
      feed(body[part] ?? .null)
    }
  }

  /// The mark that a token of this query carries.
  func mark(of token: PageToken) -> UInt64 {
    var hash = hash
    hash.feed(UInt64(token.limit))
    hash.feed(token.last)
    return hash.finish()
  }

  /// What names the query among others on the same policy.
  var value: UInt64 { hash.finish() }

  private mutating func feed(_ value: JSONValue) {
    switch value {
    case .null: hash.feed(UInt8(0))
    case .bool(let flag): hash.feed(UInt8(flag ? 1 : 2))
    case .int(let number):
      hash.feed(UInt8(3))
      hash.feed(UInt64(bitPattern: number))
    case .otherNumber: hash.feed(UInt8(4))
    case .string(let text):
      hash.feed(UInt8(5))
      hash.feed(text)
    case .array(let items):
      hash.feed(UInt8(6))
      hash.feed(UInt64(items.count))
      for item in items { feed(item) }
    case .object(let object):
      hash.feed(UInt8(7))
      hash.feed(UInt64(object.members.count))
      for member in object.members.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
        hash.feed(member.name)
        feed(member.value)
      }
    }
  }
}
