import PolicyLanguage
import PolicyValues

extension PolicyReport {
  /// The scopes as trees, with who holds what; nothing without a directory.
  var scopeSection: Section? {
    guard !directory.scopes.isEmpty else { return nil }
    let tree = ScopeTree(directory, roles: policy.roles.map(\.name), limits: limits)
    var body = [
      tag(
        "p", ["class": "buttons"],
        tag("button", ["type": "button", "id": "expand"], "Expand all"),
        tag("button", ["type": "button", "id": "collapse"], "Collapse all")),
      tag("ul", ["class": "tree"], tree.roots.map { node($0, depth: 0) }),
    ]
    if tree.shown < tree.total {
      body.append(
        tag("p", ["class": "note"], HTML("and \(counted(tree.total - tree.shown, "more scope")) below or beside these"))
      )
    }
    return Section(id: "scopes", title: "Scopes and holders", body: body)
  }

  private func node(_ node: ScopeTree.Node, depth: Int) -> HTML {
    let scope = node.scope
    var head = [tag("span", ["class": "scope"], HTML(scope.name.description))]
    if scope.isDisabled { head += [" ", tag("span", ["class": "badge bad"], "disabled")] }
    if !node.children.isEmpty {
      head += [" ", tag("span", ["class": "note"], HTML(counted(node.children.count, "scope") + " in it"))]
    }
    var facts = node.holders.map { held in
      tag(
        "div", ["class": "held"], tag("dt", [:], HTML(held.role.name)),
        tag("dd", [:], holders(held)))
    }
    for entry in scope.attributes {
      facts.append(
        tag(
          "div", ["class": "held attribute"], tag("dt", [:], HTML(entry.name)),
          tag("dd", [:], HTML(entry.value.description))))
    }
    let find = node.holders.flatMap { ["\($0.role)"] + $0.first.map(\.name.description) }
    let own: [HTML] =
      facts.isEmpty
      ? [tag("p", ["class": "note"], "nobody holds a role here")] : [tag("dl", ["class": "holders"], facts)]
    let inner =
      own + (node.children.isEmpty ? [] : [tag("ul", [:], node.children.map { self.node($0, depth: depth + 1) })])
    let summary = tag(
      "summary",
      ["data-row": "", "data-find": ([scope.name.description] + find).joined(separator: " ")], head)
    return tag(
      "li", [:], depth < 1 ? tag("details", ["open": ""], [summary] + inner) : tag("details", [:], [summary] + inner))
  }

  private func holders(_ held: ScopeTree.Holders) -> HTML {
    var pieces: [HTML] = []
    for (position, holder) in held.first.enumerated() {
      if position > 0 { pieces.append(", ") }
      pieces.append(tag("span", ["class": "who"], HTML(holder.name.description)))
      if let until = holder.until {
        pieces.append(tag("span", ["class": "note"], HTML(until <= now ? " until \(until), over" : " until \(until)")))
      }
    }
    if held.count > held.first.count { pieces.append(HTML(" and \(held.count - held.first.count) more")) }
    return HTML(pieces)
  }
}
