import DecisionTable
import PolicyValues

/// Scopes and principals by what both directories say of them as far as answers depend on it: instances of one kind are
/// told apart by nothing but their names and what is held.
///
/// Of an instance of which both sides say the same only what the policies touch is asked, so that no more tells it apart
/// than the conditions of that ask for. Of others everything counts.
final class InstanceKinds {
  let common: CommonDirectory
  private let words: InstanceWords
  private let touchedWords: InstanceWords
  private var numbers: [[UInt64]: UInt64] = [:]
  /// By the numbers of scopes and of principals.
  private(set) var scopes: [Kind] = []
  private(set) var principals: [Kind] = []

  struct Kind: Hashable {
    /// Whether both sides say the same.
    var isSame: Bool
    /// By all that any condition asks for.
    var whole: UInt64
    /// By what those of touched permissions ask for; means something only of the same.
    var touched: UInt64
  }

  init(_ common: CommonDirectory, _ touched: TouchedPermissions) {
    self.common = common
    let sides = [common.tables.before, common.tables.after]
    words = InstanceWords(common: common, asks: common.asks)
    touchedWords = InstanceWords(
      common: common, asks: touched.isEverything ? common.asks : DirectoryAsks(sides) { touched.touches($0, $1) })
    scopes = common.scopes.map { scope in
      kind { words, isBefore, result in
        words.append(scope: isBefore ? scope.before : scope.after, isBefore, to: &result)
      }
    }
    principals = common.principals.map { principal in
      kind { words, isBefore, result in
        words.append(principal: isBefore ? principal.before : principal.after, isBefore, to: &result)
      }
    }
  }

  private func kind(_ append: (InstanceWords, _ isBefore: Bool, inout [UInt64]) -> Void) -> Kind {
    var before: [UInt64] = []
    var after: [UInt64] = []
    append(words, true, &before)
    append(words, false, &after)
    let isSame = before == after
    let whole = number(before + [.max] + after)
    guard isSame else { return Kind(isSame: false, whole: whole, touched: 0) }
    var touched: [UInt64] = []
    append(touchedWords, true, &touched)
    return Kind(isSame: true, whole: whole, touched: number(touched))
  }

  private func number(_ words: [UInt64]) -> UInt64 {
    let next = UInt64(numbers.count)
    let number = numbers[words] ?? next
    if number == next { numbers[words] = next }
    return number
  }
}

/// What answers depend on of scopes and principals on one side, as words that both sides can be compared by.
struct InstanceWords {
  let common: CommonDirectory
  let asks: DirectoryAsks

  func append(scope: Int?, _ isBefore: Bool, to words: inout [UInt64]) {
    let side = common.side(isBefore)
    guard let scope else { return words.append(0) }
    words.append(side.isDisabledAbove(scope) ? 2 : 1)
    for (level, step) in side.chain(scope).enumerated() {
      let type = side.table.scopeName(at: step).type
      words.append(common.typeNumber(type))
      if asks.scopeNames || asks.resourceFacts && level == 0 && common.isResource(type) {
        words.append(UInt64(common.scope(step, isBefore: isBefore)))
      }
      if asks.scopeAttributes || asks.resourceFacts {
        words.append(common.attributesNumber(side.table.attributes(ofScopeAt: step)))
      }
    }
  }

  /// Without what the principal holds.
  func append(principal: Int?, _ isBefore: Bool, to words: inout [UInt64]) {
    let side = common.side(isBefore)
    guard let principal else { return words.append(0) }
    let askers = side.askers(principal)
    words.append(UInt64(askers.count))
    for asker in askers {
      words.append(side.standing(asker))
      words.append(common.typeNumber(side.type(ofPrincipal: asker)))
      if asks.principalNames { words.append(UInt64(common.principal(asker, isBefore: isBefore))) }
      if asks.principalAttributes {
        words.append(common.attributesNumber(side.table.attributes(ofPrincipalAt: asker)))
      }
      if asks.groups {
        let groups = side.table.groups(ofPrincipalAt: asker, at: common.now)
          .map { UInt64(common.principal($0, isBefore: isBefore)) }.sorted()
        words.append(UInt64(groups.count))
        words += groups
      }
    }
    // A bound that is missing denies.
    words.append(askers.count == 1 && side.isBounded(principal) ? 1 : 0)
  }
}
