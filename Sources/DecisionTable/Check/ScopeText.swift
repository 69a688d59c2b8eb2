/// A scope as a request writes it, `project:web` or `project:web in organization:acme`, read where it lies.
struct ScopeText: BitwiseCopyable {
  let text: ByteText

  /// One scope of a path.
  struct Element: BitwiseCopyable {
    var type: ByteText
    var id: ByteText
  }

  /// More elements than this are refused: what a path may say is bounded like everything a request brings.
  static let maximumElements = 64

  /// How many scopes it names, if it is well formed: one ` in ` between each two, and each of them `type:id`. The types
  /// are whatever stands before the first colon.
  func count() -> Int? {
    var count = 0
    var start = 0
    while true {
      guard let element = Self.element(text.slice(start, end(from: start))), element.id.isID else { return nil }
      count += 1
      start += element.type.count + 1 + element.id.count
      if start == text.count { return count }
      guard start + 4 <= text.count, text.load32(start) == Self.joiner else { return nil }
      start += 4
    }
  }

  /// A scope of a well-formed path, by its position from the inside.
  subscript(_ position: Int) -> Element {
    var start = 0
    for _ in 0..<position { start = min(text.count, end(from: start) + 4) }
    let part = text.slice(start, end(from: start))
    return Self.element(part) ?? Element(type: .empty, id: part)
  }

  private func end(from start: Int) -> Int {
    text.slice(start, text.count).firstIndex(of: UInt8(ascii: " ")).map { start + $0 } ?? text.count
  }

  private static func element(_ part: ByteText) -> Element? {
    guard let colon = part.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return Element(type: part.slice(0, colon), id: part.slice(colon + 1, part.count))
  }

  /// ` in `, as its four bytes lie.
  private static let joiner: UInt32 = 0x206E_6920
}
