/// Why something could not be compared, in words for a person.
package struct RevisionError: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }
}

/// The repository that the current folder lies in, asked through `git`. Nothing is written, and the work tree is not
/// looked at.
struct Git {
  /// Where in the repository the current folder lies: empty, or a path that ends in `/`.
  let prefix: String

  /// `nil` if the current folder lies in no repository.
  init?() {
    guard let answer = Self.run(["rev-parse", "--show-prefix"]), answer.status == 0 else { return nil }
    prefix = Self.line(answer)
  }

  /// Whether there is a `git` to be asked.
  static var isThere: Bool { run(["--version"]) != nil }

  /// The id of an object; `nil` if a revision names none, and so if it looks like an option.
  func object(_ name: String) -> String? {
    guard !name.hasPrefix("-"), !name.utf8.contains(0),
      let answer = Self.run(["rev-parse", "--verify", "--quiet", name]), answer.status == 0
    else { return nil }
    let id = Self.line(answer)
    return id.isEmpty ? nil : id
  }

  /// The commit that a revision names.
  func commit(_ revision: String) -> String? { object("\(revision)^{commit}") }

  /// The tree of a revision, or the tree or file at a path in it, from the repository's root; `nil` if nothing is there.
  func object(at path: String, in commit: String) -> String? {
    object(path.isEmpty ? "\(commit)^{tree}" : "\(commit):\(path)")
  }

  func mergeBase(_ a: String, _ b: String) throws(RevisionError) -> String {
    guard let answer = Self.run(["merge-base", "--", a, b]), answer.status == 0 else {
      throw RevisionError("`\(a)` and `\(b)` have no commit in common; write `\(a)..\(b)` to compare them as they are")
    }
    return Self.line(answer)
  }

  /// Names of branches and tags, for suggestions.
  var names: [String] {
    guard let answer = Self.run(["for-each-ref", "--format=%(refname:short)", "--count=1000"]) else { return [] }
    return String(decoding: answer.output, as: UTF8.self).split(separator: "\n").map(String.init) + ["HEAD"]
  }

  /// A file of a tree, or a link, or another repository.
  struct Entry {
    var mode: String
    var object: String
    /// From the tree on.
    var path: String

    var isLink: Bool { mode == "120000" }
    var isFile: Bool { mode.hasPrefix("100") }
  }

  /// Whether an object is a tree; else it is a file.
  func isTree(_ object: String) -> Bool {
    Self.run(["cat-file", "-t", object]).map { Self.line($0) == "tree" } ?? false
  }

  /// Everything in a tree, folders looked into.
  func entries(ofTree tree: String) throws(RevisionError) -> [Entry] {
    guard let answer = Self.run(["ls-tree", "-r", "-z", "--full-tree", tree]), answer.status == 0 else {
      throw RevisionError("git cannot list the tree \(tree)")
    }
    return answer.output.split(separator: 0).compactMap { record in
      // `100644 blob 0123…<tab>path`
      let parts = record.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      let head = (parts.first ?? []).split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
      guard parts.count == 2, head.count == 3 else { return nil }
      return Entry(mode: head[0], object: head[2], path: String(decoding: parts[1], as: UTF8.self))
    }
  }

  /// The bytes of files, in the order of their ids.
  func contents(of objects: [String]) throws(RevisionError) -> [[UInt8]] {
    guard !objects.isEmpty else { return [] }
    let input = Array((objects.joined(separator: "\n") + "\n").utf8)
    guard let answer = Self.run(["cat-file", "--batch"], input: input), answer.status == 0 else {
      throw RevisionError("git cannot read files of the revision")
    }
    var rest = answer.output[...]
    var files: [[UInt8]] = []
    for object in objects {
      // `id blob size`, a line break, the bytes, a line break.
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { break }
      let head = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      guard head.count == 3, let size = Int(head[2]), rest.endIndex - end > size else {
        throw RevisionError("git cannot read the object \(object)")
      }
      files.append(Array(rest[(end + 1)..<(end + 1 + size)]))
      rest = rest[(end + 1 + size)...].dropFirst()
    }
    guard files.count == objects.count else { throw RevisionError("git gave fewer files than the revision holds") }
    return files
  }

  private static func run(_ arguments: [String], input: [UInt8] = []) -> EndedProgram? {
    // Names of files are names, never patterns.
    let ended = Subprocess(program: "git", arguments: ["--literal-pathspecs"] + arguments, input: input).run()
    return ended?.status == 127 ? nil : ended
  }

  /// The one line that was printed, without its end: names of folders may begin or end in spaces.
  private static func line(_ answer: EndedProgram) -> String {
    var bytes = answer.output[...]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
