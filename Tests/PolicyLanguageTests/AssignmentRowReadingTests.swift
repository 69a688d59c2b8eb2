import PolicyValues
import Testing
import YAMLReader

@testable import PolicyLanguage

/// Rows read together, by the bytes of the file, are what a plain reading of each row by itself makes of them.
@Suite struct AssignmentRowReadingTests {
  private static let scopes = [
    "organization:acme", "project:web", #"project:w\145b"#, #"project:\x77eb"#, "project:caf\u{E9}",
    "project:cafe\u{301}",
    #"project:a\\b"#, #"project:a\b"#, "project:a:b", "project", "", #"\N"#, "project:a b", "project:w\\",
  ]
  private static let roles = [
    "admin", "project.admin", "organization.admin", #"\141dmin"#, "viewer", "", #"\N"#, "a b", "é",
  ]
  private static let principals = [
    "user:a", "user:b", #"user:\141"#, #"user:\.a"#, "user:\u{E9}", "team:x", #"\N"#, "user:", "user:a\u{7F}",
  ]
  private static let ends = [
    #"\N"#, "2027-03-01 00:00:00+00", "2027-03-01T00:00:00Z", #"2027-03-01\x2000:00:00+00"#, "never", "",
    "2028-03-01 00:00:00.5-05:30",
  ]

  @Test(arguments: 0..<40) func agreesWithAPlainReading(_ seed: Int) {
    var random = SystemRandomNumberGenerator()
    func pick(_ words: [String]) -> String {
      // Mostly the first ones, which are well formed and repeat.
      let count = Bool.random(using: &random) ? 2 : words.count
      return words[Int.random(in: 0..<count, using: &random)]
    }
    let rows = (0..<(seed < 20 ? seed : 40 * seed)).map { _ in
      var fields = [pick(Self.scopes), pick(Self.roles), pick(Self.principals)]
      if Bool.random(using: &random) { fields.append(pick(Self.ends)) }
      switch Int.random(in: 0..<30, using: &random) {
      case 0: fields.removeLast()
      case 1: fields += [pick(Self.ends), ""]
      case 2: fields = [""]
      default: break
      }
      return fields
    }
    let text = rows.map { $0.joined(separator: "\t") + "\n" }.joined()
    let source = SourceFile(path: "rows.tsv", bytes: Array(text.utf8))
    var list = AssignmentList()
    var log = DiagnosticLog()
    readAssignmentRows(source, file: 0, into: &list, log: &log)

    var start = 0
    var expected: [Assignment] = []
    var refused: [Int] = []
    for fields in rows {
      let length = fields.joined(separator: "\t").utf8.count
      if var assignment = plainReading(fields) {
        func span(_ from: Int, _ length: Int) -> Span {
          Span(file: 0, start: UInt32(from), end: UInt32(from + length))
        }
        let roleStart = start + fields[0].utf8.count + 1
        assignment.span = span(start, length)
        assignment.scopeSpan = span(start, fields[0].utf8.count)
        assignment.roleSpan = span(roleStart, fields[1].utf8.count)
        expected.append(assignment)
      } else {
        refused.append(start)
      }
      start += length + 1
    }
    #expect(Array(list) == expected)
    // One error for each row that is refused, in order, somewhere in it.
    #expect(log.diagnostics.count == refused.count)
    for (diagnostic, start) in zip(log.diagnostics, refused) { #expect(Int(diagnostic.span.start) >= start) }
  }

  private func plainReading(_ fields: [String]) -> Assignment? {
    func decoded(_ field: String) -> Result<String?, RowEscapeError> {
      Result { () throws(RowEscapeError) in try unescapedField(Array(field.utf8)[...]) }
    }
    guard fields.count == 3 || fields.count == 4, case .success(let scopeText?) = decoded(fields[0]),
      let scope = EntityName(scopeText), case .success(let roleText?) = decoded(fields[1]),
      case .success(let principalText?) = decoded(fields[2]), let principal = EntityName(principalText)
    else { return nil }
    var role = roleText
    if roleText.hasPrefix(scope.type + ".") { role.removeFirst(scope.type.count + 1) }
    guard NameGrammar.isName(role.utf8) else { return nil }
    var until: Timestamp?
    if fields.count == 4 {
      guard case .success(let end) = decoded(fields[3]) else { return nil }
      if let end {
        let ends = [
          "2027-03-01 00:00:00+00": "2027-03-01T00:00:00Z", "2027-03-01T00:00:00Z": "2027-03-01T00:00:00Z",
          "2028-03-01 00:00:00.5-05:30": "2028-03-01T05:30:00.5Z",
        ]
        guard let known = ends[end], let time = Timestamp(known) else { return nil }
        until = time
      }
    }
    return Assignment(principal, role, at: scope, until: until)
  }
}
