import PolicyValues

/// The names of a question as bytes that somebody else holds for the time of the check.
@safe struct AskedNames: BitwiseCopyable {
  var principalType: ByteText
  var principalID: ByteText
  var action: ByteText
  var resourceType: ByteText
  /// `nil` asks of the bare type.
  var resourceID: ByteText?
  var scope: ByteText?
}

extension AskedNames {
  /// The names at places in bytes; `nil` if one does not lie within them.
  @inline(__always)
  init?(_ places: QuestionPlaces, in bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return nil }
    let count = bytes.count
    @inline(__always) func text(_ place: BytePlace) -> ByteText? {
      guard place.end <= count else { return nil }
      // In bounds: the place's end was just compared, and it does not begin behind its end.
      return unsafe ByteText(start: start + Int(place.offset), count: Int(place.count))
    }
    guard let principalType = text(places.principalType), let principalID = text(places.principalID),
      let action = text(places.action), let resourceType = text(places.resourceType)
    else { return nil }
    self.init(
      principalType: principalType, principalID: principalID, action: action, resourceType: resourceType)
    if !places.resourceID.isNone {
      guard let id = text(places.resourceID) else { return nil }
      resourceID = id
    }
    if !places.scope.isNone {
      guard let text = text(places.scope) else { return nil }
      scope = text
    }
  }
}

extension Question {
  /// Lends the question's names as bytes.
  func withNames<Result>(_ body: (AskedNames) -> Result) -> Result {
    var bytes: [UInt8] = []
    func place(_ text: String) -> BytePlace {
      let start = bytes.count
      bytes += text.utf8
      return BytePlace(offset: start, count: bytes.count - start)
    }
    let places = QuestionPlaces(
      principalType: place(principal.type), principalID: place(principal.id), action: place(action),
      resourceType: place(resourceType), resourceID: resourceID.map(place) ?? .none,
      scope: scope.map(place) ?? .none)
    // So that there is an address even if every name is empty.
    bytes.append(0)
    return unsafe bytes.withUnsafeBytes { buffer in
      // All places lie within the bytes that they were taken from.
      let empty = ByteText.empty
      return body(
        unsafe AskedNames(places, in: buffer)
          ?? AskedNames(principalType: empty, principalID: empty, action: empty, resourceType: empty))
    }
  }
}

extension ByteText {
  /// Whether the text is an id by the grammar of names: UTF-8 too, which a request's bytes need not be.
  @inline(__always)
  var isID: Bool {
    guard count >= 1, count <= NameGrammar.maximumIDLength else { return false }
    return isVisibleASCII || isUnicodeID
  }

  @inline(never)
  private var isUnicodeID: Bool { validString.map { NameGrammar.isID($0) } ?? false }
}
