import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// The schemas against the reader: whatever the reader accepts a schema accepts, and of what the reader refuses it is
/// said here whether a schema sees it.
@Suite struct SchemaAgreementTests {
  /// What a schema sees of an error.
  enum Sight { case always, partly, never }

  /// What a schema sees of each code. Codes of what is no YAML are for an editor's own parser.
  static func sight(of code: DiagnosticCode) -> Sight {
    switch code {
    case .unknownKey, .badID, .badCase, .unknownAttributeType: .always
    // Not seen: an attribute's value of another shape or type than the policy declares, a number or a time that is
    // spelled otherwise or does not exist, a name of YAML's own booleans, an empty value where no value is due.
    case .wrongShape, .badValue, .badName, .emptyValue: .partly
    // Seen where a mapping lacks a key that its own kind needs; not where another file decides whether it is needed.
    case .missingKey: .partly
    // Seen in the shape of an invariant, not in what its roles are to each other.
    case .badInvariant: .partly
    // A table whose every resource type is empty is not seen.
    case .emptySuite: .partly
    // `anyone` as a role is seen; names that attributes and bounds may not have are not.
    case .reservedName: .partly
    // The same word twice in a list is seen; different words for the same, and other lists or files, are not.
    case .givenTwice: .partly
    // A name that no value of a test can have is seen; what a policy declares is not.
    case .unknownAttribute: .partly
    // Names that must lead somewhere, conditions, cycles, and what only the whole set shows.
    default: .never
    }
  }

  static let corpus: [Finding] =
    ReadingFilesTests.examples + ReadingScopeTypesTests.examples + ReadingPrincipalsTests.examples
    + ReadingResourceTypesTests.examples + ReadingRolesTests.examples + ReadingRowsTests.examples
    + ReadingConditionsTests.examples + ReadingInvariantsTests.examples + ReadingScopesTests.examples
    + ReadingAssignmentsTests.examples + SuiteReadingTests.examples
    + ValidationWarningsTests.examples + AssignmentRowsTests.examples

  @Test(arguments: corpus) func theExamplesOfTheReader(example: Finding) {
    for file in SchemaComparison().compare(policySet(example.input)) {
      let sights = file.errors.map(Self.sight)
      if sights.contains(.always) {
        #expect(!file.problems.isEmpty, "\(file.path): the schema sees none of \(file.errors)")
      } else if !sights.contains(.partly), !file.hasNull {
        #expect(file.problems.isEmpty, "\(file.path): the reader sees \(file.errors)")
      }
    }
  }

  @Test(arguments: SchemaExamples.good) func goodFiles(example: SchemaExample) {
    for file in SchemaComparison().compare(policySet(example.input)) {
      #expect(file.errors.isEmpty, "\(file.path)")
      #expect(file.problems.isEmpty, "\(file.path)")
    }
  }

  @Test(arguments: SchemaExamples.bad) func badFilesThatASchemaSees(example: SchemaExample) throws {
    let file = try #require(SchemaComparison().compare(policySet(example.input)).last)
    #expect(!file.errors.isEmpty)
    #expect(!file.problems.isEmpty)
  }

  @Test(arguments: SchemaExamples.unseen) func badFilesThatNoSchemaSees(example: SchemaExample) throws {
    let file = try #require(SchemaComparison().compare(policySet(example.input)).last)
    #expect(!file.errors.isEmpty)
    #expect(file.problems.isEmpty)
  }

  /// An editor takes a plain `null` for an empty value, which the reader refuses; quotes make it text for both.
  @Test func aPlainNullIsTakenForAnEmptyValue() throws {
    let plain = try #require(
      SchemaComparison().compare(
        policySet("+base\n--- x.yaml\nresources: {x: {in: null, actions: [a]}}\nscopes: {null: {}}")
      ).last)
    #expect(plain.errors.isEmpty && !plain.problems.isEmpty && plain.hasNull)
    let quoted = try #require(
      SchemaComparison().compare(
        policySet("+base\n--- x.yaml\nresources: {x: {in: \"null\", actions: [a]}}\nscopes: {null: {}}")
      ).last)
    #expect(quoted.errors.isEmpty && quoted.problems.isEmpty)
  }

  /// Whatever small change leaves a file good for the reader leaves it good for the schema.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func changedFiles(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let comparison = SchemaComparison()
    var (accepted, refused) = (0, 0)
    for _ in 0..<100 {
      let text = SchemaExamples.mutated(SchemaExamples.rich, &random)
      for file in comparison.compare(policySet(text)) where !file.hasNull {
        if file.errors.isEmpty { accepted += 1 } else { refused += 1 }
        guard file.errors.isEmpty else { continue }
        #expect(file.problems.isEmpty, "\(file.path) of\n\(text)")
      }
    }
    #expect(accepted > 30 && refused > 30, "\(accepted) and \(refused)")
  }
}
