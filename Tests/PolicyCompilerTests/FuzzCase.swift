import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator
import YAMLReader

/// One question with everything that its answer depends on.
struct FuzzCase {
  var policy: Policy
  var directory: Directory
  var question: Question
  var now: Timestamp

  /// Whether `validate` finds no errors.
  var isValid: Bool {
    let found = validate(policy) + validate(directory, against: PolicyIndex(policy))
    return !found.contains { $0.severity == .error }
  }

  /// What both say; `nil` if the table is refused.
  var answers: (reference: Reason, table: Decision)? {
    guard let table = try? DecisionTable(bytes: compile(policy, directory).encoded()) else { return nil }
    let reference = ReferenceEvaluator(policy: policy, directory: directory)
    return (reference.decide(question, at: now), table.decide(question, at: now))
  }

  var isDisagreement: Bool {
    guard isValid else { return false }
    guard let answers else { return true }
    return answers.reference != answers.table.reason
  }

  /// The case as files that a person can run.
  var report: String {
    let answers = answers
    let isAllowed = answers?.reference == .granted
    return """
      the reference says \(answers.map { "\($0.reference)" } ?? "?"), \
      the table \(answers.map { "\($0.table.reason)" } ?? "is refused")
      \(policy.yaml)\(directory.yaml(policy))\(question.yaml(now: now, isAllowed: isAllowed))
      """
  }
}
