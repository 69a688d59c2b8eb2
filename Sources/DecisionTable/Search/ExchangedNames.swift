import PolicyValues

/// A question's names with a resource that can be exchanged for another without making strings.
struct ExchangedNames {
  private var bytes: [UInt8]
  private var places: QuestionPlaces
  /// Where the resource's id begins, which lies last.
  private let idStart: Int

  /// The question's names but for its resource's id.
  init(_ question: Question) {
    var bytes = [UInt8](repeating: 0, count: ByteText.lead)
    func place(_ text: String) -> BytePlace {
      let start = bytes.count
      bytes += text.utf8
      return BytePlace(offset: start, count: bytes.count - start)
    }
    places = QuestionPlaces(
      principalType: place(question.principal.type), principalID: place(question.principal.id),
      action: place(question.action), resourceType: place(question.resourceType), resourceID: .none,
      scope: question.scope.map(place) ?? .none)
    idStart = bytes.count
    self.bytes = bytes
  }

  /// Puts another id in the place of the resource's; `nil` means the bare type.
  mutating func setResourceID(_ id: ByteText?) {
    guard let id else { return places.resourceID = .none }
    bytes.removeSubrange(idStart...)
    // In bounds: a text's bytes are as many as it says.
    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: id.start, count: id.count))
    places.resourceID = BytePlace(offset: idStart, count: id.count)
  }

  /// Lends the names as bytes.
  func lend<Result>(_ body: (AskedNames) -> Result) -> Result {
    unsafe bytes.withUnsafeBytes { buffer in
      // All places lie within the bytes that they were taken from.
      body(unsafe AskedNames(places, in: buffer) ?? AskedNames(nothingIn: buffer))
    }
  }
}
