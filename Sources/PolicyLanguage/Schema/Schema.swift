/// A JSON Schema (draft 7) that is being put together. Members keep their order, so that the same schema is always the
/// same text.
struct Schema {
  private(set) var members: [(String, JSONValue)]

  init(_ members: [(String, JSONValue)] = []) { self.members = members }

  /// The schema as JSON.
  var json: JSONValue { .object(members) }

  /// The same with one member more.
  func with(_ name: String, _ value: JSONValue) -> Schema { Schema(members + [(name, value)]) }

  /// The same with words for whoever hovers over it. Backticks are for editors that show Markdown, and so is the
  /// example, a few lines of YAML.
  func described(_ text: String, title: String? = nil, example: String? = nil) -> Schema {
    var markdown = text
    if let example { markdown += "\n\n```yaml\n\(example)\n```" }
    var words: [(String, JSONValue)] = title.map { [("title", .string($0))] } ?? []
    words.append(("description", .string(text.replacing("`", with: ""))))
    if markdown.contains("`") { words.append(("markdownDescription", .string(markdown))) }
    return Schema(words + members)
  }

  /// The same with texts that an editor offers to write.
  func offering(_ snippets: [(label: String, body: JSONValue)]) -> Schema {
    with(
      "defaultSnippets", .array(snippets.map { .object([("label", .string($0.label)), ("body", $0.body)]) }))
  }
}

/// Shapes.
extension Schema {
  /// A mapping with these keys and no others.
  static func keys(_ properties: [(String, Schema)], required: [String] = []) -> Schema {
    var schema = Schema([
      ("type", "object"), ("properties", .object(properties.map { ($0.0, $0.1.json) })),
    ])
    if !required.isEmpty { schema = schema.with("required", .array(required.map { .string($0) })) }
    return schema.with("additionalProperties", false)
  }

  /// A mapping whose keys are names of one kind, each with a value of one kind.
  static func map(_ key: NamePattern, to value: Schema) -> Schema {
    Schema([("type", "object"), ("propertyNames", key.keySchema.json), ("additionalProperties", value.json)])
  }

  /// A list.
  static func list(of item: Schema, atLeast: Int? = nil, atMost: Int? = nil, isSet: Bool = false) -> Schema {
    var schema = Schema([("type", "array"), ("items", item.json)])
    if let atLeast { schema = schema.with("minItems", .int(atLeast)) }
    if let atMost { schema = schema.with("maxItems", .int(atMost)) }
    return isSet ? schema.with("uniqueItems", true) : schema
  }

  /// One of several shapes.
  static func any(of schemas: [Schema]) -> Schema { Schema([("anyOf", .array(schemas.map(\.json)))]) }

  /// What stands under this name in the schema's definitions.
  static func reference(_ name: String) -> Schema { Schema([("$ref", .string("#/definitions/\(name)"))]) }

  /// `true` or `false`.
  static let flag = Schema([("type", "boolean")])

  /// A whole number.
  static func number(from minimum: Int? = nil, to maximum: Int? = nil) -> Schema {
    var schema = Schema([("type", "integer")])
    if let minimum { schema = schema.with("minimum", .int(minimum)) }
    if let maximum { schema = schema.with("maximum", .int(maximum)) }
    return schema
  }

  /// Any text. The reader takes a scalar as its place asks for, so `no`, `1.10` and `12:30` are text here, whatever an
  /// editor takes them for.
  static let text = Schema([("type", ["string", "boolean", "number"])])

  /// One text, or a list of them.
  static let textOrTexts = Schema([
    ("type", ["string", "boolean", "number", "array"]), ("items", text.json),
  ])

  /// A name, by itself or in a list.
  static func oneOrMore(_ pattern: NamePattern, atLeast: Int? = nil) -> Schema {
    var schema = Schema([
      ("type", .array(pattern.types + ["array"])), ("pattern", .string(pattern.expression)),
      ("patternErrorMessage", .string(pattern.message)), ("items", pattern.schema.json),
    ])
    if let atLeast { schema = schema.with("minItems", .int(atLeast)) }
    return schema.with("uniqueItems", true)
  }
}

// Schemas are long literals, and read better without a case on every word.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
}
