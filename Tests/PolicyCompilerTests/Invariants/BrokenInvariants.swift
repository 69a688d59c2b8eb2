import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// A set's broken invariants, one line each: the message without its beginning, then each label with what it covers.
func broken(_ policy: String, sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
  let files = MemoryFileSystem(["set/a.yaml": "policy: p\n" + policy + "\n"])
  var loader = PolicySetLoader(fileSystem: files)
  let set = loader.load(PolicySetLocation(policy: "set"))
  let index = PolicyIndex(set.policy)
  let errors = validate(set, index: index, withSuites: true).filter { $0.severity == .error }
  #expect(errors.map(\.message) == [], sourceLocation: sourceLocation)
  return brokenInvariants(index, set.directory, at: Timestamp(seconds: 1_800_000_000)).map { diagnostic in
    #expect(diagnostic.code == .brokenInvariant && !diagnostic.span.isNone, sourceLocation: sourceLocation)
    let labels = diagnostic.labels.map { label in
      let bytes = set.sources[label.span.file]?.bytes[Int(label.span.start)..<Int(label.span.end)]
      return " [\(label.text): \(String(decoding: bytes ?? [], as: UTF8.self))]"
    }
    let message = diagnostic.message.split(separator: " is broken: ", maxSplits: 1).last ?? ""
    return String(message) + labels.joined()
  }
}
