import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// An input, and what is found in it, word for word.
struct Finding: Sendable, CustomTestStringConvertible {
  var name: String
  var input: String
  var expected: String
  var testDescription: String { name }

  init(_ name: String, _ input: String, _ expected: String) {
    self.name = name
    self.input = input
    self.expected = expected
  }
}

/// A policy that is whole by itself and gives no warning; examples add to it.
let basePolicy = """
  policy: demo
  scopes:
    organization: {}
    project: {in: organization, attributes: {region: string}}
    folder: {in: [organization, folder]}
  principals:
    user: {attributes: {email: string, level: int}}
    team: {members: [user, team]}
    api_key:
      bounded_by: creator
      attributes: {flag: bool, since: timestamp, from: ip, rank_of: role, owner: principal, tags: [string]}
  resources:
    secret:
      in: [organization, project]
      actions: [list, read, write]
      attributes: {owner: principal, shared: bool, labels: [string]}
    report: {in: organization, actions: [read]}
    page: {in: folder, actions: [read]}
  context: {address: ip}
  roles:
    organization: {owner: {rank: 2, includes: [member, project.admin]}, member: {rank: 1}}
    project: {admin: {rank: 2}, viewer: {rank: 1}}
    folder: {reader: {}}
  permissions:
    organization: {secret: {"*": [owner]}, report: {read: [member]}}
    project: {secret: {list: [admin, viewer], read: [admin if owned, viewer], write: [admin]}}
    folder: {page: {read: [reader]}}
  conditions: {owned: resource.owner == principal}
  """

/// The files that a text means: each begins with a line `--- path`, and the first is `policy.yaml` without one. A line
/// `+base` adds `basePolicy`; `⇥` and `␍` stand for a tab and a carriage
/// return, `∎` for the end of a file without a last newline. `directory/…` is a directory of its
/// own, and `….tsv` are assignments.
func policySet(_ text: String) -> PolicySet {
  var files: [String: String] = [:]
  var path = "set/policy.yaml"
  var lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
  if lines.first == "+base" {
    files["set/base.yaml"] = basePolicy + "\n"
    lines.removeFirst()
  }
  for line in lines {
    if line.hasPrefix("--- ") {
      let name = line.dropFirst(4)
      path = name.hasPrefix("directory/") || name.hasSuffix(".tsv") ? String(name) : "set/\(name)"
      files[path] = ""
    } else {
      files[path, default: ""] += line + "\n"
    }
  }
  for (path, original) in files {
    var text = original.replacing("⇥", with: "\t").replacing("␍", with: "\r")
    if text.hasSuffix("∎\n") { text.removeLast(2) }
    files[path] = text
  }
  var loader = PolicySetLoader(fileSystem: MemoryFileSystem(files))
  return loader.load(
    PolicySetLocation(
      policy: "set", directory: files.keys.contains { $0.hasPrefix("directory/") } ? "directory" : nil,
      assignments: files.keys.filter { $0.hasSuffix(".tsv") }.sorted()))
}

/// Everything that reading and validation find in a set.
func diagnostics(of set: PolicySet) -> [Diagnostic] {
  let index = PolicyIndex(set.policy)
  var found = validate(set, index: index, withSuites: true)
  if !found.contains(where: { $0.severity == .error }) { found += unheldRoleWarnings(set.directory, index) }
  return found.inReportOrder()
}

/// What is found, as a terminal might show it: place, covered text, code and message, then labels and help.
func shown(_ diagnostics: [Diagnostic], _ sources: SourceMap) -> String {
  diagnostics.map { diagnostic in
    var text = "\(place(of: diagnostic.span, sources)) \(diagnostic.code.rawValue): \(diagnostic.message)\n"
    for label in diagnostic.labels { text += "  \(place(of: label.span, sources)) \(label.text)\n" }
    if let help = diagnostic.help { text += "  help: \(help)\n" }
    return text.replacing("\t", with: "⇥")
  }.joined()
}

private func place(of span: Span, _ sources: SourceMap) -> String {
  guard !span.isNone, let source = sources[span.file] else { return "-" }
  let position = source.position(at: Int(span.start))
  let covered = String(decoding: source.bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
    .replacing("\n", with: "⏎").replacing("\t", with: "⇥").replacing("\r", with: "␍")
  let clipped = covered.count > 60 ? covered.prefix(57) + "…" : covered[...]
  let name = source.path.hasPrefix("set/") ? String(source.path.dropFirst(4)) : source.path
  return "\(name):\(position.line):\(position.column) \"\(clipped)\""
}

/// Holds what is found against what is expected.
func expectFindings(_ finding: Finding) {
  let set = policySet(finding.input)
  #expect(shown(diagnostics(of: set), set.sources) == (finding.expected.isEmpty ? "" : finding.expected + "\n"))
}
