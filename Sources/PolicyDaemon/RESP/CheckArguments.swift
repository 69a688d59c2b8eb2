import DecisionTable
import PolicyValues

/// The arguments of `CAN` and `WHY`: principal, action, resource, scope, and then names with values.
enum CheckArguments {
  /// How many stand before the names and values, the command's name among them.
  static let names = 5

  /// The question as places. `nil` if it is not well formed; ``complaint(_:_:)`` says why.
  static func places(_ arguments: [BytePlace], _ bytes: Span<UInt8>, _ raw: RawSpan) -> QuestionPlaces? {
    guard arguments.count >= names else { return nil }
    let action = arguments[2]
    var scope = arguments[4]
    guard action.count > 0, scope.count > 0 else { return nil }
    if scope.count == 1, bytes[Int(scope.offset)] == UInt8(ascii: "-") { scope = .none }
    guard
      let places = QuestionPlaces(
        principal: arguments[1], action: action, resource: arguments[3], scope: scope, in: raw),
      places.principalType.count > 0, places.principalID.count > 0, places.resourceType.count > 0,
      places.resourceID.count > 0
    else { return nil }
    return places
  }

  /// What is wrong with a question that is not well formed.
  static func complaint(_ arguments: [BytePlace], _ bytes: Span<UInt8>) -> CommandError {
    let texts = arguments.prefix(names).dropFirst().map { text($0, bytes) }
    if texts[1].isEmpty { return CommandError("the action is empty; write a name such as `read`") }
    if texts[3].isEmpty {
      return CommandError("the scope is empty; write one such as `project:web`, or `-` to name none")
    }
    let parts = texts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      return CommandError("the principal is \(quoted(texts[0])); write type:id, such as `user:alice`")
    }
    return CommandError(
      "the resource is \(quoted(texts[2])); write type:id, such as `document:d1`, or a type alone where no one thing "
        + "is meant")
  }

  /// A place as text for a message, broken UTF-8 repaired.
  static func text(_ place: BytePlace, _ bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(Int(place.count))
    for index in place.range { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self)
  }
}

extension RequestProperties {
  /// Reads names and values, `resource.owner user:bob`, from what follows a question.
  ///
  /// A value is text and is read as the type that the policy declares. A name given more than once makes a list of its
  /// values, in their order, and must be declared as one; a name declared as a list and given once makes a list of one.
  /// Names that nothing declares are ignored, as in JSON. The second result says whether `principal.roles` was among
  /// the names: no text is a map from scopes to roles.
  static func read(
    _ pairs: ArraySlice<BytePlace>, _ bytes: Span<UInt8>, _ declared: DeclaredAttributes
  ) throws(CommandError) -> (RequestProperties, bringsRoles: Bool) {
    guard pairs.count.isMultiple(of: 2) else {
      let last = pairs.last.map { quoted(CheckArguments.text($0, bytes)) } ?? ""
      throw CommandError("\(last) has no value; after the scope come names, each with a value")
    }
    var given: [AttributeOwner: [String: [String]]] = [:]
    var bringsRoles = false
    for index in stride(from: pairs.startIndex, to: pairs.endIndex, by: 2) {
      let name = CheckArguments.text(pairs[index], bytes)
      let (owner, attribute) = try DeclaredAttributes.split(name)
      guard let value = validText(pairs[index + 1], bytes) else {
        throw CommandError("the value of \(quoted(name)) is not valid UTF-8")
      }
      if owner == .principal, attribute == "roles" { bringsRoles = true }
      guard let shape = declared.shape(owner, attribute) else { continue }
      let count = given[owner]?[attribute]?.count ?? 0
      guard count == 0 || shape != .scalar else {
        throw CommandError("\(quoted(name)) is given twice, and is not declared as a list")
      }
      given[owner, default: [:]][attribute, default: []].append(value)
    }
    func values(_ owner: AttributeOwner) -> [String: RequestValue] {
      var values: [String: RequestValue] = [:]
      for (attribute, texts) in given[owner] ?? [:] {
        let isList = texts.count > 1 || declared.shape(owner, attribute) == .list
        values[attribute] = isList ? .list(texts.map { .text($0) }) : texts.first.map { .text($0) }
      }
      return values
    }
    let properties = RequestProperties(
      principal: values(.principal), resource: values(.resource), scope: values(.scope), action: values(.action),
      context: values(.context))
    return (properties, bringsRoles)
  }

  private static func validText(_ place: BytePlace, _ bytes: Span<UInt8>) -> String? {
    guard let text = try? UTF8Span(validating: bytes.extracting(place.range)) else { return nil }
    return String(copying: text)
  }
}
