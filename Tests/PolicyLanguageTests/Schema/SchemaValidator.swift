import Foundation
import PolicyLanguage

/// A small JSON Schema validator: the keywords that `FileSchema` uses, and an error for any other.
struct SchemaValidator {
  private let root: JSONValue
  private let patterns = Patterns()

  init(_ schema: FileSchema) { root = schema.json }

  /// What is wrong with the value, each with its place; empty if the schema accepts it.
  func problems(_ value: JSONValue) -> [String] { check(value, root, "$") }

  private static let silent: Set<String> = [
    "$schema", "title", "description", "markdownDescription", "patternErrorMessage", "defaultSnippets", "definitions",
    // Looked at together with others.
    "additionalProperties",
  ]

  private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
    // Draft 7 looks at nothing beside a reference.
    if case .string(let reference)? = schema["$ref"] {
      guard let target = root["definitions"]?[String(reference.dropFirst("#/definitions/".count))] else {
        return ["\(place): `\(reference)` leads nowhere"]
      }
      return check(value, target, place)
    }
    return keywords.flatMap { keyword, argument in
      Self.silent.contains(keyword) && keyword != "additionalProperties"
        ? [] : check(value, keyword, argument, schema, place)
    }
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ schema: JSONValue, _ place: String
  ) -> [String] {
    func say(_ holds: Bool) -> [String] { holds ? [] : ["\(place): \(keyword) \(argument.text(pretty: false))"] }
    switch (keyword, argument, value) {
    case ("type", .string(let name), _): return say(value.isOfType(name))
    case ("type", .array(let names), _): return say(names.contains { value.isOfType($0.string ?? "") })
    case ("enum", .array(let values), _): return say(values.contains { $0.isSame(as: value) })
    case ("pattern", .string(let pattern), .string(let text)): return say(patterns.matches(text, pattern))
    case ("minimum", .int(let bound), .int(let number)): return say(number >= bound)
    case ("maximum", .int(let bound), .int(let number)): return say(number <= bound)
    case ("minimum", .int(let bound), .double(let number)): return say(number >= Double(bound))
    case ("maximum", .int(let bound), .double(let number)): return say(number <= Double(bound))
    case ("minItems", .int(let bound), .array(let items)): return say(items.count >= bound)
    case ("maxItems", .int(let bound), .array(let items)): return say(items.count <= bound)
    case ("uniqueItems", .bool(true), .array(let items)):
      return say(items.indices.allSatisfy { i in !items[..<i].contains { $0.isSame(as: items[i]) } })
    case ("items", _, .array(let items)):
      return items.enumerated().flatMap { check($1, argument, "\(place)[\($0)]") }
    case ("properties", _, .object(let members)):
      return members.flatMap { name, value in argument[name].map { check(value, $0, "\(place).\(name)") } ?? [] }
    case ("propertyNames", _, .object(let members)):
      return members.flatMap { check(.string($0.0), argument, "\(place).\($0.0)!") }
    case ("additionalProperties", _, .object(let members)):
      let others = members.filter { schema["properties"]?[$0.0] == nil }
      if case .bool(false) = argument { return others.map { "\(place).\($0.0): \(keyword)" } }
      return others.flatMap { check($0.1, argument, "\(place).\($0.0)") }
    case ("required", .array(let names), .object): return say(names.allSatisfy { value[$0.string ?? ""] != nil })
    case ("minProperties", .int(let bound), .object(let members)): return say(members.count >= bound)
    case ("dependencies", .object(let rules), .object):
      return say(
        rules.allSatisfy { name, needed in
          guard value[name] != nil, case .array(let names) = needed else { return true }
          return names.allSatisfy { value[$0.string ?? ""] != nil }
        })
    case ("anyOf", .array(let schemas), _): return say(schemas.contains { check(value, $0, place).isEmpty })
    // A keyword that speaks of another type than the value's.
    case ("pattern", _, _), ("minimum", _, _), ("maximum", _, _), ("minItems", _, _), ("maxItems", _, _),
      ("uniqueItems", _, _), ("items", _, _), ("properties", _, _), ("propertyNames", _, _),
      ("additionalProperties", _, _), ("required", _, _), ("minProperties", _, _), ("dependencies", _, _):
      return []
    default: return ["\(place): the validator does not know `\(keyword)`"]
    }
  }
}

/// Compiled patterns. ICU reads them as JavaScript does, by scalars and not by characters; but its `$` stands before a
/// last line break too, so a match has to be all of the text.
final class Patterns {
  private var compiled: [String: NSRegularExpression] = [:]

  func matches(_ text: String, _ pattern: String) -> Bool {
    let regex = compiled[pattern] ?? (try? NSRegularExpression(pattern: pattern))
    compiled[pattern] = regex
    let whole = NSRange(text.startIndex..., in: text)
    return regex?.firstMatch(in: text, range: whole)?.range == whole
  }
}

extension JSONValue {
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0.utf8.elementsEqual(name.utf8) }?.1
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  func isSame(as other: JSONValue) -> Bool { text(pretty: false).utf8.elementsEqual(other.text(pretty: false).utf8) }

  fileprivate func isOfType(_ name: String) -> Bool {
    switch (self, name) {
    case (.null, "null"), (.bool, "boolean"), (.int, "integer"), (.int, "number"), (.double, "number"),
      (.string, "string"), (.array, "array"), (.object, "object"):
      true
    case (.double(let value), "integer"): value.rounded() == value
    default: false
    }
  }
}
