/// Text as a dictionary key, byte for byte. Swift's own string keys take canonically equivalent spellings for one.
package struct UTF8Key: Hashable, Sendable {
  package var text: String

  package init(_ text: String) { self.text = text }

  package static func == (a: Self, b: Self) -> Bool { a.text.hasSameBytes(as: b.text) }

  package func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}

extension String {
  /// Whether two texts are the same, byte for byte.
  @inline(__always)
  package func hasSameBytes(as other: String) -> Bool {
    let (mine, theirs) = (utf8, other.utf8)
    guard mine.count == theirs.count else { return false }
    let isSame = unsafe mine.withContiguousStorageIfAvailable { left in
      unsafe theirs.withContiguousStorageIfAvailable { right in unsafe left.elementsEqual(right) }
    }
    return (isSame ?? nil) ?? mine.elementsEqual(theirs)
  }

  /// Whether the text's bytes come before another's.
  @inline(__always)
  package func precedesBytewise(_ other: String) -> Bool {
    let precedes = unsafe utf8.withContiguousStorageIfAvailable { left in
      unsafe other.utf8.withContiguousStorageIfAvailable { right in unsafe left.lexicographicallyPrecedes(right) }
    }
    return (precedes ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Feeds the bytes and an end that no text has, so that two texts after each other are not two others.
  @inline(__always)
  package func hashBytes(into hasher: inout Hasher) {
    var text = self
    // Makes the bytes contiguous if they are not, so that equal texts are hashed alike.
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
  }
}
