/// Which columns of a grid name what may be done, which name who may, and which do neither.
struct GridColumns {
  /// The columns of roles.
  private(set) var roles: [Int] = []
  /// The columns before the first role: what may be done.
  private(set) var labels: [Int] = []
  /// The columns that say neither, such as remarks.
  private(set) var passed: [Int] = []
  /// Those of them whose heads say that they hold remarks.
  private(set) var remarked: Set<Int> = []
  /// The column that names what is done, and the one that names what it is done to if there are two.
  private(set) var label = 0
  private(set) var area: Int?
  /// Whether a column such as `Required` was taken for one of a parameter's facts.
  private(set) var isOfParameters = false
  private var cross = CellMeaning.yes
  private var numbers: Set<Int> = []
  private var usesBlanks = false

  /// Marks that stand in other columns too, where there is nothing to say.
  private static let weak: Set<String> = ["-", "–", "—", "−", "--", "---", "n/a", "N/A", "None", "none"]
  /// Heads of columns that hold remarks.
  private static let remarks: Set<String> = [
    "comment", "comments", "description", "details", "explanation", "notes", "note", "remark", "remarks", "meaning",
    "example",
    "examples", "summary",
  ]
  /// Heads of columns that say yes or no of a parameter, not of a role.
  private static let facts: Set<String> = [
    "available", "default", "deprecated", "nullable", "optional", "required", "mandatory", "supported", "type",
    "unique",
    "indexed", "sensitive", "readonly", "writable",
  ]
  private static let areas: Set<String> = [
    "area", "category", "domain", "entity", "feature", "module", "object", "resource", "resources", "section",
    "service",
    "subject", "group",
  ]
  private static let actions: Set<String> = [
    "action", "actions", "operation", "permission", "permissions", "verb", "capability", "ability", "privilege", "task",
  ]

  init(_ grid: PermissionGrid, _ words: CellWords) {
    let heads = grid.head.map { Nouns.words($0.text.text) }
    numbers = Set(
      grid.head.indices.filter { column in
        grid.rows.allSatisfy { ["", "0", "1"].contains($0.cells[column].text.text) }
      })
    let counts = grid.head.indices.map { column in
      let filled = grid.rows.map { $0.cells[column] }.filter { !$0.text.isBlank }
      let marked = filled.filter { mark($0, column, words) != nil }
      return (filled: filled.count, marks: marked.count, strong: marked.count { !Self.weak.contains($0.text.text) })
    }
    // Beside a column that is clearly one of a role, another of mostly other words may be one too.
    let isTable = counts.dropFirst().contains { $0.strong > 0 && $0.marks * 3 >= $0.filled }
    for column in grid.head.indices.dropFirst() {
      let isRemark = heads[column].count == 1 && Self.remarks.contains(heads[column][0])
      let isFact = heads[column].count == 1 && Self.facts.contains(heads[column][0])
      if isFact { isOfParameters = true }
      let count = counts[column]
      let isMarked = count.marks > 0 && (count.marks * 3 >= count.filled || (isTable && count.strong > 0))
      if !isRemark, !isFact, !heads[column].isEmpty, isMarked || (count.filled == 0 && !roles.isEmpty) {
        roles.append(column)
      } else if roles.isEmpty, !isRemark, !isFact {
        labels.append(column)
      } else {
        passed.append(column)
        if isRemark || isFact { remarked.insert(column) }
      }
    }
    labels.insert(0, at: 0)
    nameLabels(heads)
    weighMarks(grid, words)
  }

  private mutating func nameLabels(_ heads: [[String]]) {
    guard labels.count > 1 else { return }
    let action = labels.first { heads[$0].last.map(Self.actions.contains) == true }
    let area = labels.first { $0 != action && heads[$0].last.map(Self.areas.contains) == true }
    switch (action, area) {
    case (let action?, let area?): (label, self.area) = (action, area)
    case (let action?, nil): (label, self.area) = (action, labels.first { $0 != action })
    case (nil, let area?): (label, self.area) = (labels.first { $0 != area } ?? 0, area)
    case (nil, nil): (label, self.area) = (labels[1], labels[0])
    }
  }

  /// Looks at which marks the table uses, for what an `x` and a blank mean in it.
  private mutating func weighMarks(_ grid: PermissionGrid, _ words: CellWords) {
    var hasYes = false
    var hasNo = false
    for row in grid.rows {
      let blanks = roles.count { row.cells[$0].text.isBlank }
      if blanks > 0, blanks < roles.count { usesBlanks = true }
      for column in roles {
        switch mark(row.cells[column], column, words) {
        case .yes: hasYes = true
        case .no where !row.cells[column].text.isBlank: hasNo = true
        case .unclear where row.cells[column].text.text.unicodeScalars.first.map({ !$0.isASCII }) == true: hasYes = true
        default: continue
        }
      }
    }
    cross = CellWords.crossMeaning(hasYes: hasYes, hasNo: hasNo)
  }

  private func mark(_ cell: PermissionGrid.Cell, _ column: Int, _ words: CellWords) -> CellMeaning? {
    // A digit is a mark only where there are no other numbers.
    if ["0", "1"].contains(cell.text.text), !numbers.contains(column) { return nil }
    return words.meaning(cell.text)
  }

  /// What a cell of a role's column says.
  func meaning(_ cell: PermissionGrid.Cell, _ column: Int, _ words: CellWords) -> CellMeaning? {
    guard let meaning = mark(cell, column, words) else { return nil }
    return meaning == .cross ? (cross == .unclear ? .cross : cross) : meaning
  }

  /// Whether a row is a heading within the table: it says nothing of any role, and is in bold, or shorter than the others, or
  /// the table has no blank cells but those of such rows.
  func isGroup(_ row: PermissionGrid.Row) -> Bool {
    guard roles.allSatisfy({ row.cells[$0].text.isBlank }), !row.cells[label].text.isBlank else { return false }
    return row.cells[label].text.isBold || row.isShort || !usesBlanks
  }
}
