import PolicyFormat
import PolicyLanguage
import Testing
import YAMLReader

/// What is wrong with the way in which a text is formatted, said by what shares no code with `formatted`.
struct MutantCheck {
  let roles: RoleOrders

  enum Result: Equatable {
    /// It is no YAML of the language, or has no canonical form and is said to have none.
    case refusedRightly
    case formatted
    case wrong(String)
  }

  func result(of text: String) -> Result {
    let source = SourceFile(path: "policy.yaml", bytes: Array(text.utf8))
    let before = readYAML(source, file: 0)
    guard before.errors.isEmpty, let document = before.document else { return .refusedRightly }
    do throws(FormatFailure) {
      let once = try formatted(source, roles: roles)
      let output = SourceFile(path: "policy.yaml", bytes: once)
      guard try formatted(output, roles: roles) == once else { return .wrong("it changes again") }
      let after = readYAML(output, file: 0)
      guard after.errors.isEmpty, let read = after.document else { return .wrong("it cannot be read again") }
      guard Self.meaning(document.root) == Self.meaning(read.root) else { return .wrong("it says something else") }
      let marks = Self.marks(once)
      guard marks == Self.marks(source.bytes) else { return .wrong("it has comments \(marks)") }
      return .formatted
    } catch {
      return if case .unsupported = error { .refusedRightly } else { .wrong(error.report ?? "\(error)") }
    }
  }

  /// What a node says, in which the order of a list of words does not count.
  private static func meaning(_ node: Node?) -> String {
    guard let node else { return "nothing" }
    switch node.kind {
    case .scalar: return "<\(node.text ?? "")>"
    case .sequence:
      let items = node.items.map { meaning($0) }
      return "[\((node.items.allSatisfy { $0.kind == .scalar } ? items.sorted() : items).joined())]"
    case .mapping: return "{\(node.pairs.map { meaning($0.key) + meaning($0.value) }.joined())}"
    }
  }

  /// The numbers behind `#`, be it a comment's or a text's. The order is not looked at: a comment may go past a text.
  private static func marks(_ text: [UInt8]) -> [Int] {
    text.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false).dropFirst().compactMap { part in
      Int(String(decoding: part.prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
    }
    .sorted()
  }

  /// The least text that is wrong in the same way.
  func shrunk(_ text: String) -> String {
    let wrong = result(of: text)
    var bytes = Array(text.utf8)
    var size = max(1, bytes.count / 2)
    while size >= 1 {
      var start = 0
      var isSmaller = false
      while start < bytes.count {
        let rest = bytes[..<start] + bytes[min(bytes.count, start + size)...]
        if let text = String(validating: rest, as: UTF8.self), result(of: text) == wrong {
          (bytes, isSmaller) = (Array(rest), true)
        } else {
          start += size
        }
      }
      if !isSmaller || size > 1 { size /= 2 }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
