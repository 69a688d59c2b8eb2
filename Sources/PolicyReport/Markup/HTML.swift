import PolicyAnalysis
import PolicyLanguage

/// Markup that is well formed by the way it is made: text goes in escaped, and every element is closed.
package struct HTML: Sendable {
  /// The markup itself.
  package private(set) var markup: String

  private init(markup: String) { self.markup = markup }

  /// Text that shows as itself, whatever it holds; a line break becomes a `<br>`.
  package init(_ text: String) { markup = TextTable.htmlEscaped(text) }

  /// Pieces one after the other.
  package init(_ pieces: [HTML]) { markup = pieces.map(\.markup).joined() }

  /// A comparison, whose markup closes its elements and escapes its text itself.
  static func diff(_ diff: PolicyDiff, heading: Int) -> HTML {
    HTML(markup: diff.htmlFragment(names: 50, heading: heading) + "\n")
  }

  /// Text with what stands between backticks as code, as diagnostics are written.
  static func prose(_ text: String) -> HTML {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    // An odd number of backticks is somebody's name and no markup.
    guard parts.count % 2 == 1 else { return HTML(text) }
    return HTML(parts.enumerated().map { $0 % 2 == 1 ? tag("code", [:], HTML($1)) : HTML($1) })
  }

  /// What a `style` element holds: none of our style sheets has a `<` in it.
  static func style(_ sheet: String) -> HTML { HTML(markup: "<style>\(sheet)</style>\n") }

  /// What a `script` element holds: none of our scripts has a `</` in it.
  static func script(_ script: String) -> HTML { HTML(markup: "<script>\(script)</script>\n") }

  /// Data for a script, in an element that no browser runs. JSON needs no `<`, `>` or `&` but in strings, where they
  /// can be escaped, so that nothing in it ends the element.
  static func data(_ value: JSONValue, id: String) -> HTML {
    let text = value.text(pretty: false).replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026")
    return HTML(markup: "<script type=\"application/json\" id=\"\(attributeText(id))\">\(text)</script>\n")
  }

  /// A whole document of a language, with these elements in its head and in its body.
  static func document(head: [HTML], body: [HTML]) -> String {
    "<!DOCTYPE html>\n" + tag("html", ["lang": "en"], [tag("head", [:], head), tag("body", [:], body)]).markup + "\n"
  }

  fileprivate static func open(_ name: String, _ attributes: KeyValuePairs<String, String>) -> String {
    "<" + name + attributes.map { " \($0)=\"\(attributeText($1))\"" }.joined() + ">"
  }

  fileprivate static func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ inner: String) -> HTML
  {
    let end = blocks.contains(name) ? "\n" : ""
    return HTML(markup: open(name, attributes) + inner + "</\(name)>" + end)
  }

  fileprivate static func void(_ name: String, _ attributes: KeyValuePairs<String, String>) -> HTML {
    HTML(markup: open(name, attributes) + "\n")
  }

  /// Elements behind which white space means nothing, so that the page can be read as text too.
  private static let blocks: Set<String> = [
    "head", "title", "body", "header", "nav", "main", "section", "footer", "div", "h1", "h2", "h3", "p", "ul", "li",
    "dl",
    "dd", "table", "caption", "thead", "tbody", "tr", "details", "summary", "pre", "form", "option",
  ]

  private static func attributeText(_ text: String) -> String {
    var result = ""
    for character in visibleText(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

extension HTML: ExpressibleByStringInterpolation {
  /// Text, escaped like any other.
  package init(stringLiteral value: String) { self.init(value) }
}

/// An element.
func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [HTML]) -> HTML {
  .element(name, attributes, children.map(\.markup).joined())
}

/// An element.
func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: HTML...) -> HTML {
  tag(name, attributes, children)
}

/// An element that has no end.
func voidTag(_ name: String, _ attributes: KeyValuePairs<String, String>) -> HTML { .void(name, attributes) }

/// "1 role", "2 roles".
func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  "\(number) \(number == 1 ? one : many ?? one + "s")"
}
