/// Says what libyaml stopped at in words that help.
enum SyntaxMessages {
  private struct Wording {
    var code = YAMLError.Code.syntax
    var message: String
    var help: String?
  }

  /// The error for a failure at a byte offset. `context` is where what libyaml was reading began.
  static func error(
    for failure: LibYAMLFailure, at offset: Int, context: Int?, bytes: [UInt8], file: UInt32
  ) -> YAMLError {
    func place(_ start: Int) -> Span {
      var end = start
      if start < bytes.count, !bytes[start].isBreak {
        repeat { end += 1 } while end < bytes.count && bytes[end].isContinuation
      }
      return Span(file: file, start: UInt32(start), end: UInt32(end))
    }
    let wording = wording(of: failure, at: offset, bytes: bytes)
    var error = YAMLError(
      code: wording.code, message: wording.message, span: place(offset), help: wording.help)
    if let context, context < offset, let text = opening(failure.context) {
      error.related = [.init(span: place(context), text: text)]
    }
    return error
  }

  private static func opening(_ context: String?) -> String? {
    switch context {
    case "while scanning a quoted scalar": "the quotes open here"
    case "while parsing a flow sequence", "while parsing a flow mapping": "the brackets open here"
    case "while parsing a block mapping": "the mapping begins here"
    case "while parsing a block collection": "the sequence begins here"
    case "while scanning a simple key": "the line begins here"
    default: nil
    }
  }

  private static func wording(of failure: LibYAMLFailure, at offset: Int, bytes: [UInt8]) -> Wording {
    let found = offset < bytes.count ? bytes[offset] : 0
    if found == Byte.percent, offset == 0 || bytes[offset - 1].isBreak {
      return Wording(code: .directive, message: "a directive", help: "remove the line")
    }
    switch failure.context {
    case "while scanning a directive", "while scanning a %YAML directive",
      "while scanning a %TAG directive":
      return Wording(code: .directive, message: "a directive", help: "remove the line")
    case "while scanning a tag", "while parsing a tag":
      return Wording(
        code: .tag, message: "a tag", help: "remove it; a value that begins with `!` needs quotes")
    case "while scanning an anchor":
      return Wording(code: .anchor, message: "an anchor", help: "a value that begins with `&` needs quotes")
    case "while scanning an alias":
      return Wording(code: .alias, message: "an alias", help: "a value that begins with `*` needs quotes")
    default: break
    }
    if isMarker(at: offset, bytes), failure.context?.contains("flow") == true {
      return Wording(message: "a document marker inside brackets", help: "close the brackets before it")
    }
    let isExpected = failure.problem.hasPrefix("did not find expected ")
    if isExpected, failure.context?.hasPrefix("while parsing a block") == true, !isFirst(at: offset, bytes) {
      let isSign = found == Byte.comma || found == Byte.closeBracket || found == Byte.closeBrace
      let sign = Character(UnicodeScalar(found))
      return Wording(
        message: isSign ? "`\(sign)` is not expected here" : "text after the end of a value",
        help: "remove it, or put the whole value in quotes")
    }
    if failure.problem.contains("tag handle") {
      return Wording(
        code: .tag, message: "a tag", help: "remove it; a value that begins with `!` needs quotes")
    }
    return wording(of: failure.problem, found: found, isAtEnd: offset >= bytes.count)
  }

  /// Whether `---` or `...` begins the line at `offset`.
  private static func isMarker(at offset: Int, _ bytes: [UInt8]) -> Bool {
    guard offset == 0 || bytes[offset - 1].isBreak else { return false }
    return bytes[offset...].starts(with: [Byte.minus, Byte.minus, Byte.minus])
      || bytes[offset...].starts(with: [Byte.dot, Byte.dot, Byte.dot])
  }

  /// Whether only blanks stand before `offset` on its line.
  private static func isFirst(at offset: Int, _ bytes: [UInt8]) -> Bool {
    bytes[..<offset].last { !$0.isBlank }?.isBreak ?? true
  }

  private static func wording(of problem: String, found: UInt8, isAtEnd: Bool) -> Wording {
    switch problem {
    case "found character that cannot start any token" where found == Byte.tab,
      "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      Wording(code: .indentation, message: "a tab as indentation", help: "tabs may not indent; use spaces")
    case "found character that cannot start any token":
      Wording(
        message: "a value that begins with `\(Character(UnicodeScalar(found)))`",
        help: "put the value in quotes")
    case "mapping values are not allowed in this context":
      Wording(
        message: "a `:` that no key can stand before",
        help: "a value that holds `: ` needs quotes; a mapping inside another begins on its own line")
    case "mapping keys are not allowed in this context":
      Wording(message: "a key may not begin here", help: "begin the mapping on its own line")
    case "block sequence entries are not allowed in this context":
      Wording(message: "a sequence may not begin here", help: "begin it on its own line")
    case "did not find expected key":
      Wording(
        message: "a key is expected here",
        help: "indent all keys of a mapping alike, and write `key: value`")
    case "did not find expected '-' indicator":
      Wording(
        message: "an item is expected here",
        help: "indent all items of a sequence alike, each behind `- `")
    case "did not find expected ',' or ']'":
      Wording(
        message: isAtEnd ? "the brackets are not closed" : "`,` or `]` is expected here",
        help: isAtEnd ? "add the `]`" : "separate the items by `,`, and close the brackets with `]`")
    case "did not find expected ',' or '}'":
      Wording(
        message: isAtEnd ? "the brackets are not closed" : "`,` or `}` is expected here",
        help: isAtEnd ? "add the `}`" : "separate the pairs by `,`, and close the brackets with `}`")
    case "did not find expected node content":
      Wording(
        message: isAtEnd ? "the brackets are not closed" : "a value is expected here",
        help: isAtEnd ? "close them" : "write the value; a value that begins with a sign of YAML needs quotes"
      )
    case "could not find expected ':'":
      Wording(message: "a key without a `:`", help: "write `key: value`, on one line")
    case "found unexpected end of stream":
      Wording(message: "the quotes are not closed", help: "close them")
    case "found unexpected document indicator":
      Wording(message: "a document marker inside quotes", help: "close the quotes, or indent the line")
    case "found unexpected ':'":
      Wording(message: "a `:` inside a word", help: "put the value in quotes, or a space after the `:`")
    case "did not find expected comment or line break":
      Wording(message: "text behind `|` or `>`", help: "begin the text on the next line")
    case "found an indentation indicator equal to 0":
      Wording(message: "an indentation of 0", help: "write a digit from 1 to 9, or none")
    case "found unknown escape character":
      Wording(message: "an unknown escape", help: "write `\\\\` for a backslash, or use single quotes")
    case "did not find expected hexdecimal number":
      Wording(message: "an escape without its hexadecimal digits", help: "`\\x` takes 2, `\\u` 4 and `\\U` 8")
    case "found invalid Unicode character escape code":
      Wording(message: "an escape of no Unicode character", help: "write the character itself")
    case "did not find expected <document start>":
      Wording(
        message: "text after the end of the document",
        help: "indent it if it belongs to what is above; a comment cannot stand between the lines of a value")
    default:
      Wording(message: problem, help: nil)
    }
  }
}
