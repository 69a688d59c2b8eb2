import PolicyValues

/// A run of bytes within others: where it begins and how many there are.
package struct BytePlace: BitwiseCopyable, Hashable, Sendable {
  package var offset: UInt32
  package var count: UInt32

  package init(offset: Int, count: Int) {
    self.offset = UInt32(offset)
    self.count = UInt32(count)
  }

  @inline(__always)
  package init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  /// The place of something that is not there.
  package static var none: BytePlace { BytePlace(offset: 0, count: Int(UInt32.max)) }

  package var isNone: Bool { count == UInt32.max }
  /// Where it ends; past every bytes if it is `none`.
  @inline(__always)
  var end: Int { Int(offset) &+ Int(count) }
  package var range: Range<Int> { Int(offset)..<(Int(offset) + Int(count)) }
}

/// A question as the places of its names in the bytes of a request, so that asking it makes no strings. It brings no
/// values and no roles; a question that does is a ``Question``.
package struct QuestionPlaces: BitwiseCopyable, Hashable, Sendable {
  package var principalType: BytePlace
  package var principalID: BytePlace
  package var action: BytePlace
  package var resourceType: BytePlace
  /// `none` asks of the bare type.
  package var resourceID: BytePlace
  /// As written, a path too; `none` if no scope is named.
  package var scope: BytePlace

  package init(
    principalType: BytePlace, principalID: BytePlace, action: BytePlace, resourceType: BytePlace,
    resourceID: BytePlace, scope: BytePlace
  ) {
    self.principalType = principalType
    self.principalID = principalID
    self.action = action
    self.resourceType = resourceType
    self.resourceID = resourceID
    self.scope = scope
  }

  /// Places of nothing.
  package static var none: QuestionPlaces {
    let empty = BytePlace(offset: UInt32(ByteText.lead), count: 0)
    return QuestionPlaces(
      principalType: empty, principalID: empty, action: empty, resourceType: empty, resourceID: .none, scope: .none)
  }

  /// Splits names written `type:id` at their first colon; a resource without one is a bare type. `nil` if the
  /// principal has none, or a place does not lie within the bytes.
  package init?(principal: BytePlace, action: BytePlace, resource: BytePlace, scope: BytePlace, in bytes: RawSpan) {
    guard principal.range.upperBound <= bytes.byteCount, resource.range.upperBound <= bytes.byteCount,
      let colon = Self.colon(principal, bytes)
    else { return nil }
    principalType = BytePlace(offset: Int(principal.offset), count: colon)
    principalID = BytePlace(offset: Int(principal.offset) + colon + 1, count: Int(principal.count) - colon - 1)
    self.action = action
    self.scope = scope
    if let colon = Self.colon(resource, bytes) {
      resourceType = BytePlace(offset: Int(resource.offset), count: colon)
      resourceID = BytePlace(offset: Int(resource.offset) + colon + 1, count: Int(resource.count) - colon - 1)
    } else {
      resourceType = resource
      resourceID = .none
    }
  }

  /// How many bytes stand before the first colon; `nil` if there is none.
  private static func colon(_ place: BytePlace, _ bytes: RawSpan) -> Int? {
    if place.offset >= UInt32(ByteText.lead) {
      return unsafe bytes.withUnsafeBytes { buffer in
        guard let start = buffer.baseAddress else { return nil }
        // In bounds: the callers have compared the place with the bytes, and it begins behind the lead.
        let text = unsafe ByteText(start: start + Int(place.offset), count: Int(place.count))
        return text.firstIndex(of: UInt8(ascii: ":"))
      }
    }
    for index in 0..<Int(place.count) {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: Int(place.offset) + index, as: UInt8.self)
      if byte == UInt8(ascii: ":") { return index }
    }
    return nil
  }
}

extension DecisionTable {
  /// The question as strings: for explanations, and where values come with it. `nil` if a place does not lie within
  /// the bytes, or is not UTF-8.
  package func question(_ places: QuestionPlaces, in bytes: RawSpan) -> Question? {
    func text(_ place: BytePlace) -> String? {
      guard !place.isNone, place.range.upperBound <= bytes.byteCount else { return nil }
      let span = Span<UInt8>(_bytes: bytes.extracting(place.range))
      guard let text = try? UTF8Span(validating: span) else { return nil }
      return String(copying: text)
    }
    guard let principalType = text(places.principalType), let principalID = text(places.principalID),
      let action = text(places.action), let resourceType = text(places.resourceType)
    else { return nil }
    var question = Question(
      principal: EntityName(type: principalType, id: principalID), action: action, resourceType: resourceType)
    if !places.resourceID.isNone {
      guard let id = text(places.resourceID) else { return nil }
      question.resourceID = id
    }
    if !places.scope.isNone {
      guard let scope = text(places.scope) else { return nil }
      question.scope = scope
    }
    return question
  }
}
