import DecisionTable
import PolicyValues

extension RemedyStep {
  /// The step in words; `root` is the folder that the rules' files are relative to.
  package func text(root: String) -> String {
    switch self {
    case .askAbout(let principal): "ask about \(principal)"
    case .askFor(let action): "ask for the action \(action)"
    case .askOf(let type): "ask of a \(type)"
    case .askOn(let resource): "ask about \(resource)"
    case .askIn(let scope): scope.map { "ask in \($0)" } ?? "ask without a scope"
    case .askAt(let time): "ask at another time, such as \(time)"
    case .bringNoRoles: "leave the roles out of the request"
    case .bringRole(let role, let scope): "bring the role \(role) at \(scope) with the request"
    case .value(let edit): edit.text
    case .assign(let role, let scope, let principal): "assign \(role) at \(scope) to \(principal)"
    case .extend(let role, let scope, let principal, let end):
      "extend the assignment of \(role) at \(scope) to \(principal), which ended \(end)"
    case .join(let group, let member): "add \(member) to the members of \(group)"
    case .enable(let name): "enable \(name), which is disabled"
    case .enableScope(let name): "enable \(name), which is disabled"
    case .renew(let name, let end): "extend \(name), which expired \(end)"
    case .bound(let name, by: let other):
      "say in the directory what bounds \(name): one that may do it itself, such as \(other)"
    case .enter(resource: let name, in: let scope): "enter \(name) in \(scope) into the directory"
    case .addCell(let cell): cell.text(root: root)
    case .removeForbid(let cell):
      "take `\(cell.cellText)` out of \(cell.rowText) (\(cell.rule.place(root: root)))"
        + (cell.isFromWildcard ? ", which stands for every action" : "")
    }
  }
}

extension ValueEdit {
  var text: String {
    let name = "\(owner).\(name)"
    let wanted =
      switch (need, value) {
      case (nil, let value?): "would have to be \(value)"
      case (let need?, let value?): "would have to be \(need), such as \(value)"
      case (_, nil): "would have to be left out"
      }
    guard let entity else {
      return "\(name) \(wanted)" + (current.map { "; it is \($0)" } ?? "")
    }
    let known = current.map { "is \($0)" } ?? "is not there"
    return
      "\(name) \(known) in the directory, for \(entity); it \(value == nil ? "would have to be taken away" : wanted)"
  }
}

extension AddedCell {
  /// `permissions.project.doc.read`
  package var rowText: String { "permissions.\(scopeType).\(resourceType).\(action)" }

  func text(root: String) -> String {
    let edit =
      switch row {
      case .existing(let rule): "add `\(role)` to \(rowText)" + rule.parenthesis(root: root)
      case .besideWildcard(let rule, let cells):
        "add the row \(rowText): [\((cells + [role]).joined(separator: ", "))], for which \"*\" stands now"
          + rule.parenthesis(root: root)
      case .empty(let near):
        "add `\(role)` to \(rowText), where no cell stands"
          + (near.map { $0.file.isEmpty ? "" : ", in the table at \($0.place(root: root))" } ?? "")
      }
    guard let others, others > 0 else { return edit }
    return edit + "; \(others) other principal\(others == 1 ? " holds" : "s hold") it there too"
  }
}

extension ForbidCell {
  /// `anyone if on_hold`
  package var cellText: String { role + (condition.map { " if \($0)" } ?? "") }
  /// `forbid.project.doc.read`
  package var rowText: String { "forbid.\(scopeType).\(resourceType).\(isFromWildcard ? "\"*\"" : action)" }
}

extension Rule {
  /// ` (policies/pica/permissions.yaml:12)`, or nothing if the rule was not read from a file.
  func parenthesis(root: String) -> String { file.isEmpty ? "" : " (\(place(root: root)))" }

  /// `policies/pica/permissions.yaml:12`
  func place(root: String) -> String {
    let isRootAFile = root.hasSuffix(".yaml") || root.hasSuffix(".yml")
    let folder = root.isEmpty || isRootAFile ? "" : root.hasSuffix("/") ? root : root + "/"
    return isRootAFile ? "\(root):\(line)" : "\(folder)\(file):\(line)"
  }

  /// `permissions.…: admin (policies/pica/permissions.yaml:12)`
  func described(root: String) -> String { text + parenthesis(root: root) }
}
