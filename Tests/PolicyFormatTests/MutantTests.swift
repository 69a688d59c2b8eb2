import Foundation
import PolicyFormat
import PolicyLanguage
import RandomPolicies
import Testing
import YAMLReader

/// Whatever YAML a text is, formatting it succeeds, keeps what it says and its comments, and is done when it is done.
@Suite struct MutantTests {
  /// How many times as many texts are tried, from another seed, as `POLICY_MUTANTS=20 swift test --filter Mutant` asks.
  static let scale = max(1, Int(ProcessInfo.processInfo.environment["POLICY_MUTANTS"] ?? "") ?? 1)
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: ["pica", "pug", "studio"])
  func mutantsOfSetsAreFormatted(set: String) throws {
    let texts = try Self.files(ofSet: set).map(\.text)
    let roles = roleOrders(texts.first { $0.contains("\nroles:") } ?? "")
    expectFormatted(texts.flatMap(Self.parts), roles: roles, rounds: 250 * Self.scale, seed: 11)
  }

  /// A set, one of whose files is a mutant, comes to the same findings and the same table.
  @Test(arguments: ["pug", "studio"])
  func setsWithAMutantAreFormatted(set: String) throws {
    let originals = try Self.files(ofSet: set)
    var mutator = TextMutator(random: SeededRandom(seed: 13 + UInt64(Self.scale)))
    var formatted = 0
    for _ in 0..<Self.scale {
      let changed = mutator.random.pick(originals)
      // A set is dear to compile: what is no YAML, or stays as it is, is not worth it.
      var mutant = changed.text
      for _ in 0..<50 {
        mutant = mutator.mutant(of: changed.text, changes: 1...6)
        if let text = try? format(mutant), text != mutant { break }
      }
      var files = Dictionary(uniqueKeysWithValues: originals.map { ("set/" + $0.name, $0.text) })
      files["set/" + changed.name] = mutant
      let result = SetFormatter(fileSystem: MemoryFileSystem(files), at: Pool.now).format(set: "set")
      for file in result.files {
        switch file.outcome {
        case .refused(let failure) where failure.report != nil: Issue.record("\(failure)\n\(mutant)")
        case .refused, .unchanged: continue
        case .changed: formatted += 1
        }
      }
    }
    #expect(formatted > 0)
  }

  @Test func mutantsOfGoldenInputsAreFormatted() {
    let texts = (CanonicalFormTests.pairs + OddInputTests.pairs).flatMap { [$0.input, $0.expected] }
    let roles = roleOrders(CanonicalFormTests.policy)
    expectFormatted(texts, roles: roles, rounds: 700 * Self.scale, seed: 12)
  }

  private static func files(ofSet set: String) throws -> [(name: String, text: String)] {
    let folder = root.appending(path: "policies").appending(path: set)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".yaml") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }

  /// Each of a text's sections, at most some thirty lines of it: what goes wrong goes wrong in a few lines.
  private static func parts(_ text: String) -> [String] {
    var parts: [[Substring]] = [[]]
    var head: Substring = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isHead = line.first.map { $0.isLetter } == true
      if isHead { head = line }
      let isFull = (parts.last?.count ?? 0) > 30 && line.hasPrefix("  ") && !line.hasPrefix("   ")
      if isHead || isFull { parts.append(isHead ? [] : [head]) }
      parts[parts.count - 1].append(line)
    }
    return parts.filter { $0.count > 1 }.map { $0.joined(separator: "\n") + "\n" }
  }

  private func expectFormatted(_ texts: [String], roles: RoleOrders, rounds: Int, seed: UInt64) {
    let check = MutantCheck(roles: roles)
    var mutator = TextMutator(random: SeededRandom(seed: seed + UInt64(Self.scale) * 1000))
    var formatted = 0
    var wrong: [String] = []
    for _ in 0..<rounds {
      let mutant = mutator.mutant(of: mutator.random.pick(texts), changes: 1...8)
      switch check.result(of: mutant) {
      case .refusedRightly: continue
      case .formatted: formatted += 1
      case .wrong(let why):
        wrong.append(why)
        if wrong.count <= 3 { Issue.record("\(why):\n\(check.shrunk(mutant))\n-- from --\n\(mutant)") }
      }
    }
    // Else the mutator has gone blind: about half of what it makes is YAML.
    #expect(formatted > rounds / 4)
    #expect(wrong == [], "\(wrong.count) of \(formatted + wrong.count)")
    if Self.scale > 1 { print("\(wrong.count) wrong of \(formatted + wrong.count) that are YAML, of \(rounds)") }
  }
}
