import PolicyValues

/// Finding records by name: a hash to a slot, then the whole key compared.
extension TableView {
  /// The position of a type's, attribute's or action's name.
  func name(_ text: String, domain: UInt32) -> Int? {
    var text = text
    // The buffer is read only while `withUTF8` lends it.
    return text.withUTF8 { buffer in
      let bytes = UnsafeRawBufferPointer(buffer)
      let mask = count(.nameSlots) - 1
      var slot = Int(truncatingIfNeeded: unsafe hash.hash(domain: domain, bytes)) & mask
      while true {
        let entry = word(.nameSlots, slot, 1)
        if entry == 0 { return nil }
        if word(.nameSlots, slot, 0) == domain, unsafe hasName(domain, Int(entry) - 1, bytes) {
          return Int(entry) - 1
        }
        slot = (slot + 1) & mask
      }
    }
  }

  private func hasName(_ domain: UInt32, _ record: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    switch domain {
    case NameDomain.scopeType: unsafe isText(.scopeTypes, record, 0, text)
    case NameDomain.principalType: unsafe isText(.principalTypes, record, 0, text)
    case NameDomain.resourceType: unsafe isText(.resourceTypes, record, 0, text)
    case NameDomain.attributeName: unsafe isText(.attributeNames, record, 0, text)
    default: unsafe isText(.permissions, record, 1, text)
    }
  }

  func scope(type: Int, id: String) -> Int? { instance(.scopes, .scopeSlots, type: type, id: id) }
  func principal(type: Int, id: String) -> Int? { instance(.principals, .principalSlots, type: type, id: id) }
  func resource(type: Int, id: String) -> Int? { instance(.resources, .resourceSlots, type: type, id: id) }

  private func instance(_ section: Section, _ slots: Section, type: Int, id: String) -> Int? {
    var id = id
    // The buffer is read only while `withUTF8` lends it.
    return id.withUTF8 { buffer in
      let bytes = UnsafeRawBufferPointer(buffer)
      let mask = count(slots) - 1
      var slot = Int(truncatingIfNeeded: unsafe hash.hash(domain: UInt32(type), bytes)) & mask
      while true {
        let entry = word(slots, slot, 0)
        if entry == 0 { return nil }
        let record = Int(entry) - 1
        if index(section, record, 0) == type, unsafe isText(section, record, 1, bytes) { return record }
        slot = (slot + 1) & mask
      }
    }
  }

  /// Whether the text that two words of a record name is this one, byte for byte.
  private func isText(_ section: Section, _ record: Int, _ field: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let length = word(section, record, field + 1)
    guard Int(length) == text.count else { return false }
    return unsafe bytes(word(section, record, field), length).elementsEqual(text)
  }

  /// A moment of `times`; `nil` for none.
  func time(_ section: Section, _ record: Int, _ field: Int) -> Timestamp? {
    guard let position = optional(section, record, field) else { return nil }
    let seconds = UInt64(word(.times, position, 0)) | UInt64(word(.times, position, 1)) << 32
    return Timestamp(seconds: Int64(bitPattern: seconds), nanoseconds: word(.times, position, 2))
  }

  /// Whether what ends at a moment of `times`, or never, is held at `now`.
  @inline(__always)
  func isHeld(_ section: Section, _ record: Int, _ field: Int, at now: Timestamp) -> Bool {
    guard let until = time(section, record, field) else { return true }
    return now < until
  }

  func principalName(_ principal: Int) -> EntityName {
    EntityName(
      type: text(.principalTypes, index(.principals, principal, 0), 0), id: text(.principals, principal, 1))
  }

  func scopeName(_ scope: Int) -> EntityName {
    EntityName(type: text(.scopeTypes, index(.scopes, scope, 0), 0), id: text(.scopes, scope, 1))
  }

  func resourceName(_ resource: Int) -> EntityName {
    EntityName(
      type: text(.resourceTypes, index(.resources, resource, 0), 0), id: text(.resources, resource, 1))
  }
}
