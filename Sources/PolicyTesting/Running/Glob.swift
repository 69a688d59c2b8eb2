/// Whether a text matches a pattern in which `*` stands for any run of characters and `?` for any one. Linear in the
/// text for each `*`: on a mismatch only the last one takes one character more.
package func matchesGlob(_ text: String, _ pattern: String) -> Bool {
  let text = Array(text)
  let pattern = Array(pattern)
  var t = 0
  var p = 0
  var star: (pattern: Int, text: Int)?
  while t < text.count {
    if p < pattern.count, pattern[p] == "*" {
      star = (p + 1, t)
      p += 1
    } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
      p += 1
      t += 1
    } else if let last = star {
      star = (last.pattern, last.text + 1)
      p = last.pattern
      t = last.text + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == "*" }
}
