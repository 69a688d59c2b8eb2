/// A parsed document: flat arrays, with no object a node.
///
/// The records lie in the order of the file, a collection before what is in it; each knows where the record
/// after its last descendant is, so that going from child to child is one step.
package final class YAMLDocument: Sendable {
  /// The index of the file that spans name.
  package let file: UInt32
  let records: [NodeRecord]
  /// The file's bytes, where the text of most scalars stands just so.
  private let bytes: [UInt8]
  /// The texts of all other scalars, one after the other, in UTF-8.
  private let text: [UInt8]

  init(file: UInt32, records: [NodeRecord], bytes: [UInt8], text: [UInt8]) {
    self.file = file
    self.records = records
    self.bytes = bytes
    self.text = text
  }

  /// What a scalar's `textRange` is a range of.
  func storage(isVerbatim: Bool) -> [UInt8] { isVerbatim ? bytes : text }

  /// The value that the file holds; nil for an empty file, or one of only comments.
  package var root: Node? {
    guard let first = records.first, !first.isEmptyPlain else { return nil }
    return Node(document: self, index: 0)
  }
}

/// What is kept of a node.
struct NodeRecord {
  var start: UInt32
  var end: UInt32
  /// The index of the record after this node and everything in it.
  var next: UInt32
  /// Of a scalar: where its text starts, in the file if it is verbatim, else in the document's text.
  var textStart: UInt32
  /// Of a scalar: the length of its text. Of a sequence: its items. Of a mapping: its pairs.
  var count: UInt32
  var kind: Node.Kind
  var isPlain: Bool
  var isVerbatim: Bool

  /// The `textStart` of what stands in for a key that is refused.
  static let noText = UInt32.max

  var isEmptyPlain: Bool { kind == .scalar && isPlain && count == 0 }
  var textRange: Range<Int> {
    kind == .scalar && count > 0 ? Int(textStart)..<Int(textStart) + Int(count) : 0..<0
  }
}
