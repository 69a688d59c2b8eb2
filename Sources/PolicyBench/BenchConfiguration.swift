/// A part of what there is to measure.
package enum BenchPart: String, CaseIterable, Sendable {
  /// Checks in process.
  case engine
  /// Building a table, and coming up with one.
  case start
  /// A daemon on a socket.
  case daemon
}

/// What is to be measured, and how.
package struct BenchConfiguration: Sendable {
  package static let usualSizes = [1000, 100_000, 1_000_000]
  package static let fullSizes = [1000, 10_000, 100_000, 1_000_000, 10_000_000]

  package var parts = BenchPart.allCases
  /// How many assignments the worlds of the engine and of starting have.
  package var sizes = usualSizes
  /// How often each thing is measured in process.
  package var runs = 5
  /// How many questions of each kind the engine is asked in one run.
  package var questions = 1 << 19
  package var daemon = DaemonBenchConfiguration()
  /// Told what is being done, and an empty text when all is done.
  package var progress: @Sendable (String) -> Void = { _ in }

  package init() {}
}

/// Numbers of assignments as they are written on the command line.
package enum BenchSize {
  /// Reads `1000`, `10k` or `1M`; `nil` if the text is no number or out of bounds.
  package static func number(_ text: some StringProtocol) -> Int? {
    let factor =
      switch text.last {
      case "k", "K": 1000
      case "m", "M": 1_000_000
      default: 1
      }
    guard let number = Int(factor == 1 ? text[...] : text.dropLast()), number > 0 else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow, product >= BenchWorld.smallest, product <= BenchWorld.largest else { return nil }
    return product
  }

  /// Writes a number as short as it can be written.
  package static func text(_ number: Int) -> String {
    if number % 1_000_000 == 0 { return "\(number / 1_000_000)M" }
    return number % 1000 == 0 ? "\(number / 1000)k" : "\(number)"
  }
}
