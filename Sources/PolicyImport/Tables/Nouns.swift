/// Names made of words.
enum Nouns {
  /// The words of a text: lower case, split at all that is no letter or digit, and within `camelCase`.
  static func words(_ text: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    var isLower = false
    for scalar in text.unicodeScalars {
      let isApostrophe = scalar == "'" || scalar == "’"
      if isApostrophe { continue }
      guard scalar.isWordPart || scalar.properties.generalCategory == .nonspacingMark else {
        if !word.isEmpty { words.append(word) }
        word = ""
        isLower = false
        continue
      }
      let isUpper = scalar.properties.isUppercase
      if isUpper, isLower {
        words.append(word)
        word = ""
      }
      word += scalar.properties.lowercaseMapping
      isLower = scalar.properties.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }

  /// The words as prose has them, in which `AuthKit` is one word.
  static func proseWords(_ text: some StringProtocol) -> [String] {
    text.split(separator: " ").flatMap { piece -> [String] in
      words(piece.lowercased())
    }
  }

  /// Words as a name of the language: ASCII, `_` between. Letters that it cannot hold lose their accents, or become
  /// their numbers. A name that would begin with a digit gets an `x` before it.
  static func name(_ words: [String]) -> String {
    let name = words.map(ascii).filter { !$0.isEmpty }.joined(separator: "_")
    guard let first = name.utf8.first else { return "" }
    return first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9") ? "x\(name)" : name
  }

  private static func ascii(_ word: String) -> String {
    var result = ""
    for scalar in word.unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else if let plain = accents[scalar] {
        result += plain
      } else {
        result += "u" + String(scalar.value, radix: 16)
      }
    }
    return result
  }

  private static let accents: [Unicode.Scalar: String] = {
    let letters: [(String, String)] = [
      ("àáâãäåāă", "a"), ("çćč", "c"), ("ďđ", "d"), ("èéêëēėęě", "e"), ("ğ", "g"), ("ìíîïīı", "i"), ("ł", "l"),
      ("ñńň", "n"), ("òóôõöøōő", "o"), ("řŕ", "r"), ("śšş", "s"), ("ťţ", "t"), ("ùúûüūůű", "u"), ("ýÿ", "y"),
      ("źżž", "z"),
      ("æ", "ae"), ("œ", "oe"), ("ß", "ss"), ("þ", "th"),
    ]
    return letters.reduce(into: [:]) { accents, pair in
      for scalar in pair.0.unicodeScalars { accents[scalar] = pair.1 }
    }
  }()

  /// The singular of a lower case English noun; what is not evidently a plural stays.
  static func singular(_ noun: String) -> String {
    if unchanged.contains(noun) || noun.utf8.count < 4 { return noun }
    if noun.hasSuffix("ies"), noun.utf8.count > 4 { return noun.dropLast(3) + "y" }
    for ending in ["sses", "shes", "ches", "xes", "zzes"] where noun.hasSuffix(ending) {
      return String(noun.dropLast(2))
    }
    if noun.hasSuffix("s"), !["ss", "us", "is"].contains(where: noun.hasSuffix) { return String(noun.dropLast()) }
    return noun
  }

  private static let unchanged: Set<String> = [
    "access", "always", "analytics", "aws", "billing", "business", "canvas", "dns", "devops", "https",
    "ios", "kubernetes", "logistics", "metadata", "news", "process", "saas", "series", "settings", "sms", "species",
    "sso", "statistics", "status", "this", "windows", "yes",
  ]
}
