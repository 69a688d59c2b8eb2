package import DecisionTable
import PolicyValues

/// Questions as requests bring them: names in bytes that follow one another, so that reading them is a stream and what
/// a check waits for is the table.
package struct QuestionSet: Sendable {
  package private(set) var bytes: [UInt8] = []
  package private(set) var places: [QuestionPlaces] = []

  package init() {}

  package var count: Int { places.count }

  /// Takes room for so many questions.
  mutating func reserve(_ count: Int) {
    places.reserveCapacity(count)
    bytes.reserveCapacity(count * 56)
  }

  /// Adds a question.
  mutating func add(_ question: BenchQuestion) {
    let type = append("user")
    bytes.append(UInt8(ascii: ":"))
    let id = append(question.user)
    let action = append(question.action)
    let resource = append(question.resource)
    var resourceID = BytePlace.none
    if let name = question.resourceID {
      bytes.append(UInt8(ascii: ":"))
      resourceID = append(name)
    }
    let start = append(question.scopeType)
    bytes.append(UInt8(ascii: ":"))
    let end = append(question.scopeID)
    places.append(
      QuestionPlaces(
        principalType: type, principalID: id, action: action, resourceType: resource, resourceID: resourceID,
        scope: BytePlace(offset: start.range.lowerBound, count: end.range.upperBound - start.range.lowerBound)))
  }

  /// Takes the last question back.
  mutating func removeLast() {
    guard let last = places.popLast() else { return }
    bytes.removeLast(bytes.count - last.principalType.range.lowerBound)
  }

  /// The first of the questions.
  func prefix(_ count: Int) -> QuestionSet {
    var part = QuestionSet()
    part.bytes = bytes
    part.places = Array(places.prefix(count))
    return part
  }

  /// The answers of a table.
  func reasons(_ table: DecisionTable, at now: Timestamp) -> [Reason] {
    places.map { place in
      // Bytes have no padding, so that a span of them is their raw bytes.
      let raw = unsafe bytes.span.bytes
      return table.reason(of: place, in: raw, at: now)
    }
  }

  /// The questions as values, for those who write them down in another way.
  package func questions(_ table: DecisionTable) -> [Question] {
    places.compactMap { place in
      // Bytes have no padding, so that a span of them is their raw bytes.
      let raw = unsafe bytes.span.bytes
      return table.question(place, in: raw)
    }
  }

  private mutating func append(_ text: String) -> BytePlace {
    let start = bytes.count
    bytes += text.utf8
    return BytePlace(offset: start, count: bytes.count - start)
  }
}

/// The names of a question about a world.
struct BenchQuestion {
  var user: String
  var action: String
  var resource: String
  var resourceID: String?
  var scopeType: String
  var scopeID: String
}
