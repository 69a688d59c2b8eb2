/// Is told how far a load has come; often enough to be shown, not for each row.
package typealias LoadProgress = @Sendable (LoadStage) -> Void

/// What a load, or a study of what was loaded, is at.
package enum LoadStage: Hashable, Sendable, CustomStringConvertible {
  /// A file is read, so far to this byte.
  case reading(String, bytes: Int, of: Int)
  /// So many assignments are checked against the policy.
  case checking(assignments: Int)
  /// So many assignments become the table.
  case compiling(assignments: Int)
  /// So many assignments are held against the invariants.
  case checkingInvariants(assignments: Int)
  /// So many changed policies have been asked, of so many.
  case changing(Int, of: Int)

  /// As a person at a terminal reads it.
  package var description: String {
    switch self {
    case .reading(let path, 0, let total): "reading \(path): \(Self.megabytes(total)) MB"
    case .reading(let path, let bytes, let total):
      "reading \(path): \(Self.megabytes(bytes)) of \(Self.megabytes(total)) MB"
    case .checking(let count): "checking \(Self.grouped(count)) assignments"
    case .compiling(let count): "compiling \(Self.grouped(count)) assignments"
    case .changing(let done, let count): "\(Self.grouped(done)) of \(Self.grouped(count)) changed policies"
    case .checkingInvariants(let count): "checking the invariants of \(Self.grouped(count)) assignments"
    }
  }

  private static func megabytes(_ bytes: Int) -> String { grouped((bytes + 500_000) / 1_000_000) }

  /// Digits in groups of three, with commas between.
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return String(
      digits.enumerated().flatMap { position, digit in
        position > 0 && (digits.count - position) % 3 == 0 ? [",", digit] : [digit]
      })
  }
}
