import DecisionTable
import PolicyLanguage
import PolicyValues

extension PolicyReport {
  /// Who may do what where: a question to put together, and the answers as data.
  var whoSection: Section? {
    guard !table.scopes.isEmpty, !table.principals.isEmpty else { return nil }
    let who = WhoCan(table, limits: limits, at: now)
    guard !who.scopes.isEmpty else {
      return Section(
        id: "who", title: "Who can",
        body: [
          tag(
            "p", [:], "The directory is too large to be asked beforehand: ", tag("code", [:], "policy who"),
            " answers for one scope at a time.")
        ])
    }
    func choice(_ id: String, _ label: String) -> HTML {
      tag("label", [:], tag("span", [:], HTML(label)), tag("select", ["id": id], []))
    }
    var body = [
      tag(
        "p", ["class": "lead"],
        HTML(
          "Asked of the resource type as a whole. What a request's own values or a resource's would decide is "
            + "listed apart.")
      ),
      tag(
        "noscript", [:],
        [
          tag(
            "p", [:], "The answers are looked up by a script, which does not run here; ",
            tag("code", [:], "policy who"), " gives the same.")
        ]),
      tag(
        "form", ["class": "ask", "id": "ask", "hidden": ""],
        choice("who-type", "Resource type"), choice("who-action", "Action"), choice("who-scope", "Scope")),
      tag("div", ["id": "who-result", "class": "answer", "aria-live": "polite"], []),
    ]
    if who.scopes.count < who.scopeCount {
      body.append(
        tag(
          "p", ["class": "note"],
          HTML("Holds the first \(who.scopes.count) of \(who.scopeCount) scopes; "), tag("code", [:], "policy who"),
          " answers for all."))
    }
    body.append(.data(whoData(who), id: "who-data"))
    return Section(id: "who", title: "Who can", body: body)
  }

  /// Answers are the same over and over, so each list stands once: how many there are, then the first of them.
  private func whoData(_ who: WhoCan) -> JSONValue {
    var numbers: [[Int]: Int] = [:]
    var lists: [JSONValue] = []
    func number(of list: [Int]) -> JSONValue {
      if let known = numbers[list] { return .int(known) }
      numbers[list] = lists.count
      lists.append(.array([.int(list.count)] + list.prefix(limits.names * 4).map { .int($0) }))
      return .int(lists.count - 1)
    }
    let answers = who.answers.map { types in
      JSONValue.array(
        types.map { actions in .array(actions.flatMap { [number(of: $0.can), number(of: $0.may)] }) })
    }
    return .object([
      ("principals", .array(who.principals.map { .string($0.description) })),
      ("scopes", .array(who.scopes.map { .string($0.description) })),
      (
        "types",
        .array(
          table.resourceTypeNames.map { name in
            .object([
              ("name", .string(name)), ("actions", .array(table.actions(of: name).map { .string($0) })),
            ])
          })
      ),
      ("lists", .array(lists)), ("answers", .array(answers)),
    ])
  }
}
