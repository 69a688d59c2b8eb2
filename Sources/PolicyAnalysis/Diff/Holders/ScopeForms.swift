import DecisionTable
import PolicyValues

/// The ways in which requests name a scope, and scopes below it that only they know.
struct ScopeForms {
  struct Form {
    /// As a request writes it.
    var text: String
    /// The type of the innermost scope.
    var type: String
    /// Whether the directory does not know it.
    var isOpen: Bool
  }

  let common: CommonDirectory

  /// An id that neither directory knows.
  private static let fresh = "some-new-scope"

  /// Forms for a scope of either side.
  func forms(of scope: Int) -> [Form] {
    let name = common.scopeName(scope)
    var starts = [name.description]
    let instance = common.scopes[scope]
    // Whoever does not know it believes the path, if the type is open.
    if instance.before == nil || instance.after == nil, let path = path(scope) { starts.append(path) }
    var forms = starts.map { Form(text: $0, type: name.type, isOpen: false) }
    for start in starts { addOpen(below: start, type: name.type, depth: 0, to: &forms) }
    return forms
  }

  /// Forms that lie in nothing that a directory knows.
  func rootForms() -> [Form] {
    var forms: [Form] = []
    for type in openTypes where type.isRoot {
      let text = "\(type.name):\(Self.fresh)"
      forms.append(Form(text: text, type: type.name, isOpen: true))
      addOpen(below: text, type: type.name, depth: 1, to: &forms)
    }
    return forms
  }

  private var openTypes: [PolicyOutline.ScopeType] {
    let after = common.tables.after.outline.scopeTypes.filter(\.isOpen)
    return after + common.tables.before.outline.scopeTypes.filter { $0.isOpen && !after.contains($0) }
  }

  /// Of a type that nests in itself two are enough: a third holds what the second does.
  private func addOpen(below text: String, type: String, depth: Int, to forms: inout [Form]) {
    guard depth < 4, forms.count < 24 else { return }
    for open in openTypes where open.parents.contains(type) {
      let inner = "\(open.name):\(Self.fresh)-\(depth) in \(text)"
      guard !forms.contains(where: { $0.text == inner }) else { continue }
      forms.append(Form(text: inner, type: open.name, isOpen: true))
      if depth == 0 || open.name != type { addOpen(below: inner, type: open.name, depth: depth + 1, to: &forms) }
    }
  }

  /// A scope with all that it lies in, as a request may write it.
  private func path(_ scope: Int) -> String? {
    let instance = common.scopes[scope]
    let side = instance.after != nil ? common.after : common.before
    guard let position = instance.after ?? instance.before else { return nil }
    let chain = side.chain(position).map { side.table.scopeName(at: $0).description }
    return chain.count > 1 ? chain.joined(separator: " in ") : nil
  }
}
