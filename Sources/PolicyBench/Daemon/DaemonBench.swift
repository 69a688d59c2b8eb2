import PolicyLanguage

package struct DaemonBenchConfiguration: Sendable {}
package struct DaemonRow: Sendable {}
package struct DaemonReport: Sendable {
  var subject = ""
  var note = ""
  var rows: [DaemonRow] = []
  var errors: [String] = []
  var refusals: [String] = []
  var measures: [Measure] = []
}
struct DaemonBench {
  init(_ configuration: DaemonBenchConfiguration, progress: @escaping @Sendable (String) -> Void) {}
  func report() async throws(BenchError) -> DaemonReport { DaemonReport() }
}
extension BenchReport {
  static func table(_ rows: [DaemonRow]) -> TextTable { TextTable(columns: []) }
}
