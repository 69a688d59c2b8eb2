import Foundation
import PolicyLanguage
import PolicyValues
import Testing

/// The schemas as files, and the sets that point to them.
@Suite struct SchemaTests {
  private static let policies = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "policies")

  @Test(arguments: FileSchema.allCases) func theFilesThatModelinesNameAreWhatIsPrinted(schema: FileSchema) throws {
    let file = Self.policies.appending(path: "\(FileSchema.folder)/\(schema.fileName)")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == schema.text, "write it anew with `policy schema all -o policies/.schema`")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  @Test(arguments: ["pica", "pug", "studio"]) func everyFileOfASetNamesItsSchema(set: String) throws {
    let folder = Self.policies.appending(path: set)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(!names.isEmpty)
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let schema: FileSchema = name.hasSuffix("_test.yaml") ? .suite : .policy
      #expect(text.hasPrefix(schema.modeline(folder: "../.schema") + "\n"), "\(name)")
    }
  }

  @Test(arguments: ["pica", "pug", "studio"]) func setsAreAccepted(set: String) {
    var loader = PolicySetLoader()
    let read = loader.load(PolicySetLocation(policy: Self.policies.appending(path: set).path))
    let files = SchemaComparison().compare(read)
    #expect(files.count > 5)
    for file in files { #expect(file.problems.isEmpty, "\(file.path)") }
  }

  @Test func aNewSetIsAccepted() {
    let files = StarterSet.files(policyName: "shop")
    let set = policySet(files.map { "--- \($0.name)\n\($0.text)" }.joined())
    let compared = SchemaComparison().compare(set)
    #expect(compared.map(\.path) == ["set/directory.yaml", "set/policy.yaml", "set/policy_test.yaml"])
    for file in compared { #expect(file.problems.isEmpty && file.errors.isEmpty, "\(file.path)") }
    for file in files where file.name.hasSuffix(".yaml") {
      let schema = file.text.prefix { $0 != "\n" }.split(separator: "=").last.map(String.init) ?? ""
      #expect(files.contains { $0.name == schema }, "\(file.name) names \(schema)")
    }
  }

  @Test(arguments: FileSchema.allCases) func everyKeyIsDescribed(schema: FileSchema) {
    func check(_ value: JSONValue, _ place: String) {
      switch value {
      case .object(let members):
        for (name, value) in members {
          if name == "properties", case .object(let properties) = value {
            for (key, value) in properties where value["minItems"] == nil || value["type"] != nil {
              #expect(value["description"]?.string?.isEmpty == false, "\(place).\(key)")
            }
          }
          check(value, "\(place).\(name)")
        }
      case .array(let items): for item in items { check(item, place) }
      default: return
      }
    }
    check(schema.json, "\(schema)")
  }

  /// The grammar of names as the schemas' patterns have it, against the reader's, on short texts of telling characters.
  @Test func patternsAreTheGrammarOfNames() throws {
    let json = FileSchema.policy.json
    let resources = try #require(json["properties"]?["resources"])
    let name = try #require(json["properties"]?["policy"]?["pattern"]?.string)
    let type = try #require(resources["propertyNames"]?["pattern"]?.string)
    let action = try #require(
      resources["additionalProperties"]?["properties"]?["actions"]?["items"]?["pattern"]?.string)
    let entity = try #require(json["definitions"]?["directory"]?["properties"]?["default_scope"]?["pattern"]?.string)
    let patterns = Patterns()
    let pieces = [
      "a", "Z", "0", "9", "_", "-", ".", "/", ":", " ", "\t", "é", "e\u{301}", "💡", "\u{0}", "\u{7f}", "\u{85}",
      "\u{a0}",
      "\u{1680}", "\u{2003}", "\u{200b}", "\u{2028}", "\u{202f}", "\u{205f}", "\u{3000}", "\u{feff}", "*", "@", "[",
      "`", "{",
    ]
    var texts = [""] + pieces
    for a in pieces { for b in pieces { texts += [a + b, "a:\(a)\(b)", "a\(a)\(b):b"] } }
    for text in texts {
      #expect(patterns.matches(text, name) == NameGrammar.isName(text.utf8), "\(text)")
      #expect(patterns.matches(text, type) == NameGrammar.isTypeName(text.utf8), "\(text)")
      #expect(patterns.matches(text, action) == NameGrammar.isActionName(text.utf8), "\(text)")
      #expect(patterns.matches(text, entity) == (EntityName(text) != nil), "\(text)")
    }
    #expect(patterns.matches("a:" + String(repeating: "x", count: 256), entity))
    #expect(!patterns.matches("a:" + String(repeating: "x", count: 257), entity))
  }
}
