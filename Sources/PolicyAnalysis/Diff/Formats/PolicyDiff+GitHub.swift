import PolicyLanguage

extension PolicyDiff {
  /// Annotations for a pull request, one a line: each at the changed cell's line on the side after. `root` is the folder of
  /// the set, as the repository names it. GitHub shows ten of a kind and step, so that cells of one line are one.
  package func gitHub(root: String) -> String {
    var lines: [(file: String, line: Int, level: GitHubAnnotation.Level, texts: [String])] = []
    for change in cells {
      let file = change.isPlaceAfter && !change.file.isEmpty ? path(change.file, root) : ""
      let line = change.isPlaceAfter ? change.line : 0
      let level: GitHubAnnotation.Level = change.direction.widens ? .warning : .notice
      if let index = lines.firstIndex(where: { $0.file == file && $0.line == line && $0.level == level }) {
        lines[index].texts.append(change.sentence)
      } else {
        lines.append((file, line, level, [change.sentence]))
      }
    }
    var commands = lines.map { entry in
      var annotation = GitHubAnnotation(
        entry.level, title: "policy diff",
        message: visibleText(entry.texts.joined(separator: "\n"), keepingLineBreaks: true))
      if !entry.file.isEmpty { (annotation.file, annotation.line) = (entry.file, entry.line) }
      return annotation.command
    }
    let rest =
      declarations.filter { $0.effect != .none }.map(\.sentence) + renames.map(\.sentence)
      + holders.map(\.sentence) + resources.map(\.sentence)
    if !rest.isEmpty {
      commands.append(
        GitHubAnnotation(
          isWidened ? .warning : .notice, title: "policy diff: \(policyName)",
          message: visibleText(([summary] + rest).joined(separator: "\n"), keepingLineBreaks: true)
        ).command)
    }
    return commands.map { $0 + "\n" }.joined()
  }

  private func path(_ file: String, _ root: String) -> String {
    let isFile = root.hasSuffix(".yaml") || root.hasSuffix(".yml")
    if root.isEmpty || root == "." { return file }
    return isFile ? root : root.hasSuffix("/") ? root + file : "\(root)/\(file)"
  }
}
