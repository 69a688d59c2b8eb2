/// A strict little reader of HTML: every element closed in order, every attribute quoted and given once, nothing but
/// known references, ids that are unique. Stricter than a browser, which takes anything.
struct MarkupChecker {
  private(set) var problems: [String] = []
  /// Elements in document order, with their attributes.
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  /// All text outside of styles and scripts.
  private(set) var text = ""

  private static let void: Set<String> = ["meta", "input", "br"]
  private let bytes: [UInt8]
  private var index = 0
  private var open: [String] = []

  init(_ markup: String) {
    bytes = Array(markup.utf8)
    let start = "<!DOCTYPE html>\n"
    if markup.hasPrefix(start) { index = start.utf8.count } else { problems.append("no doctype") }
    while index < bytes.count { step() }
    if !open.isEmpty { problems.append("not closed: \(open)") }
    let ids = elements.compactMap { $0.attributes["id"] }
    if Set(ids).count != ids.count { problems.append("an id stands twice") }
  }

  private mutating func step() {
    if bytes[index] != UInt8(ascii: "<") {
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
      addText(String(decoding: bytes[start..<index], as: UTF8.self))
    } else if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "/") {
      index += 2
      let name = word()
      if bytes[index] != UInt8(ascii: ">") { problems.append("end tag of \(name) goes on") }
      index += 1
      if open.popLast() != name { problems.append("\(name) closes what it did not open") }
    } else {
      index += 1
      startTag()
    }
  }

  private mutating func startTag() {
    let name = word()
    guard !name.isEmpty else { return problems.append("a bare < at \(index)") }
    var attributes: [String: String] = [:]
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") {
      index += 1
      let attribute = word()
      guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "="), bytes[index + 1] == UInt8(ascii: "\"") else {
        return problems.append("attribute \(attribute) of \(name) has no quoted value")
      }
      index += 2
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
      let value = String(decoding: bytes[start..<index], as: UTF8.self)
      index += 1
      if value.contains("<") || value.contains("\n") { problems.append("attribute \(attribute) holds markup") }
      if attributes.updateValue(decoded(value), forKey: attribute) != nil {
        problems.append("\(attribute) stands twice")
      }
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: ">") else {
      index += 1
      return problems.append("the tag of \(name) does not end")
    }
    index += 1
    elements.append((name, attributes))
    if name == "br" { text += "\n" }
    if Self.void.contains(name) { return }
    guard name == "script" || name == "style" else { return open.append(name) }
    let end = Array("</\(name)>".utf8)
    let start = index
    while index < bytes.count, !bytes[index...].starts(with: Array("</".utf8)) { index += 1 }
    if !bytes[index...].starts(with: end) { problems.append("\(name) ends too soon") }
    if bytes[start..<index].contains(UInt8(ascii: "<")), name == "style" { problems.append("a < in a style") }
    index += end.count
  }

  private mutating func word() -> String {
    let start = index
    while index < bytes.count,
      (bytes[index] | 0x20 >= UInt8(ascii: "a") && bytes[index] | 0x20 <= UInt8(ascii: "z"))
        || (bytes[index] >= UInt8(ascii: "0") && bytes[index] <= UInt8(ascii: "9")) || bytes[index] == UInt8(ascii: "-")
    { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func addText(_ raw: String) {
    if raw.contains(">") { problems.append("a bare > in text") }
    text += decoded(raw)
  }

  private mutating func decoded(_ raw: String) -> String {
    var rest = raw
    for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")] {
      rest = rest.replacing(reference, with: character)
    }
    let parts = rest.split(separator: "&", omittingEmptySubsequences: false)
    for part in parts.dropFirst() where !part.hasPrefix("amp;") { problems.append("a bare & in `\(raw)`") }
    return rest.replacing("&amp;", with: "&")
  }
}
