import PolicyValues

extension TableView {
  /// A value of the table by itself; `nil` if its text is not what its kind says.
  func storedValue(_ position: Int) -> AttributeValue? {
    switch operand(position) {
    case .text(let text): return .string(text.string)
    case .name(let type, let id): return .principal(EntityName(type: type.string, id: id.string))
    case .int(let value): return .int(value)
    case .bool(let value): return .bool(value)
    case .time(let value): return .timestamp(value)
    case .ip(let value): return .ip(value)
    case .value(let value): return value
    case .list(let positions):
      let values = positions.compactMap { storedValue($0) }
      return values.count == positions.count ? .list(values) : nil
    case .absent, .unusable, .groups: return nil
    }
  }
}
