import PolicyLanguage
import PolicyValues

/// Who is in which groups, through groups. A disabled group gives nothing: neither its own roles nor those of the
/// groups that it is in; an expired one likewise from then on.
struct Memberships {
  private struct Group {
    var name: EntityName
    var expires: Timestamp?
  }

  /// For each principal, the enabled groups that have it as a member.
  private var direct: [EntityName: [Group]] = [:]

  init(_ directory: Directory) {
    for group in directory.principals where !group.isDisabled {
      for member in group.members {
        direct[member, default: []].append(Group(name: group.name, expires: group.expires))
      }
    }
  }

  /// Everyone who is in a group.
  var members: some Collection<EntityName> { direct.keys }

  /// Every group a principal is in, and until when: along a way the earliest end counts, among ways the latest.
  func groups(of principal: EntityName) -> [(name: EntityName, until: Timestamp?)] {
    guard direct[principal] != nil else { return [] }
    var best: [EntityName: Timestamp?] = [:]
    var open: [(name: EntityName, until: Timestamp?)] = [(principal, nil)]
    while let (name, until) = open.popLast() {
      for group in direct[name] ?? [] where group.name != principal {
        let end = Self.earlier(until, group.expires)
        if let known = best[group.name], !Self.isLater(end, known) { continue }
        best[group.name] = .some(end)
        open.append((group.name, end))
      }
    }
    return best.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func earlier(_ a: Timestamp?, _ b: Timestamp?) -> Timestamp? {
    guard let a, let b else { return a ?? b }
    return min(a, b)
  }

  /// Whether one end is later than another; no end is the latest.
  private static func isLater(_ a: Timestamp?, _ b: Timestamp?) -> Bool {
    guard let b else { return false }
    guard let a else { return true }
    return a > b
  }
}
