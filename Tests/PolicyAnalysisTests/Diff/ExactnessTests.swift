import DecisionTable
import FoundationEssentials
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import Testing
import YAMLReader

/// A comparison held against every request of a finite space, on random pairs of policies: no answer may change that it does
/// not tell of, and what it says always changes must.
///
/// `POLICYD_FUZZ_ROUNDS` sets how many pairs each case draws; `POLICYD_FUZZ_SEED` where the seeds begin.
@Suite struct ExactnessTests {
  static let rounds = setting("POLICYD_FUZZ_ROUNDS") ?? 1
  static let firstSeed = setting("POLICYD_FUZZ_SEED") ?? 0

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test(arguments: 0..<6) func everyChangeIsTold(shard: Int) throws {
    var (pairs, differing, same) = (0, 0, 0)
    for round in 0..<Self.rounds {
      let seed = UInt64(Self.firstSeed + shard * 100_000 + round)
      let pair = try RandomPair(seed: seed)
      pairs += 1
      let told = diff(pair.before, pair.after, titles: ("before", "after"), at: Pool.now)
      let replay = Replay(pair: pair, told: told, seed: seed)
      let found = replay.run()
      if found.changed == 0 { same += 1 } else { differing += 1 }
      if let untold = found.untold {
        Issue.record("seed \(seed): not told: \(untold)\n\(pair.edits)\n\(told.text(style: .plain))")
        return
      }
      if told.isSame { #expect(found.changed == 0, "seed \(seed)") }
      if let wrong = replay.unshown() {
        Issue.record("seed \(seed): not so: \(wrong)\n\(told.text(style: .plain))")
        return
      }
    }
    #expect(pairs == Self.rounds)
    // It would show nothing if nothing changed.
    if Self.rounds >= 6 { #expect(differing > 0) }
  }

  @Test(arguments: 0..<4) func anotherOrderIsTheSame(shard: Int) throws {
    for round in 0..<2 {
      let pair = try RandomPair(seed: UInt64(7_000 + shard * 100 + round), isShuffled: true)
      let told = diff(pair.before, pair.after, titles: ("before", "after"), at: Pool.now)
      #expect(told.isSame, "\(told.text(style: .plain))")
    }
  }
}

/// Two policies with their directories, one made from the other by a few edits.
struct RandomPair {
  var policies: (before: Policy, after: Policy)
  var directories: (before: Directory, after: Directory)
  var before: DecisionTable
  var after: DecisionTable

  init(seed: UInt64, isShuffled: Bool = false) throws {
    var random = SeededRandom(seed: seed)
    while true {
      var maker = RandomPolicy(random: SeededRandom(seed: random.next()))
      let policy = maker.make()
      var directories = RandomDirectory(random: SeededRandom(seed: random.next()), policy: policy)
      let directory = directories.make()
      guard Self.isValid(policy, directory) else { continue }
      var edits = RandomEdits(random: SeededRandom(seed: random.next()), policy: policy, directory: directory)
      if isShuffled {
        edits.shuffle()
      } else {
        let kind = edits.random.int(0...2)
        for _ in 0..<edits.random.int(1...3) {
          if kind != 1 { edits.editPolicy() }
          if kind != 0 { edits.editDirectory() }
        }
      }
      guard Self.isValid(edits.policy, edits.directory) else { continue }
      policies = (policy, edits.policy)
      self.directories = (directory, edits.directory)
      before = try DecisionTable(bytes: compile(policy, directory).encoded())
      after = try DecisionTable(bytes: compile(edits.policy, edits.directory).encoded())
      return
    }
  }

  /// What the edits came to in the directory, for a report.
  var edits: String {
    func changed<Element: Hashable>(_ before: [Element], _ after: [Element]) -> String {
      let (old, new) = (Set(before), Set(after))
      return before.filter { !new.contains($0) }.map { "- \($0)\n" }.joined()
        + after.filter { !old.contains($0) }.map { "+ \($0)\n" }.joined()
    }
    return changed(directories.before.principals, directories.after.principals)
      + changed(directories.before.scopes, directories.after.scopes)
      + changed(directories.before.resources, directories.after.resources)
      + changed(policies.before.conditions.map(\.text), policies.after.conditions.map(\.text))
  }

  private static func isValid(_ policy: Policy, _ directory: Directory) -> Bool {
    !(validate(policy) + validate(directory, against: PolicyIndex(policy))).contains { $0.severity == .error }
  }
}
