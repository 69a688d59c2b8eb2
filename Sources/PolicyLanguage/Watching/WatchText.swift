package import PolicyValues

/// What a watch prints around what it watches for.
package enum WatchText {
  /// The line above a result: the time, in UTC, and what has changed; at most three files by name.
  package static func heading(_ changes: [FileChange], at now: Timestamp, style: TerminalStyle) -> String {
    let shown = changes.prefix(changes.count > 3 ? 2 : 3).map { "\(visibleText($0.path)) \($0.kind.rawValue)" }
    let more = changes.count > shown.count ? ["\(changes.count - shown.count) more files"] : []
    let what = changes.isEmpty ? "watching" : (shown + more).joined(separator: ", ")
    // `2026-06-01T21:03:12.5Z`
    let time = now.description.split(separator: "T").last?.prefix(8) ?? ""
    return style.paint("── \(time)Z ", .dim) + style.paint(what, .bold)
  }

  /// The line below it: how many files are watched, and how long the work took.
  package static func footing(_ look: WatchedFiles.Look, took: Duration, style: TerminalStyle) -> String {
    let count = look.count == 1 ? "1 file" : "\(look.count) files"
    let milliseconds = took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000
    return style.paint("── in \(milliseconds) ms; watching \(count), Ctrl-C ends", .dim)
  }

  /// Empties a terminal's screen and begins at its top; what was printed before stays to be scrolled to.
  package static let clear = "\u{1B}[2J\u{1B}[H"
}
