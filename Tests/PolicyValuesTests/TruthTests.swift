import PolicyValues
import Testing

@Suite struct TruthTests {
  private static let all: [Truth] = [.false, .true, .undecided]

  /// Undecided stands for a value that could be either: an answer is decided if it is the same for both.
  @Test func isWhatEveryReadingAgreesOn() {
    func readings(_ truth: Truth) -> [Bool] {
      switch truth {
      case .false: [false]
      case .true: [true]
      case .undecided: [false, true]
      }
    }
    func agreed(_ answers: [Bool]) -> Truth {
      answers.allSatisfy { $0 } ? .true : answers.contains(true) ? .undecided : .false
    }
    for a in Self.all {
      #expect(!a == agreed(readings(a).map { !$0 }))
      for b in Self.all {
        let pairs = readings(a).flatMap { x in readings(b).map { (x, $0) } }
        #expect(a.and(b) == agreed(pairs.map { $0 && $1 }))
        #expect(a.or(b) == agreed(pairs.map { $0 || $1 }))
      }
    }
  }

  @Test func decidedValues() {
    #expect(Truth(true) == .true)
    #expect(Truth(false) == .false)
  }
}
