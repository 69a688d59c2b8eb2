import YAMLReader

/// Reads a model's sections of `key = value` lines: `#` and `;` begin comments, a `\` at the end joins the next line.
enum CasbinConfiguration {
  static func sections(
    of source: SourceFile
  ) throws(ImportFailure) -> [(String, [(String, CasbinModel.Entry)])] {
    guard source.bytes.count <= 1 << 20, let text = String(validating: source.bytes, as: UTF8.self) else {
      throw ImportFailure("\(quoted(source.path)) is no Casbin model: it is too large, or not UTF-8")
    }
    var sections: [(String, [(String, CasbinModel.Entry)])] = []
    var pending = ""
    var pendingLine = 0
    func flush() throws(ImportFailure) {
      guard !pending.isEmpty else { return }
      let place = ImportPlace(file: source.path, line: pendingLine, column: 1)
      guard let equals = pending.firstIndex(of: "="), !sections.isEmpty else {
        throw ImportFailure("\(quoted(pending)) is no line of a Casbin model", at: place, help: "write `key = value`")
      }
      let key = pending[..<equals].foldingSpaces()
      guard !sections[sections.count - 1].1.contains(where: { $0.0 == key }) else {
        throw ImportFailure("\(quoted(key)) is given twice", at: place)
      }
      let value = pending[pending.index(after: equals)...].foldingSpaces()
      sections[sections.count - 1].1.append((key, CasbinModel.Entry(value: value, place: place)))
      pending = ""
    }
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      var line = raw.foldingSpaces()
      let isComment = line.hasPrefix("#") || line.hasPrefix(";")
      if line.isEmpty || isComment {
        try flush()
      } else if line.hasPrefix("["), line.hasSuffix("]") {
        try flush()
        let name = String(line.dropFirst().dropLast())
        guard !sections.contains(where: { $0.0 == name }) else {
          throw ImportFailure(
            "the section \(quoted(line)) is given twice", at: ImportPlace(file: source.path, line: index + 1, column: 1)
          )
        }
        sections.append((name, []))
      } else {
        if pending.isEmpty { pendingLine = index + 1 }
        let goesOn = line.hasSuffix("\\")
        if goesOn { line.removeLast() }
        pending += line.prefix { $0 != "#" && $0 != ";" } + (goesOn ? " " : "")
        if !goesOn { try flush() }
      }
    }
    try flush()
    return sections
  }
}
