/// A half-open range of bytes in one file of a `SourceMap`.
package struct Span: Hashable, Sendable {
  /// The index of the file in its `SourceMap`.
  package var file: UInt32
  /// The offset of the first byte.
  package var start: UInt32
  /// The offset after the last byte.
  package var end: UInt32

  /// Makes a span of its parts.
  package init(file: UInt32, start: UInt32, end: UInt32) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// The span of what was not read from a file.
  package static let none = Span(file: .max, start: 0, end: 0)

  /// Whether this is the span of what was not read from a file.
  package var isNone: Bool { file == .max }
}

/// The files of a run; a span's `file` is an index into it.
package struct SourceMap: Sendable {
  /// The files, in the order in which they were added.
  package private(set) var files: [SourceFile] = []

  /// An empty map.
  package init() {}

  /// Adds a file and returns the index that spans name it by.
  package mutating func add(_ file: SourceFile) -> UInt32 {
    files.append(file)
    return UInt32(files.count - 1)
  }

  /// Lets go of the bytes of all other files: what is said of a directory of a million rows is mostly nothing.
  package mutating func keepBytes(of kept: Set<UInt32>) {
    for index in files.indices where !kept.contains(UInt32(index)) {
      files[index] = SourceFile(path: files[index].path, bytes: [])
    }
  }

  /// The file that a span's `file` names; nil for `Span.none` and for an index that was never given.
  package subscript(file: UInt32) -> SourceFile? {
    Int(file) < files.count ? files[Int(file)] : nil
  }
}
