import PolicyLanguage
import PolicyValues

/// How the words of rows become resource types and actions.
package struct RowRules: Sendable {
  /// In which order a row has its words.
  package enum Order: Sendable {
    /// Found out: a verb first (`Create invitations`), a verb last (`invitation list`), or a machine's name
    /// (`connection:delete`, `read:secrets`).
    case guessed
    /// The last word is the action.
    case resourceFirst
    /// The first word is the action.
    case actionFirst
  }

  /// A row's place in the table: what can be done to what.
  package struct Target: Hashable, Sendable {
    package var resourceType: String
    package var action: String

    package init(_ resourceType: String, _ action: String) {
      self.resourceType = resourceType
      self.action = action
    }
  }

  package var order = Order.guessed
  /// The resource type of rows that name none.
  package var resourceType: String?
  /// Rows by their words, folded, that the user places.
  package var overrides: [String: Target] = [:]

  package init() {}
}

/// What the words of a row came to.
struct RowReading: Hashable, Sendable {
  var targets: [RowRules.Target] = []
  /// Words in the row that limit it and stand in no name.
  var limits: [String] = []
  /// Why there is no target, or the target is a guess.
  var remark: String?
}

/// Finds the resource types and actions of a row.
///
/// The rule, with `Create invitations` as the example: verbs at the start are actions, each in a row of its own
/// (`Edit/delete API keys`); what follows is the resource, in the singular, each of several for itself (`usage and request
/// logs`). Words that narrow what is meant (`own`, `others'`, `with an org key`) stay, in the action's name, since
/// without them the row would allow more than it says.
struct RowWords {
  let rules: RowRules

  /// Reads a row. `group` is what the row stands under, within its table or in a column of its own; `heading` what its table
  /// stands under.
  func read(_ label: CellText, group: String?, heading: String?) -> RowReading {
    if let target = rules.overrides[label.text.lowercased()] { return RowReading(targets: [target]) }
    var reading = RowReading()
    var text = Self.withoutParentheses(label.text, limits: &reading.limits)
    var group = group
    if group == nil, rules.order == .guessed, let (area, rest) = Self.area(of: text) {
      // "Issues: Create" is about issues, as it would be under a heading of that name.
      group = area
      text = rest
    }
    if let targets = machineTargets(text, group: group) {
      reading.targets = targets
      if targets.isEmpty { reading.remark = "a wildcard is no action of its own" }
      return reading
    }
    switch rules.order {
    case .resourceFirst, .actionFirst: reading.targets = ordered(text, group: group)
    case .guessed: guess(text, group: group, heading: heading, &reading)
    }
    reading.targets = reading.targets.filter {
      NameGrammar.isTypeName($0.resourceType.utf8) && NameGrammar.isActionName($0.action.utf8)
    }
    if reading.targets.isEmpty, reading.remark == nil { reading.remark = "it has no words for a name" }
    return reading
  }

  // MARK: - Names of machines

