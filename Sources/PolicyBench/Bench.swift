import DecisionTable
import PolicyValues

/// Measures what is asked for, one part after the other.
package func runBench(_ configuration: BenchConfiguration) async throws(BenchError) -> BenchReport {
  var report = BenchReport(machine: .current, date: SystemClock.now())
  let inProcess = configuration.parts.contains(.engine) || configuration.parts.contains(.start)
  for size in inProcess ? configuration.sizes : [] {
    try await measure(size, configuration, &report)
  }
  if configuration.parts.contains(.daemon) {
    report.daemon = try await DaemonBench(configuration.daemon, progress: configuration.progress).report()
  }
  configuration.progress("")
  return report
}

/// The parts that need no socket, in a world of one size.
private func measure(
  _ size: Int, _ configuration: BenchConfiguration, _ report: inout BenchReport
) async throws(BenchError) {
  let text = BenchSize.text(size)
  let now = SystemClock.now()
  configuration.progress("making a world of \(text) assignments")
  let world = try BenchWorld(assignments: size)
  var built: DecisionTable?
  if configuration.parts.contains(.start) {
    configuration.progress("building tables of \(text) assignments")
    let start = StartBench(world: world, now: now, runs: configuration.runs)
    let (row, table) = try await TemporaryFolder.with { folder throws(BenchError) in try start.row(in: folder) }
    report.start.append(row)
    built = table
  }
  guard configuration.parts.contains(.engine) else { return }
  let table: DecisionTable
  if let built { table = built } else { table = try world.table() }
  configuration.progress("asking tables of \(text) assignments")
  let engine = EngineBench(
    world: world, table: table, now: now, questions: configuration.questions, runs: configuration.runs)
  report.engine += try engine.rows()
}
