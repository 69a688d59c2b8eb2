import PolicyValues

/// Finding records by name.
extension TableView {
  @inline(__always)
  var names: SlotIndex { unsafe roots.pointee.names }
  @inline(__always)
  var scopes: SlotIndex { unsafe roots.pointee.scopes }
  @inline(__always)
  var principals: SlotIndex { unsafe roots.pointee.principals }
  @inline(__always)
  var resources: SlotIndex { unsafe roots.pointee.resources }

  /// The position of a type's, attribute's or action's name.
  @inline(__always)
  func name(_ text: ByteText, domain: UInt32) -> Int? {
    if let position = unsafe roots.pointee.vocabulary?.find(text, domain: domain) { return position }
    return nameBySlot(text, domain: domain)
  }

  @inline(never)
  func nameBySlot(_ text: ByteText, domain: UInt32) -> Int? {
    guard let slot = names.find(kind: domain, text, hash) else { return nil }
    return Int(names.word(slot, EntitySlot.firstWord))
  }

  func name(_ text: String, domain: UInt32) -> Int? { text.withByteText { name($0, domain: domain) } }

  func scope(type: Int, id: ByteText) -> Int? { scopes.find(kind: UInt32(type), id, hash) }
  func principal(type: Int, id: ByteText) -> Int? { principals.find(kind: UInt32(type), id, hash) }
  func resource(type: Int, id: ByteText) -> Int? { resources.find(kind: UInt32(type), id, hash) }

  func scope(type: Int, id: String) -> Int? { id.withByteText { scope(type: type, id: $0) } }
  func principal(type: Int, id: String) -> Int? { id.withByteText { principal(type: type, id: $0) } }
  func resource(type: Int, id: String) -> Int? { id.withByteText { resource(type: type, id: $0) } }

  // MARK: scopes

  /// How many scopes a scope lies in.
  @inline(__always)
  func ancestorCount(_ scope: Int) -> Int { scopes.listCount(scope) }

  /// The scope `level` steps above a scope, which has so many.
  @inline(__always)
  func ancestor(of scope: Int, level: Int) -> Int {
    if level == 0 { return scope }
    let list = unsafe scopes.list(scope, stride: 4, elsewhere: start(.ancestors))
    return unsafe Int(list.load(fromByteOffset: (level &- 1) &* 4, as: UInt32.self))
  }

  /// What a scope lies in, outward.
  @inline(__always)
  func ancestors(of scope: Int) -> Ancestors {
    unsafe Ancestors(list: scopes.list(scope, stride: 4, elsewhere: start(.ancestors)), count: ancestorCount(scope))
  }

  /// What a scope lies in right away.
  func parent(of scope: Int) -> Int? { ancestorCount(scope) > 0 ? ancestor(of: scope, level: 1) : nil }

  /// Where the directory says a resource lives.
  @inline(__always)
  func home(of resource: Int) -> Int? {
    guard resources.listCount(resource) > 0 else { return nil }
    let list = unsafe resources.list(resource, stride: 4, elsewhere: start(.strings))
    return unsafe Int(list.load(as: UInt32.self))
  }

  // MARK: principals

  /// The record of what few principals have.
  @inline(__always)
  func details(of principal: Int) -> Int? {
    let word = principals.word(principal, EntitySlot.firstWord)
    return word == TableFormat.none ? nil : Int(word)
  }

  // MARK: names of instances

  func principalName(_ principal: Int) -> EntityName {
    EntityName(type: text(.principalTypes, principals.kind(principal), 0), id: principals.id(principal).string)
  }

  func scopeName(_ scope: Int) -> EntityName {
    EntityName(type: text(.scopeTypes, scopes.kind(scope), 0), id: scopes.id(scope).string)
  }

  func resourceName(_ resource: Int) -> EntityName {
    EntityName(type: text(.resourceTypes, resources.kind(resource), 0), id: resources.id(resource).string)
  }

  /// The attribute values of a slot of scopes or resources.
  func entries(_ index: SlotIndex, _ slot: Int) -> Range<Int> {
    let start = Int(index.word(slot, EntitySlot.firstWord))
    return start..<(start + Int(index.word(slot, EntitySlot.secondWord)))
  }

  // MARK: time

  /// A moment of `times`.
  @inline(__always)
  func time(_ position: Int) -> Timestamp {
    let seconds = UInt64(word(.times, position, 0)) | UInt64(word(.times, position, 1)) << 32
    return Timestamp(seconds: Int64(bitPattern: seconds), nanoseconds: word(.times, position, 2))
  }

  /// A moment that a word of a record names; `nil` for none.
  func time(_ section: Section, _ record: Int, _ field: Int) -> Timestamp? {
    optional(section, record, field).map { time($0) }
  }

  /// Whether what ends at a moment of `times`, or never, is held at `now`.
  @inline(__always)
  func isHeld(_ section: Section, _ record: Int, _ field: Int, at now: Timestamp) -> Bool {
    guard let position = optional(section, record, field) else { return true }
    return now.isBefore(time(position))
  }

  /// Whether a time of day can be believed.
  @inline(__always)
  func isTime(_ now: Timestamp) -> Bool {
    unsafe !now.isBefore(roots.pointee.earliest) && !roots.pointee.latest.isBefore(now)
  }
}

extension Timestamp {
  /// The order of time, where another module's `<` would be a call for each side of a comparison.
  @inline(__always)
  func isBefore(_ other: Timestamp) -> Bool {
    seconds == other.seconds ? nanoseconds < other.nanoseconds : seconds < other.seconds
  }
}

/// What a scope lies in, outward.
@safe struct Ancestors: BitwiseCopyable {
  fileprivate let list: UnsafeRawPointer
  let count: Int

  // In bounds for positions below `count`: the opener has looked at where each list ends.
  @inline(__always)
  subscript(_ position: Int) -> UInt32 { unsafe list.load(fromByteOffset: position &* 4, as: UInt32.self) }
}

/// Lends texts as bytes one after the other, in memory that it keeps.
struct TextLender {
  private var bytes = [UInt8](repeating: 0, count: ByteText.lead)

  mutating func lend<Result>(_ text: String, _ body: (ByteText) -> Result) -> Result {
    bytes.removeSubrange(ByteText.lead...)
    bytes.append(contentsOf: text.utf8)
    return unsafe bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return body(.empty) }
      // In bounds: the text was laid behind a lead, and is read only while it is lent.
      return unsafe body(ByteText(start: start + ByteText.lead, count: buffer.count - ByteText.lead))
    }
  }
}

extension String {
  /// Lends the text's bytes.
  func withByteText<Result>(_ body: (ByteText) -> Result) -> Result {
    var lender = TextLender()
    return lender.lend(self, body)
  }
}
