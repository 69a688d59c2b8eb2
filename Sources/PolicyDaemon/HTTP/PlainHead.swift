import DecisionTable

/// The head of a request of the plain kind: HTTP/1.1, a known path without a query, a body of a given length or none, and
/// header fields that mean nothing for how it is read. ``read(_:from:limits:)`` says `unusual` of every other, whether
/// it may be one or not; `HTTPRequestDecoder` is stricter in nothing that this takes.
struct PlainHead: Hashable {
  /// What stands at a place in the bytes.
  enum Step: Hashable {
    case head(PlainHead)
    case needsMore
    case unusual
  }

  var route: Route
  var isPost: Bool
  /// Whether there is a `Content-Type`; it is `application/json` then.
  var isJSON = false
  /// The value of `X-Request-ID`; `none` if there is none.
  var requestID = BytePlace.none
  var bodyLength = 0
  /// Where the body begins.
  var end = 0

  /// The longest head that is read here.
  static let maximumLength = 8192

  /// Looks at what stands at `start`.
  static func read(_ bytes: Span<UInt8>, from start: Int, limits: HTTPLimits) -> Step {
    var reader = Reader(offset: start)
    switch reader.head(bytes, limits) {
    case .head(let head) where head.end - start > maximumLength: return .unusual
    case .needsMore where bytes.count - start > maximumLength: return .unusual
    case let step: return step
    }
  }

  private struct Reader {
    var offset: Int
    private var hasLength = false

    init(offset: Int) { self.offset = offset }

    mutating func head(_ bytes: Span<UInt8>, _ limits: HTTPLimits) -> Step {
      guard offset < bytes.count else { return .needsMore }
      let isPost = bytes[offset] == UInt8(ascii: "P")
      if let step = expect(isPost ? "POST " : "GET ", bytes) { return step }
      let path = offset
      while offset < bytes.count, bytes[offset] > 0x20, bytes[offset] < 0x7F { offset += 1 }
      guard offset < bytes.count else { return offset - path > 64 ? .unusual : .needsMore }
      guard let route = Route.at(bytes, path..<offset), route.takesBody == isPost else { return .unusual }
      if let step = expect(" HTTP/1.1\r\n", bytes) { return step }
      var head = PlainHead(route: route, isPost: isPost)
      var fields = 0
      while true {
        guard offset < bytes.count else { return .needsMore }
        if bytes[offset] == UInt8(ascii: "\r") {
          if let step = expect("\r\n", bytes) { return step }
          break
        }
        fields += 1
        guard fields <= limits.maximumHeaderCount else { return .unusual }
        if let step = field(bytes, &head, limits) { return step }
      }
      guard isPost == hasLength else { return .unusual }
      head.end = offset
      return .head(head)
    }

    /// Takes exactly these bytes; what to say if they are not there, or not yet.
    @inline(__always)
    private mutating func expect(_ text: String, _ bytes: Span<UInt8>) -> Step? {
      let letters = text.utf8.span
      for index in letters.indices {
        guard offset < bytes.count else { return .needsMore }
        guard bytes[offset] == letters[index] else { return .unusual }
        offset += 1
      }
      return nil
    }

    /// Reads one header field with the end of its line.
    private mutating func field(_ bytes: Span<UInt8>, _ head: inout PlainHead, _ limits: HTTPLimits) -> Step? {
      let start = offset
      while offset < bytes.count, isToken(bytes[offset]) { offset += 1 }
      guard offset < bytes.count else { return .needsMore }
      guard bytes[offset] == UInt8(ascii: ":"), offset > start else { return .unusual }
      let name = start..<offset
      offset += 1
      while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
      let first = offset
      while offset < bytes.count, bytes[offset] >= 0x20 && bytes[offset] < 0x7F || bytes[offset] == 0x09 { offset += 1 }
      guard offset < bytes.count else { return .needsMore }
      var last = offset
      while last > first, isSpace(bytes[last - 1]) { last -= 1 }
      if let step = expect("\r\n", bytes) { return step }
      return heed(name, first..<last, bytes, &head, limits) ? nil : .unusual
    }

    /// Takes what a field says into the head; `false` if it is not for this reader.
    private mutating func heed(
      _ name: Range<Int>, _ value: Range<Int>, _ bytes: Span<UInt8>, _ head: inout PlainHead, _ limits: HTTPLimits
    ) -> Bool {
      switch name.count {
      case 6: return !isSame(name, "expect", bytes)
      case 7: return !isSame(name, "upgrade", bytes)
      case 10 where isSame(name, "connection", bytes): return isSame(value, "keep-alive", bytes)
      case 12 where isSame(name, "content-type", bytes):
        guard !head.isJSON, isJSON(value, bytes) else { return false }
        head.isJSON = true
        return true
      case 12 where isSame(name, "x-request-id", bytes):
        guard head.requestID.isNone, !value.isEmpty, value.count <= HTTPRequest.maximumRequestIDLength else {
          return false
        }
        for index in value where bytes[index] == 0x09 { return false }
        head.requestID = BytePlace(offset: value.lowerBound, count: value.count)
        return true
      case 14 where isSame(name, "content-length", bytes):
        guard !hasLength, let length = number(value, bytes), length <= limits.maximumBody else { return false }
        hasLength = true
        head.bodyLength = length
        return true
      // A name that an old proxy may take for `Connection`, and the decoder does.
      case 16: return !isSame(name, "proxy-connection", bytes)
      case 17: return !isSame(name, "transfer-encoding", bytes)
      default: return true
      }
    }

    private func isJSON(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
      var end = value.lowerBound
      while end < value.upperBound, bytes[end] != UInt8(ascii: ";") { end += 1 }
      while end > value.lowerBound, isSpace(bytes[end - 1]) { end -= 1 }
      return isSame(value.lowerBound..<end, "application/json", bytes)
    }

    /// A number of at most nine digits, in the one way to write it.
    private func number(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Int? {
      guard !value.isEmpty, value.count <= 9, value.count == 1 || bytes[value.lowerBound] != 0x30 else { return nil }
      var number = 0
      for index in value {
        guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
        number = number * 10 + Int(bytes[index] - 0x30)
      }
      return number
    }

    /// Whether a name is this one, in any case. `lowercase` is written in lower case.
    @inline(__always)
    private func isSame(_ range: Range<Int>, _ lowercase: String, _ bytes: Span<UInt8>) -> Bool {
      let letters = lowercase.utf8.span
      guard range.count == letters.count else { return false }
      for index in letters.indices {
        let byte = bytes[range.lowerBound + index]
        let letter = letters[index]
        guard byte == letter || (byte >= 0x41 && byte <= 0x5A && byte | 0x20 == letter) else { return false }
      }
      return true
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// What a header field's name may hold (RFC 9110, section 5.6.2).
    @inline(__always)
    private func isToken(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
      case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
      default: false
      }
    }
  }
}

extension Route {
  /// The route at a path that is written in the bytes; `nil` if there is none.
  static func at(_ bytes: Span<UInt8>, _ place: Range<Int>) -> Route? {
    let place = BytePlace(offset: place.lowerBound, count: place.count)
    // Those that are asked most are looked for first.
    if place.isText(Route.evaluation.path, bytes) { return .evaluation }
    if place.isText(Route.evaluations.path, bytes) { return .evaluations }
    return allCases.first { place.isText($0.path, bytes) }
  }
}
