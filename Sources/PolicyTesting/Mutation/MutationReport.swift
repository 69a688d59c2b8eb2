package import PolicyLanguage

/// What became of every single change of a policy.
package struct MutationReport: Sendable {
  /// What becomes of a change.
  package enum Fate: Sendable {
    /// So many questions got another answer than the one expected.
    case noticed(tests: Int)
    /// An invariant refuses it.
    case refused(invariant: String)
    /// It is proved to change no answer, whatever the directory and the request.
    case equivalent
    /// No test notices; with one that would, if it was looked for and found.
    case survived(KillingTest?)
  }

  /// A change, where it would be made, and what becomes of it.
  package struct Mutant: Sendable {
    package var change: PolicyChange
    /// The file and the 1-based line of what is changed, or of where it would stand.
    package var file: String
    package var line: Int
    package var fate: Fate

    package var hasSurvived: Bool { if case .survived = fate { true } else { false } }
    package var isEquivalent: Bool { if case .equivalent = fate { true } else { false } }
  }

  /// The policy's name.
  package var policy: String
  /// The set's path.
  package var set: String
  package var mutants: [Mutant]

  /// The changes that some answer depends on.
  package var counted: Int { mutants.count { !$0.isEquivalent } }
  /// How many of those are noticed.
  package var noticed: Int { mutants.count { !$0.isEquivalent && !$0.hasSurvived } }
  package var survivors: [Mutant] { mutants.filter(\.hasSurvived) }
  /// The part of the changes that are noticed, in per cent; 100 where nothing can be changed.
  package var score: Double { Self.percent(noticed, of: counted) }

  static func percent(_ part: Int, of whole: Int) -> Double { whole == 0 ? 100 : Double(part) / Double(whole) * 100 }
}

extension MutationReport {
  /// "pica: 1042 of 1050 changes noticed (99.2 %), 31 change no answer".
  package var summary: String {
    let equivalent = mutants.count - counted
    return "\(policy): \(noticed) of \(counted) changes noticed (\(percentText(score)))"
      + (equivalent == 0 ? "" : ", \(equivalent) change no answer")
  }

  /// The surviving changes for a person, by place, each with the test that would notice.
  package func terminalText(style: TerminalStyle, suggesting: Bool) -> String {
    let mark = survivors.isEmpty ? style.paint("✓", .allow) : style.paint("✗", .deny)
    var lines = ["\(mark) \(style.paint(summary, .bold))"]
    for kind in PolicyChange.Kind.allCases {
      let of = mutants.filter { $0.change.kind == kind && !$0.isEquivalent }
      guard !of.isEmpty else { continue }
      lines.append("  \(kind.rawValue): \(of.count { !$0.hasSurvived }) of \(of.count)")
    }
    if !survivors.isEmpty { lines += ["", "No test notices if"] }
    for mutant in survivors {
      lines.append("  \(visibleText(mutant.change.text))  \(style.paint("\(mutant.file):\(mutant.line)", .dim))")
    }
    guard suggesting, !survivors.isEmpty else { return lines.joined(separator: "\n") + "\n" }
    return lines.joined(separator: "\n") + "\n\n" + suggestions
  }

  /// The tests that would notice, ready to be pasted into a suite; what none was found for stands in comments.
  package var suggestions: String {
    var found: [(given: [String], tests: [(isAllowed: Bool, question: String)])] = []
    var without: [String] = []
    for mutant in survivors {
      guard case .survived(let test?) = mutant.fate else {
        without.append(mutant.change.text)
        continue
      }
      let place = found.firstIndex { $0.given == test.given } ?? found.count
      if place == found.count { found.append((test.given, [])) }
      let line = (test.isAllowed, test.text)
      if !found[place].tests.contains(where: { $0 == line }) { found[place].tests.append(line) }
    }
    var lines = found.isEmpty ? [] : ["tests:"]
    for (number, group) in found.enumerated() {
      lines.append("  - name: what no other test depends on\(number == 0 ? "" : ", \(number + 1)")")
      if !group.given.isEmpty { lines.append("    given: {\(group.given.joined(separator: ", "))}") }
      for isAllowed in [true, false] {
        let cases = group.tests.filter { $0.isAllowed == isAllowed }
        guard !cases.isEmpty else { continue }
        lines.append(isAllowed ? "    can:" : "    cannot:")
        lines += cases.map { "      - \(quotedScalar($0.question))" }
      }
    }
    if !without.isEmpty {
      lines.append(
        "# Nothing in the directory shows these; a principal, scope or resource that does would have to be added:")
      lines += without.map { "#   \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report as data.
  package var json: JSONValue {
    .object([
      ("policy", .string(policy)), ("set", .string(set)), ("score", .string(percentNumber(score))),
      ("changes", .int(counted)), ("noticed", .int(noticed)), ("equivalent", .int(mutants.count - counted)),
      (
        "survivors",
        .array(
          survivors.map { mutant in
            .object([
              ("kind", .string(mutant.change.kind.rawValue)), ("change", .string(mutant.change.text)),
              ("file", .string(mutant.file)), ("line", .int(mutant.line)), ("test", mutant.test?.json ?? .null),
            ])
          })
      ),
    ])
  }
}

extension MutationReport.Mutant {
  /// The test that would notice, if one was found.
  fileprivate var test: KillingTest? {
    if case .survived(let test) = fate { return test }
    return nil
  }
}

/// "99.2 %"; never rounded up to a hundred, nor down to nothing.
func percentText(_ value: Double) -> String { "\(percentNumber(value)) %" }

/// "99.2"
func percentNumber(_ value: Double) -> String {
  let tenths = Int(value * 10)
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}
