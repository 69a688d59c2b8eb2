/// The part of a source line that fits, with what was cut replaced by `…`.
struct ClippedLine {
  /// The text to print.
  private(set) var text = ""
  private var shift = 0
  private var limit = 0

  /// Clips the line to `limit` columns around `focus`; a line that fits stays whole.
  init(_ line: SourceLine, to limit: Int, around focus: Range<Int>) {
    self.limit = limit
    guard line.width > limit || line.isCutBefore || line.isCutAfter else {
      text = line.cells.map(\.text).joined()
      self.limit = max(limit, line.width + 1)
      return
    }
    // What is pointed at comes to stand in the middle; what is too long for that, with its start in view.
    let width = min(focus.count, limit / 2)
    shift = max(0, min(focus.lowerBound - (limit - width) / 2, line.width + 1 - limit))
    let isCutBefore = shift > 0 || line.isCutBefore
    let isCutAfter = line.width > shift + limit || line.isCutAfter
    let first = shift + (isCutBefore ? 1 : 0)
    let last = shift + limit - (isCutAfter ? 1 : 0)
    var column = first
    if isCutBefore { text = "…" }
    for cell in line.cells where cell.column >= first && cell.column + cell.width <= last {
      // Half of a wide character may have been cut off at the left.
      text += String(repeating: " ", count: cell.column - column) + cell.text
      column = cell.column + cell.width
    }
    if isCutAfter { text += "…" }
  }

  /// Where columns of the whole line are in the clipped one, at least one column wide.
  func columns(_ range: Range<Int>) -> Range<Int> {
    let start = min(max(range.lowerBound - shift, 0), limit - 1)
    let end = min(max(range.upperBound - shift, start + 1), limit)
    return start..<end
  }
}
