import DecisionTable
import FoundationEssentials
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// Whatever becomes of a set's files, reading ends, and what validation lets through compiles to a table that opens.
@Suite struct DamagedSetTests {
  /// SplitMix64, so that a failing seed can be run again.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static func files(of set: String) throws -> [String: String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "policies/\(set)").path
    var files: [String: String] = [:]
    for name in try LocalFileSystem().list(folder) where name.hasSuffix(".yaml") {
      files["set/\(name)"] = String(
        decoding: try LocalFileSystem().read("\(folder)/\(name)", limit: maximumFileSize), as: UTF8.self)
    }
    return files
  }

  /// One small change: a line or a word goes, comes twice, or trades places with another.
  private func damage(_ text: String, _ generator: inout Generator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let line = Int.random(in: lines.indices, using: &generator)
    let other = Int.random(in: lines.indices, using: &generator)
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: lines.remove(at: line)
    case 1: lines.insert(lines[line], at: other)
    case 2: lines.swapAt(line, other)
    case 3, 4:
      // Names are where most of what can be wrong is wrong.
      var words = lines[line].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let donors = lines[other].split(separator: " ").map(String.init)
      if let donor = donors.randomElement(using: &generator) {
        words[Int.random(in: words.indices, using: &generator)] = donor
      }
      lines[line] = words.joined(separator: " ")
    case 5:
      let characters = Array(lines[line])
      if let at = characters.indices.randomElement(using: &generator) {
        lines[line] = String(characters[..<at] + characters[(at + 1)...])
      }
    default:
      let odd = [":", "{", "]", ",", "\"", "*", "- ", "  ", "#", "é", "\u{301}", "[]", "{}", "true", "anyone"]
      let at = lines[line].indices.randomElement(using: &generator) ?? lines[line].startIndex
      lines[line].insert(contentsOf: odd.randomElement(using: &generator) ?? "", at: at)
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: ["pica", "pug", "studio"])
  func readingEndsAndWhatPassesCompiles(_ name: String) throws {
    let whole = try Self.files(of: name)
    let paths = whole.keys.sorted()
    let now = Timestamp(seconds: 1_800_000_000)
    var sound = 0
    for seed in 0..<30 {
      var generator = Generator(state: UInt64(seed))
      var files = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        guard let path = paths.randomElement(using: &generator), let text = files[path] else { continue }
        files[path] = damage(text, &generator)
      }
      var loader = PolicySetLoader(fileSystem: MemoryFileSystem(files))
      let set = loader.load(PolicySetLocation(policy: "set"))
      let found = check(set, at: now)
      for diagnostic in found {
        #expect(!diagnostic.message.isEmpty && (diagnostic.span.isNone || set.sources[diagnostic.span.file] != nil))
      }
      do throws(LoadFailure) {
        _ = try loadPolicy(set, at: now)
        sound += 1
      } catch {
        #expect(
          !error.diagnostics.contains { $0.code == .limitExceeded }, "seed \(seed): \(error.diagnostics)")
      }
    }
    // Damage in comments, suites and the like leaves many sets whole.
    #expect(sound > 2)
  }
}
