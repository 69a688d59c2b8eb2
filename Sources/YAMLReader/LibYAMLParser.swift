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

/// libyaml's event parser over a copy of the input. The only place with unsafe code.
@safe struct LibYAMLParser: ~Copyable {
  // Both are made in `init` and given back in `deinit`; nobody else sees them.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Starts to parse; nil if there is no memory. The bytes are copied, since libyaml keeps a pointer to them
  /// between events, which an array's own storage must not be used for.
  init?(_ bytes: ArraySlice<UInt8>) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      return nil
    }
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    // `input` has room for exactly the bytes.
    _ = unsafe input.initialize(from: bytes)
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // The pointer and the length are those of `input`, which lives as long as the parser.
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    unsafe self.parser = parser
    unsafe self.input = input
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event. The text of a scalar is appended to `text`.
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
      unsafe text.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
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
