import YAMLReader

/// A node of a manifest that can tell where it stands in its file.
struct ManifestNode: Sendable {
  let node: Node
  let source: SourceFile
  /// How many lines of the file stand before the document.
  let linesBefore: Int

  var place: ImportPlace {
    let position = source.position(at: Int(node.span.start))
    return ImportPlace(file: source.path, line: position.line + linesBefore, column: position.column)
  }

  /// The value of a key; `nil` where there is none, or a null.
  subscript(key: String) -> ManifestNode? {
    guard let value = node[key], !value.isNull else { return nil }
    return ManifestNode(node: value, source: source, linesBefore: linesBefore)
  }

  var text: String? { node.text }
  var items: [ManifestNode] {
    node.items.map { ManifestNode(node: $0, source: source, linesBefore: linesBefore) }
  }
  var pairs: [(key: String, value: ManifestNode)] {
    node.pairs.map { key, value in
      (key.text ?? "", ManifestNode(node: value, source: source, linesBefore: linesBefore))
    }
  }
}

extension Node {
  fileprivate var isNull: Bool { isPlain && kind == .scalar && ["", "~", "null", "Null", "NULL"].contains(text) }
}

/// Reads the documents of manifests: files of several, lists of objects, and JSON, which is YAML too.
///
/// The reader of the language takes one document a file, without anchors and tags, and that is what makes it safe to read
/// files of strangers with; so a file is cut at its document markers first. What `kubectl` prints has neither anchors nor
/// tags.
enum KubernetesDocuments {
  /// The most documents and objects of all files together.
  private static let limit = 100_000

  /// The objects of the files, those of lists one by one.
  static func read(_ sources: [SourceFile]) throws(ImportFailure) -> [ManifestNode] {
    var objects: [ManifestNode] = []
    var problems: [ImportFailure.Problem] = []
    for source in sources {
      for (bytes, linesBefore) in documents(of: source.bytes) {
        let part = SourceFile(path: source.path, bytes: Array(bytes))
        let result = readYAML(part, file: 0)
        problems += result.errors.map { error in
          let position = part.position(at: Int(error.span.start))
          let place = ImportPlace(file: source.path, line: position.line + linesBefore, column: position.column)
          return ImportFailure.Problem(error.message, at: place, help: error.help)
        }
        guard result.errors.isEmpty, let root = result.document?.root else { continue }
        unfold(ManifestNode(node: root, source: part, linesBefore: linesBefore), into: &objects)
        guard objects.count <= limit else { throw ImportFailure("more than \(limit) objects", help: "split them") }
      }
    }
    guard problems.isEmpty else { throw ImportFailure(problems: problems) }
    return objects
  }

  /// A file cut before each `---` and behind each `...` that stands at the start of a line, and how many lines there are
  /// before each piece.
  private static func documents(of bytes: [UInt8]) -> [(bytes: ArraySlice<UInt8>, linesBefore: Int)] {
    var documents: [(bytes: ArraySlice<UInt8>, linesBefore: Int)] = []
    var start = 0
    var startLine = 0
    var line = 0
    var offset = 0
    func isMarker(_ byte: UInt8) -> Bool {
      guard offset + 3 <= bytes.count, bytes[offset..<offset + 3].allSatisfy({ $0 == byte }) else { return false }
      return offset + 3 == bytes.count || [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset + 3])
    }
    func cut() {
      if bytes[start..<offset].contains(where: { $0 > 0x20 }) { documents.append((bytes[start..<offset], startLine)) }
      start = offset
      startLine = line
    }
    while offset < bytes.count {
      if isMarker(UInt8(ascii: "-")) { cut() }
      let isEnd = isMarker(UInt8(ascii: "."))
      while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      offset = min(offset + 1, bytes.count)
      line += 1
      if isEnd { cut() }
    }
    cut()
    return documents
  }

  /// Puts an object among the others, or those of a list.
  private static func unfold(_ node: ManifestNode, into objects: inout [ManifestNode]) {
    var open = [node]
    while let next = open.popLast() {
      if next["kind"]?.text?.hasSuffix("List") == true, let items = next["items"] {
        open += items.items.reversed()
      } else {
        objects.append(next)
      }
    }
  }
}
