import DecisionTable
import PolicyCompiler
import PolicyImport
import PolicyLanguage
import PolicyTesting
import PolicyValues
import Testing
import YAMLReader

/// A set as it was written out, read again and compiled.
struct ProvedImport {
  static let now = Timestamp("2026-06-01T00:00:00Z") ?? Timestamp(seconds: 0)

  var set: ImportedSet
  var table: DecisionTable

  /// Writes the set's files, reads them as any other policy, and runs their suites: there are no errors, and every case
  /// passes.
  init(_ set: ImportedSet, _ location: SourceLocation = #_sourceLocation) throws {
    self.set = set
    var files: [String: String] = [:]
    for file in set.files { files["set/\(file.name)"] = file.text }
    var loader = PolicySetLoader(fileSystem: MemoryFileSystem(files))
    let read = loader.load(PolicySetLocation(policy: "set"))
    let errors = check(read, at: Self.now).filter { $0.severity == .error }
    let text = DiagnosticRenderer(sources: read.sources, style: .plain).render(errors)
    #expect(errors.isEmpty, "\(text)\n\(files["set/policy.yaml"] ?? "")", sourceLocation: location)
    let report = try SuiteRunner(read, now: Self.now).run()
    #expect(report.failed == 0, "\(report.terminalText(style: .plain))", sourceLocation: location)
    #expect(report.suites.count == set.suites.count, sourceLocation: location)
    table = try loadPolicy(read, at: Self.now).table
    // The same in one file.
    let one = MemoryFileSystem(["one.yaml": set.oneFile])
    var second = PolicySetLoader(fileSystem: one)
    let whole = second.load(PolicySetLocation(policy: "one.yaml"))
    #expect(!check(whole, at: Self.now).contains { $0.severity == .error }, sourceLocation: location)
  }

  /// The cell of a row, as the file writes it; `nil` if there is no such row.
  func cells(_ resource: String, _ action: String, in scope: String = "organization") -> [String]? {
    set.permissions.first { $0.scopeType == scope && $0.resourceType == resource && $0.action == action }
      .map { $0.cells.map { ($0.role ?? "anyone") + ($0.condition.map { " if \($0)" } ?? "") } }
  }

  func allows(_ principal: String, _ action: String, _ resource: String, _ id: String?, in scope: String) -> Bool {
    guard let name = EntityName(principal) else { return false }
    let question = Question(
      principal: name, action: action, resourceType: resource, resourceID: id, scope: scope)
    return table.decide(question, at: Self.now).isAllowed
  }

  func findings(_ kind: ImportFinding.Kind) -> [String] { set.findings.filter { $0.kind == kind }.map(\.text) }
}

func markdown(_ text: String, _ options: TableOptions = TableOptions()) throws -> ProvedImport {
  let source = SourceFile(path: "page.md", bytes: Array(text.utf8))
  return try ProvedImport(TableImport.run([source], as: .markdown, options: options))
}

func csv(_ text: String, _ options: TableOptions = TableOptions()) throws -> ProvedImport {
  let source = SourceFile(path: "page.csv", bytes: Array(text.utf8))
  return try ProvedImport(TableImport.run([source], as: .csv, options: options))
}

func kubernetes(_ text: String) throws -> ProvedImport {
  let source = SourceFile(path: "rbac.yaml", bytes: Array(text.utf8))
  return try ProvedImport(KubernetesImport.run([source]))
}

func casbin(_ model: String, _ policy: String) throws -> ProvedImport {
  let model = SourceFile(path: "model.conf", bytes: Array(model.utf8))
  let policy = SourceFile(path: "policy.csv", bytes: Array(policy.utf8))
  return try ProvedImport(CasbinImport.run(model: model, policies: [policy]))
}

/// Why an import is refused; empty if it is not.
func refusal(_ body: () throws -> ProvedImport) -> String {
  do {
    _ = try body()
    return ""
  } catch let error as ImportFailure {
    return error.text
  } catch {
    return "\(error)"
  }
}

/// SplitMix64: the same seed gives the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
  mutating func some<Element>(_ elements: [Element], _ percent: Int) -> [Element] {
    elements.filter { _ in chance(percent) }
  }
}
