import DecisionTable

/// What the page allows itself: its own style sheet and its own script, each by its digest, and nothing from anywhere
/// else (W3C Content Security Policy Level 3).
func contentPolicy(style: String, script: String) -> String {
  "default-src 'none'; style-src '\(source(style))'; script-src '\(source(script))'; "
    + "base-uri 'none'; form-action 'none'"
}

private func source(_ text: String) -> String {
  var digest = SHA256()
  digest.update(Array(text.utf8))
  return "sha256-" + base64(digest.finalize())
}

/// RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for position in 0..<4 {
      text.append(position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
