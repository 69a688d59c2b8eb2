import DecisionTable

/// The keys of evaluation requests that say what is asked. Those of up to eight letters are compared as one number, the
/// letters from the first on.
enum EvaluationField: UInt64, CaseIterable {
  case subject = 0x73_75_62_6A_65_63_74
  case action = 0x61_63_74_69_6F_6E
  case resource = 0x72_65_73_6F_75_72_63_65
  case context = 0x63_6F_6E_74_65_78_74
  case type = 0x74_79_70_65
  case id = 0x69_64
  case name = 0x6E_61_6D_65
  case scope = 0x73_63_6F_70_65
  case explain = 0x65_78_70_6C_61_69_6E
  case options = 0x6F_70_74_69_6F_6E_73
  /// `properties`, `evaluations` and `evaluations_semantic` are longer, and stand for themselves.
  case properties = 1
  case evaluations = 2
  case semantic = 3
  /// Any other key.
  case other = 4

  /// The key at a place.
  @inline(__always)
  init(_ key: BytePlace, _ bytes: Span<UInt8>) {
    guard key.count <= 8 else {
      self = Self.long(key, bytes)
      return
    }
    var letters: UInt64 = 0
    for index in key.range { letters = letters << 8 | UInt64(bytes[index]) }
    // Keys of control characters are not among the plain ones.
    self = Self(rawValue: letters) ?? .other
  }

  private static func long(_ key: BytePlace, _ bytes: Span<UInt8>) -> EvaluationField {
    switch key.count {
    case 10 where key.isText("properties", bytes): .properties
    case 11 where key.isText("evaluations", bytes): .evaluations
    case 20 where key.isText("evaluations_semantic", bytes): .semantic
    default: .other
    }
  }
}

extension BytePlace {
  /// Whether these bytes stand at the place.
  func isText(_ text: String, _ bytes: Span<UInt8>) -> Bool {
    let letters = text.utf8.span
    guard Int(count) == letters.count else { return false }
    for index in letters.indices where bytes[Int(offset) + index] != letters[index] { return false }
    return true
  }
}
