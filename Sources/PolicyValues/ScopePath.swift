/// A scope as a request writes it: `project:web`, or with what it lies in, `project:web in organization:acme`.
package struct ScopePath: Hashable, Sendable {
  /// The scope itself, then what it lies in, outward. Never empty.
  package var elements: [EntityName]

  /// Reads names with one ` in ` between each two; `nil` if the text is anything else.
  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count % 2 == 1 else { return nil }
    var elements: [EntityName] = []
    for (position, word) in words.enumerated() {
      if position % 2 == 1 {
        guard word == "in" else { return nil }
      } else {
        guard let name = EntityName(String(word)) else { return nil }
        elements.append(name)
      }
    }
    self.elements = elements
  }
}
