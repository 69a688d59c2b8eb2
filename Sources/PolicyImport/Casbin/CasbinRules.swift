import PolicyValues
import YAMLReader

/// The rules and the memberships of Casbin policy files.
struct CasbinRules: Sendable {
  struct Rule: Sendable {
    var fields: [String: String]
    var isDeny: Bool
    var place: ImportPlace
  }
  struct Membership: Hashable, Sendable {
    var member: String
    var role: String
    var domain: String?
    var place: ImportPlace
  }

  private(set) var rules: [Rule] = []
  /// By the name of their kind, `g` or `g2`.
  private(set) var memberships: [String: [Membership]] = [:]
  private(set) var findings: [ImportFinding] = []

  /// The deepest that Casbin follows memberships of memberships.
  static let depth = 10

  init(_ sources: [SourceFile], model: CasbinModel) throws(ImportFailure) {
    for source in sources {
      for record in try CSVReader.records(of: source, separator: UInt8(ascii: ","), isCasbin: true) {
        try read(record, model)
      }
    }
  }

  private mutating func read(_ record: [CSVReader.Field], _ model: CasbinModel) throws(ImportFailure) {
    let values = record.map(\.text)
    let place = record[0].place
    if values[0] == "p" {
      let count = model.fields.count + (model.effectIndex == nil ? 0 : 1)
      guard values.count - 1 == count || (values.count - 1 == count - 1 && model.effectIndex == count - 1) else {
        throw ImportFailure("a rule of \(values.count - 1) fields, and the model has \(count)", at: place)
      }
      var rest = Array(values.dropFirst())
      var effect = "allow"
      if let index = model.effectIndex, index < rest.count { effect = rest.remove(at: index) }
      guard effect == "allow" || effect == "deny" || effect.isEmpty else {
        findings.append(
          ImportFinding(.leftOut, "a rule of the effect \(quoted(effect)), which decides nothing", at: place))
        return
      }
      if effect == "deny", model.effect == .allowOverride {
        findings.append(
          ImportFinding(.note, "a rule that denies, which under this model's effect changes nothing", at: place))
        return
      }
      let fields = Dictionary(zip(model.fields, rest)) { first, _ in first }
      rules.append(Rule(fields: fields, isDeny: effect == "deny", place: place))
    } else if let arity = model.roleArities[values[0]] {
      guard values.count - 1 == arity else {
        throw ImportFailure("a membership of \(values.count - 1) names, and the model has \(arity)", at: place)
      }
      memberships[values[0], default: []].append(
        Membership(member: values[1], role: values[2], domain: arity == 3 ? values[3] : nil, place: place))
    } else {
      throw ImportFailure(
        "\(quoted(values[0])) begins no line that the model knows", at: place,
        help: "lines begin with `p`" + model.roleArities.keys.sorted().map { " or `\($0)`" }.joined())
    }
  }

  /// A name, and all that are members of it, directly or not, in a domain.
  func members(of role: String, kind: String, domain: String?) throws(ImportFailure) -> [String] {
    var found = [role]
    var seen: Set<UTF8Key> = [UTF8Key(role)]
    var level = [role]
    var depth = 0
    while !level.isEmpty {
      var next: [String] = []
      for membership in memberships[kind] ?? []
      where isSame(membership.domain, domain) && level.contains(where: { $0.hasSameBytes(as: membership.role) }) {
        if membership.member.hasSameBytes(as: role) {
          throw ImportFailure("\(quoted(role)) is a member of itself", at: membership.place)
        }
        guard seen.insert(UTF8Key(membership.member)).inserted else { continue }
        guard depth < Self.depth else {
          throw ImportFailure(
            "\(quoted(membership.member)) is a member of \(quoted(role)) over more than \(Self.depth) others, which Casbin does not "
              + "follow", at: membership.place)
        }
        next.append(membership.member)
      }
      found += next
      level = next
      depth += 1
    }
    return found
  }
}

/// Whether two texts are the same, byte for byte, or neither is there.
func isSame(_ one: String?, _ other: String?) -> Bool {
  guard let one, let other else { return one == nil && other == nil }
  return one.hasSameBytes(as: other)
}
