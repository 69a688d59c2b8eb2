import PolicyTesting

extension PolicyReport {
  /// What the set's tests say: a row for each suite, and each failure in full.
  var testSection: Section? {
    guard let tests else { return nil }
    let rows = tests.suites.map { suite in
      listingRow(
        tag("code", [:], HTML(suite.file)),
        [
          suite.failed == 0
            ? tag("span", ["class": "badge good"], "passed") : tag("span", ["class": "badge bad"], "failed"),
          HTML("\(suite.passed)"), HTML("\(suite.failed)"),
        ])
    }
    let failures = tests.suites.flatMap(\.cases).compactMap { item in item.failure.map { (item, $0) } }
    var body = [
      tag("p", ["class": "lead"], HTML(tests.summary)),
      listing("Test suites", columns: ["Suite", "State", "Passed", "Failed"], rows: rows),
    ]
    if !failures.isEmpty { body.append(tag("h3", [:], "Failures")) }
    for (item, failure) in failures.prefix(limits.names * 4) {
      body.append(
        tag(
          "div", ["class": "item", "data-row": "", "tabindex": "-1"],
          tag("h4", [:], HTML(item.test)),
          tag("p", [:], tag("code", [:], HTML(item.title))),
          tag("p", [:], HTML(failure.message)),
          tag("pre", [:], HTML(failure.because.joined(separator: "\n"))),
          tag("p", ["class": "note"], HTML("\(item.file):\(item.line)"))))
    }
    if failures.count > limits.names * 4 {
      body.append(tag("p", ["class": "note"], HTML("and \(failures.count - limits.names * 4) more")))
    }
    return Section(id: "tests", title: "Tests", body: body)
  }
}
