import DecisionTable
import PolicyValues

/// One side's directory, with everything numbered as both sides number it together, so that what two sides say of someone can
/// be compared word by word.
final class SideDirectory {
  let table: DecisionTable
  let now: Timestamp
  let isBefore: Bool
  /// For each role, by its position in the table, the bits of all that it brings, in common numbers.
  private var closures: [[UInt64]] = []
  /// In the table's order.
  private let principalTypes: [PolicyOutline.PrincipalType]
  /// By the positions of scopes.
  private var chains: [[Int]] = []
  private var holdings: [Int: [Held]] = [:]
  let words: Int

  /// A role that is held somewhere: the scope's position, and the bits that it brings.
  struct Held {
    var scope: Int
    var role: Int
  }

  init(
    _ compared: ComparedTable, at now: Timestamp, isBefore: Bool, roleNumbers: [String: Int], rename: (String) -> String
  ) {
    table = compared.table
    self.now = now
    self.isBefore = isBefore
    words = roleNumbers.count / 64 + 1
    principalTypes = compared.outline.principalTypes
    let names = table.roleNames
    let numbers = names.map { roleNumbers[isBefore ? rename($0) : $0] ?? 0 }
    closures = names.indices.map { position in
      var bits = [UInt64](repeating: 0, count: words)
      for other in names.indices where other > 0 && table.role(at: position, brings: other) {
        bits[numbers[other] / 64] |= 1 << UInt64(numbers[other] % 64)
      }
      return bits
    }
    let scopes = table.scopePositions
    chains = Array(repeating: [], count: (scopes.max() ?? -1) + 1)
    for scope in scopes {
      var chain = [scope]
      while let parent = table.parent(ofScopeAt: chain[chain.count - 1]) { chain.append(parent) }
      chains[scope] = chain
    }
  }

  /// A scope with what it lies in, outward, by position.
  func chain(_ scope: Int) -> [Int] { chains[scope] }

  /// What a principal holds now, itself and through groups, by the scope's position.
  func held(_ principal: Int) -> [Held] {
    if let known = holdings[principal] { return known }
    // Only who bounds many is asked about again and again.
    var held = own(principal)
    for group in table.groups(ofPrincipalAt: principal, at: now) { held += own(group) }
    held.sort { $0.scope < $1.scope }
    if holdings.count < 4096 { holdings[principal] = held }
    return held
  }

  private func own(_ principal: Int) -> [Held] {
    table.assignments(ofPrincipalAt: principal, at: now).map { Held(scope: $0.scope, role: $0.role) }
  }

  /// What bounds a principal, step by step; ends where a bound is missing, which then denies.
  func bounds(_ principal: Int) -> [Int] {
    var chain: [Int] = []
    var current = principal
    while chain.count < 64, isBounded(current), let next = table.bound(ofPrincipalAt: current) {
      chain.append(next)
      current = next
    }
    return chain
  }

  /// A principal with what bounds it.
  func askers(_ principal: Int) -> [Int] { [principal] + bounds(principal) }

  func isBounded(_ principal: Int) -> Bool { principalTypes[table.principalType(at: principal)].isBounded }

  func type(ofPrincipal principal: Int) -> String { principalTypes[table.principalType(at: principal)].name }

  /// The roles that are held at a scope or above it, closed over includes, of whatever scope type: bits by common numbers.
  func reached(_ held: [Held], _ scope: Int) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: words)
    for step in chain(scope) { add(held, step, to: &bits) }
    return bits
  }

  /// The roles that are assigned at a scope or above it, by their positions.
  func assigned(_ held: [Held], _ scope: Int) -> Set<Int> {
    let chain = Set(chain(scope))
    return Set(held.filter { chain.contains($0.scope) }.map(\.role))
  }

  /// Adds what is held right at a scope, to the words from a place on.
  func add(_ held: [Held], _ scope: Int, to bits: inout [UInt64], at start: Int = 0) {
    guard !held.isEmpty else { return }
    var low = 0
    var high = held.count
    while low < high {
      let middle = (low + high) / 2
      if held[middle].scope < scope { low = middle + 1 } else { high = middle }
    }
    while low < held.count, held[low].scope == scope {
      let closure = closures[held[low].role]
      for word in closure.indices { bits[start + word] |= closure[word] }
      low += 1
    }
  }

  /// How a principal stands: 0 may ask, 1 disabled, 2 over.
  func standing(_ principal: Int) -> UInt64 {
    if table.isPrincipalDisabled(at: principal) { return 1 }
    if let end = table.expiry(ofPrincipalAt: principal), !(now < end) { return 2 }
    return 0
  }

  func isDisabledAbove(_ scope: Int) -> Bool { chain(scope).contains { table.isScopeDisabled(at: $0) } }
}