  /// `connection:delete`, `secrets.read`, `read:secrets`; `nil` if the text is prose.
  private func machineTargets(_ text: String, group: String?) -> [RowRules.Target]? {
    let isName = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }
    guard isName, let mark = ([":", ".", "/"] as [Character]).first(where: { text.contains($0) }),
      let split = text.lastIndex(of: mark)
    else { return nil }
    let parts = [String(text[..<split]), String(text[text.index(after: split)...])]
    guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    // `Create/Edit` under a heading is two actions.
    if parts.allSatisfy({ Verbs.opening($0.lowercased()) != nil }) { return nil }
    if parts.contains("*") { return [] }
    let isActionFirst: Bool =
      switch rules.order {
      case .actionFirst: true
      case .resourceFirst: false
      case .guessed: Verbs.known.contains(parts[0].lowercased()) && !Verbs.known.contains(parts[1].lowercased())
      }
    let (resource, action) = isActionFirst ? (parts[1], parts[0]) : (parts[0], parts[1])
    let type = Self.machineName(resource)
    let name = Self.machineName(action)
    guard NameGrammar.isTypeName(type.utf8), NameGrammar.isActionName(name.utf8) else { return nil }
    return [RowRules.Target(type, name)]
  }

  /// A name as it stands, but for colons, which a resource type cannot hold.
  private static func machineName(_ text: String) -> String {
    String(text.map { $0 == ":" ? "." : $0 })
  }

  // MARK: - Words

  private func ordered(_ text: String, group: String?) -> [RowRules.Target] {
    let words = Nouns.proseWords(text)
    guard let first = words.first, let last = words.last else { return [] }
    let isActionFirst = rules.order == .actionFirst
    let rest = isActionFirst ? Array(words.dropFirst()) : Array(words.dropLast())
    let resource = rest.isEmpty ? group.map(Self.resourceName) ?? rules.resourceType ?? "" : Self.noun(rest)
    return [RowRules.Target(resource, Nouns.name([isActionFirst ? first : last]))]
  }

  private func guess(_ text: String, group: String?, heading: String?, _ reading: inout RowReading) {
    var phrase = RowPhrase(text)
    let under = group.map(Self.resourceName)
    if phrase.verbs.isEmpty {
      phrase = RowPhrase(identifier: text) ?? phrase
    }
    if phrase.verbs.isEmpty {
      let name = Nouns.name(phrase.words)
      if let under {
        reading.targets = [RowRules.Target(under, name)]
      } else {
        reading.targets = [RowRules.Target(Self.noun(phrase.words), "access")]
        reading.remark = "it names no action, which is taken to be `access`"
      }
      return
    }
    let suffix = phrase.qualifiers + phrase.tail
    guard !phrase.objects.isEmpty else {
      guard let resource = under ?? rules.resourceType ?? heading.map(Self.resourceName), !resource.isEmpty else {
        reading.remark = "it names no resource; `--resource` says what it is about"
        return
      }
      reading.targets = phrase.verbs.map { RowRules.Target(resource, Nouns.name([$0] + suffix)) }
      return
    }
    for object in phrase.objects {
      let resource = Self.noun(object)
      for verb in phrase.verbs {
        if let under, under != resource {
          // The same words may stand under other groups, and mean something else there.
          reading.targets.append(RowRules.Target(under, Nouns.name([verb] + suffix + [resource])))
        } else {
          reading.targets.append(RowRules.Target(resource, Nouns.name([verb] + suffix)))
        }
      }
    }
  }

  /// A group's or a heading's words as a resource type: "Connection permissions" is about connections.
  static func resourceName(_ text: String) -> String {
    var words = Nouns.proseWords(text)
    let empty: Set<String> = [
      "permission", "permissions", "actions", "rights", "privileges", "roles", "matrix", "table",
    ]
    while let last = words.last, empty.contains(last) { words.removeLast() }
    return noun(words)
  }

  private static func noun(_ words: [String]) -> String {
    guard let last = words.last else { return "" }
    return Nouns.name(words.dropLast() + [Nouns.singular(last)])
  }

  // MARK: - Limits

  /// Words that say under which condition something is meant.
  private static let limiting: Set<String> = [
    "own", "owned", "only", "except", "unless", "if", "when", "limited", "restricted", "assigned", "their", "your",
    "must",
    "cannot", "cant", "not", "require", "requires", "required", "approval", "partial", "partially", "some", "certain",
    "until", "without", "max", "maximum", "beta", "without", "depends",
  ]

  /// Whether a remark narrows what it stands beside.
  static func isLimiting(_ text: String) -> Bool { Nouns.words(text).contains { limiting.contains($0) } }

  /// What a row begins with before a colon, if a verb stands behind it.
  private static func area(of text: String) -> (area: String, rest: String)? {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
    let rest = text[text.index(after: colon)...]
    guard rest.first == " ", let first = Nouns.proseWords(rest).first, Verbs.opening(first) != nil else { return nil }
    return (String(text[..<colon]), rest.foldingSpaces())
  }

  /// Whether a remark is the number of a footnote, or several.
  private static func isNumber(_ text: String) -> Bool {
    text.contains(where: \.isNumber) && text.allSatisfy { $0.isNumber || $0 == "," || $0 == " " }
  }

  /// The text without what stands in parentheses; what there limits the row goes to `limits`.
  private static func withoutParentheses(_ text: String, limits: inout [String]) -> String {
    var kept = ""
    var inner = ""
    var depth = 0
    for character in text {
      if character == "(" {
        depth += 1
        if depth == 1 { continue }
      } else if character == ")", depth > 0 {
        depth -= 1
        if depth == 0 {
          if isLimiting(inner) || isNumber(inner) { limits.append(inner) }
          inner = ""
          continue
        }
      }
      if depth > 0 { inner.append(character) } else { kept.append(character) }
    }
    return (depth > 0 ? text : kept).foldingSpaces()
  }
}
