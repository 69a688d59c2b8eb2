import PolicyTesting

extension PolicyReport {
  /// What the tests depend on: counts, then each thing that no test does.
  var coverageSection: Section? {
    guard let coverage else { return nil }
    let counts = [
      ("Cells", coverage.cellCount), ("Forbids", coverage.forbidCount), ("Atoms, each way", coverage.atomCount),
      ("Invariants", coverage.invariantCount),
    ].filter { $0.1.counted > 0 }
    let rows = counts.map { name, count in
      let isWhole = count.covered == count.counted
      return listingRow(
        HTML(name),
        [
          tag("span", ["class": isWhole ? "badge good" : "badge bad"], isWhole ? "covered" : "open"),
          HTML("\(count.covered)"), HTML("\(count.counted)"),
        ])
    }
    let open = open(in: coverage)
    var body = [
      tag(
        "p", ["class": "lead"],
        HTML(
          "\(coverage.total.covered) of \(coverage.total.counted): a cell is covered if a test fails once the cell is "
            + "another, an atom of a condition for each way it can come out.")),
      listing("Coverage", columns: ["Of", "State", "Covered", "All"], rows: rows),
    ]
    if !open.isEmpty {
      body.append(tag("h3", [:], "No test depends on"))
      body.append(
        listing(
          "Not covered", columns: ["What", "Whose", "Where"],
          rows: open.prefix(limits.names * 4).map { what, whose, place in
            listingRow(tag("code", [:], HTML(what)), [HTML(whose), HTML(place)])
          }))
    }
    if open.count > limits.names * 4 {
      body.append(tag("p", ["class": "note"], HTML("and \(open.count - limits.names * 4) more")))
    }
    return Section(id: "coverage", title: "Coverage", body: body)
  }

  private func open(in coverage: CoverageReport) -> [(what: String, whose: String, place: String)] {
    var open: [(what: String, whose: String, place: String)] = []
    for cell in coverage.cells where cell.state == .uncovered {
      let what = cell.position.permission + (cell.condition.map { " if \($0)" } ?? "")
      let state = cell.position.isForbid ? "forbidden to" : cell.isGranted ? "granted to" : "not granted to"
      open.append((what, "\(state) \(cell.position.roleText)", "\(cell.file):\(cell.line)"))
    }
    for atom in coverage.atoms {
      for (state, way) in [(atom.isTrue, "true"), (atom.isFalse, "not true")] where state == .uncovered {
        open.append((atom.text, "in \(atom.condition), being \(way)", "\(atom.file):\(atom.line)"))
      }
    }
    for invariant in coverage.invariants where invariant.state == .uncovered {
      open.append((invariant.name, "an invariant without anything to keep", "\(invariant.file):\(invariant.line)"))
    }
    return open
  }
}
