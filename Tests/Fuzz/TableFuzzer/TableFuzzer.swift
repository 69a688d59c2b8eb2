@testable import DecisionTable
import PolicyValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// A fuzzer of the table's opener, and of the check over whatever it accepts. Built only if POLICYD_FUZZ is set:
//
//   POLICYD_FUZZ=1 swift build --sanitize fuzzer -Xswiftc -use-ld=lld --scratch-path .build-fuzz --product TableFuzzer
//   mkdir -p .build-fuzz/corpus && for set in policies/*; do policy build $set -o .build-fuzz/corpus/$(basename $set); done
//   .build-fuzz/debug/TableFuzzer .build-fuzz/corpus -max_len=65536

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What SwiftPM calls instead of `main` in a program built so.
@_cdecl("TableFuzzer_main")
public func fuzzerMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var count = count
  var arguments = unsafe arguments
  return unsafe runDriver(&count, &arguments) { bytes, count in unsafe test(bytes, count) }
}

/// The name by which the fuzzer's own `main` is linked.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // In bounds: the fuzzer lends that many bytes for the time of the call.
  unsafe ask(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

/// Opens bytes as they are, and again with length and checksum made right; asks whatever opens.
private func ask(_ bytes: [UInt8]) {
  if let table = try? DecisionTable(bytes: bytes) { ask(table) }
  guard bytes.count >= TableFormat.headerLength else { return }
  var bytes = bytes
  for position in 0..<8 {
    bytes[TableFormat.lengthOffset + position] = UInt8(truncatingIfNeeded: bytes.count >> (8 * position))
  }
  unsafe bytes.withUnsafeMutableBytes { unsafe TableFormat.seal($0) }
  if let table = try? DecisionTable(bytes: bytes) { ask(table) }
}

/// Asks in the table's own words, so that questions reach behind the vocabulary.
private func ask(_ table: DecisionTable) {
  let now = Timestamp(seconds: 1_795_000_000)
  let principals =
    Array(table.principals.prefix(4)) + table.principalTypeNames.prefix(2).map { EntityName(type: $0, id: "x") }
  let scopes = table.scopes.prefix(4).map(\.description) + ["\(table.scopeTypeNames.first ?? ""):x"]
  for principal in principals {
    for type in table.resourceTypeNames.prefix(4) {
      let ids = [nil, "x"] + table.resources(ofType: type).prefix(2).map(\.id)
      for action in table.actions(of: type).prefix(3) {
        for scope in scopes {
          for id in ids {
            let question = Question(
              principal: principal, action: action, resourceType: type, resourceID: id, scope: scope,
              properties: RequestProperties(context: ["a": .bool(true)]),
              roles: .given([RequestRoles.Entry(scope: scope, roles: ["admin"])]))
            let decision = table.decide(question, at: now)
            if let cell = decision.cell { _ = table.rule(cell) }
          }
        }
        _ = table.trace(Question(principal: principal, action: action, resourceType: type), at: now)
      }
    }
    _ = (table.holdings(of: principal, at: now), table.bound(of: principal))
    _ = table.effectiveRoles(of: principal, at: scopes[0], now: now)
  }
  _ = (table.counts, table.cells, table.info)
}
