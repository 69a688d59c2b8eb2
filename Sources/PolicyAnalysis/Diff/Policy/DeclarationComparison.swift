import DecisionTable

/// Compares what the policies declare: types, roles, ranks, actions, attributes and conditions.
struct DeclarationComparison {
  let tables: ComparedTables

  func changes() -> [DeclarationChange] {
    scopeTypes() + principalTypes() + resourceTypes() + roles() + attributes()
  }

  /// What is on one side only, and what `detail` finds in what is on both.
  private func compare<Element>(
    _ kind: String, _ before: [Element], _ after: [Element], name: (Element) -> String,
    detail: (Element, Element) -> String?
  ) -> [DeclarationChange] {
    let old = Dictionary(before.map { (name($0), $0) }) { first, _ in first }
    let new = Set(after.map(name))
    var changes: [DeclarationChange] = []
    for element in after {
      guard let other = old[name(element)] else {
        changes.append(change(kind, name(element), .added))
        continue
      }
      if let detail = detail(other, element) {
        changes.append(change(kind, name(element), .changed, detail, effect: .may))
      }
    }
    return changes + before.filter { !new.contains(name($0)) }.map { change(kind, name($0), .removed) }
  }

  private func change(
    _ kind: String, _ name: String, _ change: DeclarationChange.Change, _ detail: String = "",
    effect: DeclarationChange.Effect = .none
  ) -> DeclarationChange {
    DeclarationChange(kind: kind, name: name, change: change, detail: detail, effect: effect)
  }

  private func scopeTypes() -> [DeclarationChange] {
    compare(
      "scope type", tables.before.outline.scopeTypes, tables.after.outline.scopeTypes, name: \.name,
      detail: { old, new in
        Self.joined([
          Self.flag("open", old.isOpen, new.isOpen),
          // Where open scopes may lie; of known ones the directory says it.
          old.isOpen || new.isOpen ? Self.list("in", old.parents, new.parents) : nil,
        ])
      })
  }

  private func principalTypes() -> [DeclarationChange] {
    compare(
      "principal type", tables.before.outline.principalTypes, tables.after.outline.principalTypes, name: \.name,
      detail: { old, new in
        Self.joined([
          Self.flag("bounded", old.isBounded, new.isBounded),
          Self.flag("roles from requests", old.takesRequestRoles, new.takesRequestRoles),
        ])
      })
  }

  private func resourceTypes() -> [DeclarationChange] {
    let types = compare(
      "resource type", tables.before.outline.resourceTypes, tables.after.outline.resourceTypes, name: \.name,
      detail: { old, new in
        Self.joined([
          Self.flag("listed", old.isListed, new.isListed),
          Self.list("in", old.scopeTypes, new.scopeTypes),
          Self.flag("scope type too", old.isScopeType, new.isScopeType),
        ])
      })
    let actions = tables.resourceTypes.flatMap { type -> [DeclarationChange] in
      guard let old = tables.before.actions[type], let new = tables.after.actions[type] else { return [] }
      return compare("action", old, new, name: { "\(type) \($0)" }, detail: { _, _ in nil })
    }
    return types + actions
  }

  private func roles() -> [DeclarationChange] {
    let before = tables.before.outline.roles.map { role in
      var role = role
      let name = tables.renamed(role.fullName)
      role.name = String(name.dropFirst(role.scopeType.count + 1))
      return role
    }
    var changes = compare(
      "role", before, tables.after.outline.roles, name: \.fullName,
      detail: { old, new in
        guard old.rank != new.rank else { return nil }
        func text(_ rank: Int64?) -> String { rank.map { "rank \($0)" } ?? "no rank" }
        return "\(text(old.rank)) → \(text(new.rank))"
      })
    // A rank means something where a condition asks for it.
    if !asksForRanks {
      for index in changes.indices where changes[index].change == .changed { changes[index].effect = .none }
    }
    for role in tables.after.outline.roles {
      guard let old = before.first(where: { $0.fullName == role.fullName }) else { continue }
      let known = Set(old.closure.map { tables.renamed($0) }).union([role.fullName])
      let now = Set(role.closure)
      for name in role.closure where !known.contains(name) {
        changes.append(change("role", role.fullName, .changed, "now includes \(name)"))
      }
      for name in old.closure.map({ tables.renamed($0) }) where !now.contains(name) && name != role.fullName {
        changes.append(change("role", role.fullName, .changed, "no longer includes \(name)"))
      }
    }
    return changes
  }

  private var asksForRanks: Bool {
    [tables.before, tables.after].contains { side in
      side.table.conditions.contains { condition in
        ConditionTerm(condition.steps).atoms.contains { atom in
          [atom.left, atom.right].contains { operand in
            switch operand {
            case .rank, .builtin(.principalRank): true
            default: false
            }
          }
        }
      }
    }
  }

  private func attributes() -> [DeclarationChange] {
    func name(_ attribute: DeclaredAttribute) -> String {
      attribute.entityType.isEmpty
        ? "\(attribute.owner).\(attribute.name)" : "\(attribute.owner) \(attribute.entityType).\(attribute.name)"
    }
    let asked = Set(
      [tables.before, tables.after].flatMap { side in
        side.table.conditions.flatMap { ConditionTerm($0.steps).atoms }.flatMap { atom in
          [atom.left, atom.right].compactMap { $0.flatMap(Self.attribute) }
        }
      })
    return compare(
      "attribute", tables.before.table.declaredAttributes, tables.after.table.declaredAttributes, name: name,
      detail: { old, new in
        Self.joined([
          old.type == new.type ? nil : "\(old.type) → \(new.type)",
          Self.flag("override", old.isOverridable, new.isOverridable),
        ])
      }
    ).map { change in
      var change = change
      let isAsked = asked.contains { asked in
        change.name == "\(asked.owner).\(asked.name)"
          || change.name.hasPrefix("\(asked.owner) ") && change.name.hasSuffix(".\(asked.name)")
      }
      change.effect = isAsked ? .may : .none
      return change
    }
  }
}

extension DeclarationComparison {
  private static func attribute(_ operand: TableOperand) -> AskedAttribute? {
    switch operand {
    case .attribute(let owner, let name): AskedAttribute(owner: owner, name: name)
    case .rank(let inner): attribute(inner)
    case .literal, .builtin: nil
    }
  }

  private static func flag(_ name: String, _ old: Bool, _ new: Bool) -> String? {
    old == new ? nil : new ? "now \(name)" : "no longer \(name)"
  }

  private static func list(_ name: String, _ old: [String], _ new: [String]) -> String? {
    Set(old) == Set(new)
      ? nil : "\(name): \(old.joined(separator: ", ")) → \(new.joined(separator: ", "))"
  }

  private static func joined(_ parts: [String?]) -> String? {
    let parts = parts.compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

/// An attribute that some condition asks for.
struct AskedAttribute: Hashable {
  var owner: AttributeOwner
  var name: String
}
