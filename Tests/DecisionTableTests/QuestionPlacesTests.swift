import DecisionTable
import PolicyValues
import Testing

/// Names are answered alike wherever they lie in a request's bytes.
@Suite struct QuestionPlacesTests {
  private static let world = Result { try SampleWorld(SampleWorld.small) }

  /// Every order of the names, the first at the very beginning of the bytes and the last at their very end.
  @Test func anyOrderAndNothingAround() throws {
    let table = try Self.world.get().table
    var granted = 0
    for question in SampleWorld.questions {
      var question = question
      question.properties = RequestProperties()
      question.roles = .absent
      let expected = table.decide(question, at: SampleWorld.now).reason
      let names = [
        question.principal.type, question.principal.id, question.action, question.resourceType,
        question.resourceID, question.scope,
      ]
      for first in names.indices {
        var bytes: [UInt8] = []
        var places = [BytePlace](repeating: .none, count: names.count)
        for step in names.indices {
          let index = (first + step) % names.count
          guard let name = names[index] else { continue }
          places[index] = BytePlace(offset: bytes.count, count: name.utf8.count)
          bytes += name.utf8
        }
        let asked = QuestionPlaces(
          principalType: places[0], principalID: places[1], action: places[2], resourceType: places[3],
          resourceID: places[4], scope: places[5])
        // Bytes have no padding, which is what is unsafe about taking a span's bytes.
        let reason = unsafe table.reason(of: asked, in: bytes.span.bytes, at: SampleWorld.now)
        #expect(reason == expected, "\(question) from \(first)")
        var reasons = [Reason](repeating: .granted, count: 1)
        var span = reasons.mutableSpan
        unsafe table.reasons(of: [asked].span, in: bytes.span.bytes, at: SampleWorld.now, into: &span)
        #expect(reasons == [expected])
        if expected == .granted { granted += 1 }
      }
    }
    #expect(granted > 0)
  }

  /// Places that do not lie within the bytes deny.
  @Test func placesOutsideDeny() throws {
    let table = try Self.world.get().table
    let bytes = Array("user u read doc 1 project:q".utf8)
    let whole = QuestionPlaces(
      principalType: BytePlace(offset: 0, count: 4), principalID: BytePlace(offset: 5, count: 1),
      action: BytePlace(offset: 7, count: 4), resourceType: BytePlace(offset: 12, count: 3),
      resourceID: BytePlace(offset: 16, count: 1), scope: BytePlace(offset: 18, count: 9))
    #expect(unsafe table.reason(of: whole, in: bytes.span.bytes, at: SampleWorld.now) == .granted)
    for wrong in [
      BytePlace(offset: 27, count: 1), BytePlace(offset: 0, count: 28), BytePlace(offset: 1 << 31, count: 1 << 31),
      BytePlace(offset: Int(UInt32.max), count: 1), BytePlace(offset: 1, count: Int(UInt32.max) - 1),
    ] {
      for path: WritableKeyPath<QuestionPlaces, BytePlace> in [
        \.principalType, \.principalID, \.action, \.resourceType, \.resourceID, \.scope,
      ] {
        var asked = whole
        asked[keyPath: path] = wrong
        #expect(unsafe table.reason(of: asked, in: bytes.span.bytes, at: SampleWorld.now) != .granted)
      }
    }
  }
}
