import DecisionTable
import PolicyLanguage
import PolicyValues
import Testing

@testable import PolicyBench

@Suite struct WorldTests {
  private static let now = Timestamp(seconds: 1_800_000_000)

  @Test func drawnNumbersAreThoseOfThePaper() {
    // The first outputs for the seed 1234567, as the reference implementation gives them.
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test(arguments: [0, 1, 2, 9, 10, 11, 99, 100, 101, 1234])
  func decimalOrderIsTheOrderOfTexts(count: Int) {
    let order = DecimalOrder(count: count)
    let texts = (0..<count).map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(order.numbers.map { String($0) } == texts)
    for number in 0..<count { #expect(order.numbers[Int(order.places[number])] == UInt32(number)) }
  }

  @Test(arguments: [200, 1000, 12_345])
  func worldsAreTheSameEachTime(size: Int) throws {
    let first = try BenchWorld(assignments: size).table()
    let second = try BenchWorld(assignments: size).table()
    #expect(first.digest == second.digest)
    #expect(first.counts.assignments == size)
    #expect(first.counts.scopes == size / 20 + size / 200)
    #expect(first.counts.principals == size / 4)
    #expect(try BenchWorld(assignments: size, seed: 7).table().digest != first.digest)
  }

  @Test func nobodyHoldsARoleTwice() throws {
    for size in [200, 1000, 100_000] {
      let rows = try BenchWorld(assignments: size).contents.assignments
      let different = Set(rows.map { UInt64($0.principal) << 32 | UInt64($0.scope) << 5 | UInt64($0.role) })
      #expect(different.count == size)
    }
  }

  @Test func sizesOutOfBoundsAreRefused() {
    for size in [-1, 0, BenchWorld.smallest - 1, BenchWorld.largest + 1] {
      #expect(throws: BenchError.self) { try BenchWorld(assignments: size) }
    }
  }

  @Test(arguments: QuestionKind.allCases, [200, 1000])
  func questionsAreOfTheirKind(kind: QuestionKind, size: Int) throws {
    let world = try BenchWorld(assignments: size)
    let table = try world.table()
    let set = try world.questions(kind, count: 400, for: table, at: Self.now)
    let again = try world.questions(kind, count: 400, for: table, at: Self.now)
    #expect(set.bytes == again.bytes)
    let reasons = set.reasons(table, at: Self.now)
    #expect(reasons.count == 400)
    #expect(reasons.allSatisfy { kind.expects($0) })
    if kind == .conditional { #expect(Set(reasons) == [.granted, .conditionFalse]) }
    // Asked as strings they are the same questions.
    let questions = set.questions(table)
    #expect(questions.map { table.decide($0, at: Self.now).reason } == reasons)
  }

  @Test func thePolicyHasNoFindings() throws {
    var loader = PolicySetLoader(fileSystem: MemoryFileSystem(["bench.yaml": BenchPolicy.text]))
    let set = loader.load(PolicySetLocation(policy: "bench.yaml"), withSuites: false)
    #expect(set.isPolicyWhole)
    #expect(validate(set, index: PolicyIndex(set.policy), withSuites: false).filter { $0.severity == .error }.isEmpty)
  }

  @Test func sizesAreReadAsTheyAreWritten() {
    #expect(BenchSize.number("1k") == 1000)
    #expect(BenchSize.number("10M") == 10_000_000)
    #expect(BenchSize.number("1234") == 1234)
    for wrong in ["", "k", "-1k", "1.5k", "1g", "0", "10", "9999999999999999M"] {
      #expect(BenchSize.number(wrong) == nil)
    }
    for size in [1000, 1234, 2_000_000, 10_000] { #expect(BenchSize.number(BenchSize.text(size)) == size) }
  }
}
