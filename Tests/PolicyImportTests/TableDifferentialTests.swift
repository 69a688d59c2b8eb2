import PolicyImport
import Testing
import YAMLReader

/// Random tables, read a second time in the plainest way: what is allowed is what is marked, and nothing else.
@Suite struct TableDifferentialTests {
  private static let marks: [(text: String, isYes: Bool)] = [
    ("✅", true), ("✓", true), ("Yes", true), (":white_check_mark:", true), ("**✅**", true), ("✅ Yes", true),
    ("`yes`", true),
    ("❌", false), ("-", false), ("No", false), ("", false), ("✅ (own)", false), ("Own", false), ("✅[^2]", false),
    ("Yes*", false), ("n/a", false), ("Partial", false), ("✅ / ❌", false), ("<Icon/>", false), ("maybe", false),
  ]
  private static let verbs = ["Create", "List", "Delete", "Export"]
  private static let nouns = ["posts", "API keys", "categories", "boxes"]
  private static let types = ["post", "api_key", "category", "box"]

  @Test(arguments: 0..<60) func whatIsMarkedAndNothingElse(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let roles = Array(["Admin", "Org Manager", "Guest"].prefix(random.pick([1, 2, 3])))
    var lines = ["| Permission | \(roles.joined(separator: " | ")) |", "|---|" + roles.map { _ in "---|" }.joined()]
    var expected: [String: Bool] = [:]
    // A first row of plain marks, so that every column is one of a role.
    lines.append("| Use studios | " + roles.map { _ in "✅" }.joined(separator: " | ") + " |")
    lines.append("| Leave studios | " + roles.map { _ in "❌" }.joined(separator: " | ") + " |")
    for (noun, type) in zip(Self.nouns, Self.types) {
      for verb in random.some(Self.verbs, 70) {
        let cells = roles.map { _ in
          random.chance(50) ? random.pick(Array(Self.marks.prefix(10))) : random.pick(Self.marks)
        }
        if cells.allSatisfy({ $0.text.isEmpty }) { continue }
        lines.append("| \(verb) \(noun) | \(cells.map(\.text).joined(separator: " | ")) |")
        for (role, cell) in zip(roles, cells) { expected["\(role) \(verb) \(type)"] = cell.isYes }
      }
    }
    // So many unclear cells may make a column one of no role, which must not make it allowed.
    let page: ProvedImport
    do {
      page = try markdown(lines.joined(separator: "\n"))
    } catch is ImportFailure {
      return
    }
    for role in roles {
      let name = role.lowercased().split(separator: " ").joined(separator: "_")
      for verb in Self.verbs {
        for type in Self.types {
          let allowed = page.cells(type, verb.lowercased())?.contains(name) == true
          let isRole = page.set.roles.contains { $0.name == name }
          #expect(
            allowed == (isRole && expected["\(role) \(verb) \(type)"] == true), "\(role) \(verb) \(type)\n\(lines)")
        }
      }
    }
  }

  /// Bytes of tables, damaged: they are read or refused, and never end the program.
  @Test(arguments: 0..<200) func damagedFiles(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) &+ 7000)
    var bytes = Array((seed.isMultiple(of: 2) ? MarkdownImportTests.pica : MarkdownImportTests.studio).utf8)
    let signs = Array("|-*_`[]()<>\\&;:~#\"\n\r\t,{}!^x✅".utf8)
    for _ in 0..<random.pick([1, 5, 40]) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch random.pick([0, 1, 2]) {
      case 0: bytes[place] = random.pick(signs)
      case 1: bytes.insert(random.pick(signs), at: place)
      default: bytes.removeSubrange(place..<min(place + random.pick([1, 3, 9]), bytes.count))
      }
    }
    let source = SourceFile(path: "page", bytes: bytes)
    for format in [TableImport.Format.markdown, .csv] {
      do {
        let set = try TableImport.run([source], as: format)
        _ = try ProvedImport(set)
      } catch let error as ImportFailure {
        #expect(!error.text.isEmpty)
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func linesOfSignsAreNoTaskWithoutAnEnd() {
    for sign in ["[", "`", "*", "<", "&", "(", "\\", "|", "*a", "`a", "_ "] {
      let cell = String(repeating: sign, count: 60_000)
      _ = refusal { try markdown("| P | Admin |\n|---|---|\n| \(cell) | yes |\n| Read items | \(cell) |\n# \(cell)") }
    }
  }
}
