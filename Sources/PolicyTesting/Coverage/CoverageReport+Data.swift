package import PolicyLanguage

extension CoverageReport {
  /// The report as data: totals, then every cell, atom and invariant with its state.
  package var json: JSONValue {
    .object([
      ("policy", .string(policy)), ("set", .string(set)), ("percent", .string(percentNumber(total.percent))),
      ("covered", .int(total.covered)), ("counted", .int(total.counted)),
      (
        "cells",
        .array(
          cells.map { entry in
            .object([
              ("table", .string(entry.position.isForbid ? "forbid" : "permissions")),
              ("scopeType", .string(entry.position.scopeType)),
              ("resourceType", .string(entry.position.resourceType)), ("action", .string(entry.position.action)),
              ("role", .string(entry.position.role ?? "anyone")), ("granted", .bool(entry.isGranted)),
              ("if", entry.condition.map { .string($0) } ?? .null), ("file", .string(entry.file)),
              ("line", .int(entry.line)), ("state", .string(entry.state.name)), ("tests", .int(entry.state.tests)),
            ])
          })
      ),
      (
        "atoms",
        .array(
          atoms.map { atom in
            .object([
              ("condition", .string(atom.condition)), ("atom", .string(atom.text)), ("file", .string(atom.file)),
              ("line", .int(atom.line)), ("true", .string(atom.isTrue.name)), ("notTrue", .string(atom.isFalse.name)),
            ])
          })
      ),
      (
        "invariants",
        .array(
          invariants.map { invariant in
            .object([
              ("name", .string(invariant.name)), ("file", .string(invariant.file)), ("line", .int(invariant.line)),
              ("state", .string(invariant.state.name)),
            ])
          })
      ),
    ])
  }

  /// The report in LCOV's tracefile format, for editors and services that show coverage beside lines: a line's hits are the
  /// questions that depend on a cell or atom of it, and each cell of a row and each way of an atom is a branch.
  package static func lcov(_ reports: [CoverageReport]) -> String {
    var files: [String: [Int: [State]]] = [:]
    var order: [String] = []
    func add(_ file: String, _ line: Int, _ state: State) {
      guard line > 0, state != .irrelevant else { return }
      if files[file] == nil { order.append(file) }
      files[file, default: [:]][line, default: []].append(state)
    }
    for report in reports {
      for cell in report.cells { add(cell.file, cell.line, cell.state) }
      for atom in report.atoms {
        add(atom.file, atom.line, atom.isTrue)
        add(atom.file, atom.line, atom.isFalse)
      }
      for invariant in report.invariants { add(invariant.file, invariant.line, invariant.state) }
    }
    var text = ""
    for file in order.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let lines = (files[file] ?? [:]).sorted { $0.key < $1.key }
      text += "TN:\nSF:\(file)\n"
      for (line, states) in lines {
        for (branch, state) in states.enumerated() {
          text += "BRDA:\(line),0,\(branch),\(state.tests)\n"
        }
      }
      let branches = lines.flatMap(\.value)
      text += "BRF:\(branches.count)\nBRH:\(branches.count { $0 != .uncovered })\n"
      for (line, states) in lines { text += "DA:\(line),\(states.reduce(0) { $0 + $1.tests })\n" }
      text += "LF:\(lines.count)\nLH:\(lines.count { $0.value.contains { $0 != .uncovered } })\nend_of_record\n"
    }
    return text
  }
}

extension CoverageReport.State {
  fileprivate var name: String {
    switch self {
    case .covered: "covered"
    case .uncovered: "uncovered"
    case .irrelevant: "irrelevant"
    }
  }

  /// How many questions depend on it.
  fileprivate var tests: Int {
    if case .covered(let tests) = self { return tests }
    return 0
  }
}
