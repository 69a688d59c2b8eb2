package import PolicyValues

extension DecisionTable {
  /// The first moment after `now` at which an answer may be another without anything else having changed: when
  /// something that is held until a time ends. The last moment there is if nothing does; `nil` if a condition asks what
  /// time it is, so that any moment may be one.
  package func nextChange(after now: Timestamp) -> Timestamp? {
    let asksTime = (0..<view.count(.atoms)).contains { atom in
      [1, 4].contains { field in
        view.word(.atoms, atom, field) == OperandKind.builtin.rawValue
          && view.word(.atoms, atom, field + 1) == TableBuiltin.now.rawValue
      }
    }
    guard !asksTime else { return nil }
    var next = Timestamp.maximum
    for position in 0..<view.count(.times) {
      let time = view.time(position)
      if now.isBefore(time), time.isBefore(next) { next = time }
    }
    return next
  }
}
