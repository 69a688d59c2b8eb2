/// What the rules of one role allow.
struct KubernetesGrants {
  struct Cell: Hashable {
    var resource: KubernetesResource
    var verb: String
  }
  /// For which objects, or paths, something is allowed.
  struct Extent: Hashable {
    var isWhole = false
    /// Objects by name, or paths, in the order of the rules.
    var names: [String] = []
    /// What paths begin with.
    var prefixes: [String] = []

    mutating func add(_ names: [String]) {
      for name in names where !self.names.contains(name) { self.names.append(name) }
    }
  }

  private(set) var cells: [Cell: Extent] = [:]
  private(set) var urls: [String: Extent] = [:]
  private(set) var findings: [ImportFinding] = []

  init(_ rules: [KubernetesObjects.PlacedRule], _ vocabulary: KubernetesVocabulary) {
    for placed in rules {
      check(placed)
      let rule = placed.rule
      if !rule.resources.isEmpty { addResources(rule, placed.place, vocabulary) }
      if !rule.urls.isEmpty { addURLs(rule, vocabulary) }
    }
  }

  private mutating func addResources(
    _ rule: KubernetesObjects.Rule, _ place: ImportPlace, _ vocabulary: KubernetesVocabulary
  ) {
    var unnamed: Set<String> = []
    for resource in vocabulary.resources where rule.covers(resource) {
      for verb in vocabulary.actions(of: resource) where rule.verbs.contains("*") || rule.verbs.contains(verb) {
        let cell = Cell(resource: resource, verb: verb)
        if rule.resourceNames.isEmpty {
          cells[cell, default: Extent()].isWhole = true
        } else if verb == "deletecollection" || (verb == "create" && resource.subresource.isEmpty) {
          // Such requests carry no name, so a rule of names never allows them.
          unnamed.insert(verb)
        } else {
          cells[cell, default: Extent()].add(rule.resourceNames.filter { !$0.isEmpty })
        }
      }
    }
    let verbs = unnamed.filter(rule.verbs.contains).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if !verbs.isEmpty {
      findings.append(
        ImportFinding(
          .note,
          "\(verbs.map { "`\($0)`" }.joined(separator: " and ")) with `resourceNames` never allows anything in "
            + "Kubernetes, since such requests carry no name", at: place))
    }
  }

  private mutating func addURLs(_ rule: KubernetesObjects.Rule, _ vocabulary: KubernetesVocabulary) {
    for verb in vocabulary.urlActions where rule.verbs.contains("*") || rule.verbs.contains(verb) {
      for url in rule.urls {
        if url == "*" {
          urls[verb, default: Extent()].isWhole = true
        } else if url.hasSuffix("*") {
          let prefix = String(url.reversed().drop { $0 == "*" }.reversed())
          if prefix.isEmpty {
            urls[verb, default: Extent()].isWhole = true
          } else if urls[verb, default: Extent()].prefixes.contains(prefix) == false {
            urls[verb, default: Extent()].prefixes.append(prefix)
          }
        } else {
          urls[verb, default: Extent()].add([url])
        }
      }
    }
  }

  /// What is strange about a rule.
  private mutating func check(_ placed: KubernetesObjects.PlacedRule) {
    let rule = placed.rule
    func leaveOut(_ message: String) {
      findings.append(ImportFinding(.leftOut, message, at: placed.place))
    }
    if rule.verbs.isEmpty { leaveOut("a rule without `verbs`, which Kubernetes refuses") }
    if rule.resources.isEmpty, rule.urls.isEmpty { leaveOut("a rule of neither `resources` nor `nonResourceURLs`") }
    if !rule.resources.isEmpty, rule.apiGroups.isEmpty { leaveOut("a rule of resources without `apiGroups`") }
    if rule.resourceNames.contains("") { leaveOut("an empty name in `resourceNames`") }
    for resource in rule.resources where resource.contains("*") && resource != "*" && !resource.hasPrefix("*/") {
      findings.append(
        ImportFinding(
          .note, "\(quoted(resource)) matches nothing in Kubernetes, which knows `*` and `*/subresource` only",
          at: placed.place))
    }
    let risky = ["escalate", "bind", "impersonate"].filter(rule.verbs.contains)
    if !risky.isEmpty {
      findings.append(
        ImportFinding(
          .note,
          "\(risky.map { "`\($0)`" }.joined(separator: ", ")): carried over as an action; that it lets someone become, or "
            + "give, what they do not hold is for the service to see to", at: placed.place))
    }
  }
}
