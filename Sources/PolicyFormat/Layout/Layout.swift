import PolicyLanguage

/// Lays a file's values and comments out in lines.
struct Layout {
  private let roles: RoleOrders
  private var lines: [Line] = []

  /// The lines of a file; `isEmpty` says that it holds comments alone.
  static func lines(of file: Collection, isEmpty: Bool, roles: RoleOrders) -> [Line] {
    var layout = Layout(roles: roles)
    if file.entries.isEmpty, !isEmpty {
      layout.lines.append(Line(text: file.isMapping ? "{}" : "[]"))
    }
    layout.add(file, at: .file, indentation: 0)
    return layout.lines
  }

  private init(roles: RoleOrders) { self.roles = roles }

  /// Adds a collection, an entry after the other, with what stands above the first.
  private mutating func add(_ collection: Collection, at place: Place, indentation: Int, above: [Lead] = []) {
    let start = lines.count
    add(above, indentation: indentation, start: start)
    var entries = collection.entries
    if case .row(let order) = place { entries = order.row(collection, isCommented: !above.comments.isEmpty) }
    for entry in entries {
      add(entry.above, indentation: indentation, start: start)
      add(entry, in: place, indentation: indentation)
    }
    add(collection.below, indentation: indentation, start: start)
  }

  private mutating func add(_ leads: [Lead], indentation: Int, start: Int) {
    for lead in leads {
      switch lead {
      case .comment(let text): addComment(text, indentation: indentation)
      case .blankLine:
        if lines.count > start, lines.last?.text.isEmpty == false { lines.append(.empty) }
      }
    }
  }

  private mutating func addComment(_ text: String, indentation: Int) {
    lines.append(Line(text: spaces(indentation) + text, isComment: true))
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private mutating func add(_ entry: Entry, in place: Place, indentation: Int) {
    let inner = place.place(of: entry, roles: roles)
    let head = spaces(indentation) + (entry.key.map { $0.first + ":" } ?? "-")
    switch entry.value {
    case .scalar(let scalar):
      let note = settle(entry, indentation: indentation)
      add(scalar, behind: head, note: note, indentation: indentation)
    case .collection(let collection):
      // A comment on a line of its own is one in the list that it stands above.
      let isCommented = !collection.isFlow && entry.between.comments.count > (entry.isFirstBeside ? 1 : 0)
      if !isCommented,
        let text = flowText(of: collection, at: inner, behind: head, column: indentation + place.valueColumn)
      {
        lines.append(Line(text: text, note: settle(entry, indentation: indentation), isRow: inner.isRow))
      } else if entry.key == nil {
        addItem(entry, collection, at: inner, indentation: indentation)
      } else {
        addBlock(entry, collection, at: inner, behind: head, indentation: indentation)
      }
    }
  }

  /// The comment that stands beside the value of an entry; others are put above it.
  private mutating func settle(_ entry: Entry, indentation: Int) -> String? {
    let comments = entry.between.comments
    if entry.note == nil, comments.count == 1 { return comments[0] }
    for comment in comments { addComment(comment, indentation: indentation) }
    return entry.note
  }

  private mutating func add(_ scalar: ScalarText, behind head: String, note: String?, indentation: Int) {
    let first = scalar.first.isEmpty ? head : "\(head) \(scalar.first)"
    lines.append(Line(text: first, note: scalar.isBlock || scalar.rest.isEmpty ? note : nil))
    for line in scalar.rest { lines.append(Line(text: line.isEmpty ? "" : spaces(indentation + 2) + line)) }
    if !scalar.isBlock, !scalar.rest.isEmpty { lines[lines.count - 1].note = note }
  }

  private func flowText(of collection: Collection, at place: Place, behind head: String, column: Int) -> String? {
    let isWanted =
      collection.entries.isEmpty
      || (!place.isBlock && ((place.isRow && !collection.isMapping) || (collection.isFlow && !collection.isSpread)))
    guard isWanted, let text = FlowText(roles: roles).text(of: collection, at: place) else { return nil }
    let gap = max(1, column - displayWidth(of: head))
    let line = head + spaces(gap) + text
    return collection.entries.isEmpty || displayWidth(of: line) <= FlowText.width ? line : nil
  }

  /// A pair whose value has lines of its own.
  private mutating func addBlock(
    _ entry: Entry, _ collection: Collection, at place: Place, behind head: String, indentation: Int
  ) {
    var collection = collection
    var above = entry.between[...]
    var note: String?
    if entry.isFirstBeside {
      above = above.drop { if case .blankLine = $0 { true } else { false } }
      if case .comment(let text)? = above.popFirst() { note = text }
    }
    if let closing = entry.note {
      // The bracket that it stood behind is gone.
      if entry.between.comments.isEmpty, collection.isOneLine {
        note = closing
      } else {
        collection.below.append(.comment(closing))
      }
    }
    lines.append(Line(text: head, note: note))
    add(collection, at: place, indentation: indentation + 2, above: Array(above))
  }

  /// An item whose value has lines of its own: the first stands behind the dash.
  private mutating func addItem(_ entry: Entry, _ collection: Collection, at place: Place, indentation: Int) {
    var collection = collection
    var above = entry.between
    if let closing = entry.note {
      if collection.isOneLine {
        above.append(.comment(closing))
      } else {
        collection.below.append(.comment(closing))
      }
    }
    let start = lines.count
    add(collection, at: place, indentation: indentation + 2, above: above)
    // A comment that would stand behind the dash stands above it.
    var first = start
    while first < lines.count, lines[first].isComment || lines[first].text.isEmpty {
      if lines[first].isComment { lines[first].text = spaces(indentation) + lines[first].text.drop { $0 == " " } }
      first += 1
    }
    guard first < lines.count else { return }
    let rest = lines[first].text.dropFirst(indentation + 2)
    lines[first].text = spaces(indentation) + "- " + rest
  }
}
