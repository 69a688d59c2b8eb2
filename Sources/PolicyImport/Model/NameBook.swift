import PolicyValues

/// Names of the language for names that may not be ones. A name that is one keeps it; another gets `_` for what may not
/// stand in it, and a number where that is taken.
struct NameBook {
  private var names: [UTF8Key: String] = [:]
  private var taken: Set<String> = []

  /// A book of all names that there will be, those given first being numbered first.
  init(_ texts: [String], isName: (String) -> Bool, reserved: Set<String> = []) {
    taken = reserved
    for text in texts where isName(text) && !reserved.contains(text) {
      names[UTF8Key(text)] = text
      taken.insert(text)
    }
    for text in texts where names[UTF8Key(text)] == nil {
      let stem = Self.stem(text, isName: isName)
      var name = stem
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(stem)_\(number)"
        number += 1
      }
      names[UTF8Key(text)] = name
    }
  }

  /// The name of a text that the book was made with.
  func name(_ text: String) -> String { names[UTF8Key(text)] ?? "x" }

  private static func stem(_ text: String, isName: (String) -> Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isName("a\(scalar)") { result.unicodeScalars.append(scalar) } else if !result.isEmpty { result += "_" }
    }
    while result.hasSuffix("_") { result.removeLast() }
    if result.isEmpty { return "x" }
    return isName(result) ? result : "x\(result)"
  }
}
