internal import CLibYAML

/// One event of libyaml, without its pointers. Places are counted in Unicode scalars, as libyaml counts.
struct Event {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias, scalar, sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  enum Style {
    case plain, singleQuoted, doubleQuoted, block
  }

  var kind: Kind
  var start: Int
  var end: Int
  var isMultiline: Bool
  var style = Style.plain
  /// Whether a collection is written with brackets or braces.
  var isFlow = false
  var hasAnchor = false
  var hasTag = false
  /// The length of a scalar's text, in bytes.
  var length = 0
  /// Whether the text of a scalar stands in the input just so, from `start` on. Only in a file of ASCII alone.
  var isVerbatim = false
}

/// Why libyaml stopped.
struct LibYAMLFailure: Error {
  var problem: String
  /// Where, in Unicode scalars.
  var index: Int
  /// What libyaml was reading, and since where, in Unicode scalars.
  var context: String?
  var contextIndex: Int
}

/// libyaml's event parser. The only place with unsafe code.
@safe struct LibYAMLParser: ~Copyable {
  // Made in `init` and given back in `deinit`; nobody else sees it.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  // The bytes that `parse` keeps in place for as long as there is a parser.
  private let input: UnsafeBufferPointer<UInt8>
  private let isASCII: Bool

  /// Hands a parser over the bytes from `start` on to `body`; nil if there is no memory for one.
  static func parse<Result>(
    _ bytes: [UInt8], from start: Int, isASCII: Bool, _ body: (inout LibYAMLParser) -> Result
  ) -> Result? {
    // libyaml keeps a pointer to the bytes between events: they stay where they are until the closure has returned,
    // and the parser ends in it.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      // In bounds: a mark is no longer than the file that begins with it.
      let input = unsafe UnsafeBufferPointer(rebasing: buffer[start...])
      guard var parser = unsafe LibYAMLParser(input, isASCII: isASCII) else { return nil }
      return body(&parser)
    }
  }

  @unsafe private init?(_ input: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      return nil
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // The pointer and the length are those of `input`.
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    unsafe self.parser = parser
    unsafe self.input = input
    self.isASCII = isASCII
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// The next event. The text of a scalar is appended to `text` unless it is verbatim.
  mutating func next(text: inout [UInt8]) throws(LibYAMLFailure) -> Event {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    // Whatever happens below, the event's own memory goes back.
    defer { unsafe yaml_event_delete(&event) }
    let start = unsafe event.start_mark
    let end = unsafe event.end_mark
    var result = Event(
      kind: .streamEnd, start: start.index, end: end.index, isMultiline: start.line != end.line)
    // Each case reads the member of the union that libyaml's documentation gives for the event's type.
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      result.kind = .scalar
      result.style = unsafe Self.style(of: scalar.style)
      result.hasAnchor = unsafe scalar.anchor != nil
      result.hasTag = unsafe scalar.tag != nil
      // libyaml gives the length of the value beside it; the bytes are copied before the event is deleted.
      let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.length = value.count
      result.isVerbatim = unsafe result.style == .plain && stands(value, at: start.index)
      if !result.isVerbatim { unsafe text.append(contentsOf: value) }
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      result.kind = .sequenceStart
      result.isFlow = unsafe sequence.style == YAML_FLOW_SEQUENCE_STYLE
      result.hasAnchor = unsafe sequence.anchor != nil
      result.hasTag = unsafe sequence.tag != nil
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      result.kind = .mappingStart
      result.isFlow = unsafe mapping.style == YAML_FLOW_MAPPING_STYLE
      result.hasAnchor = unsafe mapping.anchor != nil
      result.hasTag = unsafe mapping.tag != nil
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    case YAML_ALIAS_EVENT: result.kind = .alias
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    // After the end of the stream libyaml answers with events of no type.
    default: result.kind = .streamEnd
    }
    return result
  }

  /// Whether the input has these bytes at an index. Where all is ASCII, libyaml's indices count bytes.
  private func stands(_ value: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard isASCII, unsafe index <= input.count - value.count else { return false }
    // In bounds: the input reaches as far from `index` on as `value` is long.
    for offset in 0..<value.count {
      guard unsafe value[offset] == input[index + offset] else { return false }
    }
    return true
  }

  private static func style(of style: yaml_scalar_style_t) -> Event.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .plain
    }
  }

  private func failure() -> LibYAMLFailure {
    // `problem` and `context` are null or constant C strings of libyaml.
    let problem = unsafe parser.pointee.problem
    let context = unsafe parser.pointee.context
    return LibYAMLFailure(
      problem: unsafe problem.map { unsafe String(cString: $0) } ?? "out of memory",
      index: unsafe parser.pointee.problem_mark.index,
      context: unsafe context.map { unsafe String(cString: $0) },
      contextIndex: unsafe parser.pointee.context_mark.index)
  }
}
