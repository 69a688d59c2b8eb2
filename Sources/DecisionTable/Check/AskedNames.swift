import PolicyValues

/// The names of a question as bytes that somebody else holds for the time of the check.
@safe struct AskedNames: BitwiseCopyable {
  private let base: UnsafeRawPointer
  /// All within the bytes.
  private let places: QuestionPlaces

  /// The names at places in bytes; `nil` if one does not lie within them, or so near their beginning that it cannot be
  /// read as a ``ByteText``.
  @inline(__always)
  init?(_ places: QuestionPlaces, in bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return nil }
    // Each begins behind the lead, since parts of it are read as texts too. Ends have 33 bits and cannot wrap around.
    @inline(__always) func isWithin(_ place: BytePlace) -> Bool {
      place.offset >= UInt32(ByteText.lead) && place.end <= bytes.count
    }
    guard isWithin(places.principalType), isWithin(places.principalID), isWithin(places.action),
      isWithin(places.resourceType), places.resourceID.isNone || isWithin(places.resourceID),
      places.scope.isNone || isWithin(places.scope)
    else { return nil }
    unsafe base = start
    self.places = places
  }

  /// Names of nothing, for a place to put names in.
  @inline(__always)
  init(nothingIn bytes: UnsafeRawBufferPointer) {
    unsafe base = bytes.baseAddress ?? ByteText.empty.start
    places = QuestionPlaces.none
  }

  @inline(__always)
  private func text(_ place: BytePlace) -> ByteText {
    // In bounds: `init` has compared every place with the bytes and with the lead.
    unsafe ByteText(start: base + Int(place.offset), count: Int(place.count))
  }

  @inline(__always)
  var principalType: ByteText { text(places.principalType) }
  @inline(__always)
  var principalID: ByteText { text(places.principalID) }
  @inline(__always)
  var action: ByteText { text(places.action) }
  @inline(__always)
  var resourceType: ByteText { text(places.resourceType) }
  /// `nil` asks of the bare type.
  @inline(__always)
  var resourceID: ByteText? { places.resourceID.isNone ? nil : text(places.resourceID) }
  @inline(__always)
  var scope: ByteText? { places.scope.isNone ? nil : text(places.scope) }
}

extension Question {
  /// Lends the question's names as bytes.
  func withNames<Result>(_ body: (AskedNames) -> Result) -> Result {
    var bytes = [UInt8](repeating: 0, count: ByteText.lead)
    func place(_ text: String) -> BytePlace {
      let start = bytes.count
      bytes += text.utf8
      return BytePlace(offset: start, count: bytes.count - start)
    }
    let places = QuestionPlaces(
      principalType: place(principal.type), principalID: place(principal.id), action: place(action),
      resourceType: place(resourceType), resourceID: resourceID.map(place) ?? .none,
      scope: scope.map(place) ?? .none)
    return unsafe bytes.withUnsafeBytes { buffer in
      // All places lie within the bytes that they were taken from.
      body(unsafe AskedNames(places, in: buffer) ?? AskedNames(nothingIn: buffer))
    }
  }
}

extension ByteText {
  /// Whether the text is an id by the grammar of names: UTF-8 too, which a request's bytes need not be.
  @inline(__always)
  var isID: Bool {
    // `NameGrammar.maximumIDLength`, which is looked at again where it is not ASCII.
    guard count >= 1, count <= 256 else { return false }
    return isVisibleASCII || isUnicodeID
  }

  @inline(never)
  private var isUnicodeID: Bool { validString.map { NameGrammar.isID($0) } ?? false }
}
