/// Text as a YAML scalar in double quotes, on one line, that reads back as the same text. What YAML does not print is
/// escaped, and of the rest what the caller asks for.
package func quotedScalar(_ text: String, alsoEscaping isHidden: (Unicode.Scalar) -> Bool = { _ in false }) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
      result += escaped(scalar)
    case _ where isHidden(scalar): result += escaped(scalar)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// `\u2060`; with eight digits past the first plane.
private func escaped(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16)
  let (letter, width) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
  return "\\\(letter)" + String(repeating: "0", count: width - digits.utf8.count) + digits
}
