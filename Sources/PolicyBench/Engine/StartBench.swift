import DecisionTable
import PolicyValues

/// What it costs to make a table of one size, and to come up with one.
package struct StartRow: Sendable {
  package var size: Int
  package var bytes = 0
  /// Milliseconds from contents to a table that answers.
  package var build = Samples()
  /// Milliseconds until the table's file is on the disk.
  package var write = Samples()
  /// Milliseconds to map the file and to check every position in it.
  package var open = Samples()
  /// Microseconds of the first check after that.
  package var firstAnswer = Samples()
}

/// Measures building and starting.
struct StartBench {
  let world: BenchWorld
  let now: Timestamp
  var runs = 5

  /// The row, and the table that was built last.
  func row(in folder: TemporaryFolder) throws(BenchError) -> (StartRow, DecisionTable) {
    var row = StartRow(size: world.contents.assignments.count)
    let path = folder.path("bench.table")
    var table = try world.table()
    let questions = try world.questions(.allow, count: 64, for: table, at: now)
    for run in 0..<runs {
      let (built, building) = try timed { () throws(BenchError) in try world.table() }
      table = built
      row.build.add(building.milliseconds)
      row.bytes = table.byteCount
      let opened = try writtenAndOpened(table, path, &row)
      let place = questions.places[run % questions.count]
      // Bytes have no padding, so that a span of them is their raw bytes.
      let bytes = unsafe questions.bytes.span.bytes
      let start = ContinuousClock.now
      let reason = opened.reason(of: place, in: bytes, at: now)
      row.firstAnswer.add((ContinuousClock.now - start).nanoseconds / 1000)
      guard reason == .granted else { throw BenchError("the table answers otherwise once it is read from a file") }
    }
    return (row, table)
  }

  private func writtenAndOpened(
    _ table: DecisionTable, _ path: String, _ row: inout StartRow
  ) throws(BenchError) -> DecisionTable {
    do throws(TableError) {
      let writing = try timed { () throws(TableError) in try TableFile.write(table.memory, to: path) }.duration
      row.write.add(writing.milliseconds)
      let (opened, opening) = try timed { () throws(TableError) in try DecisionTable(file: path) }
      row.open.add(opening.milliseconds)
      return opened
    } catch {
      throw BenchError("the table file: \(error.message)")
    }
  }
}

extension StartRow {
  var measures: [Measure] {
    let path = "start/\(BenchSize.text(size))"
    return [
      Measure("\(path)/build", "ms", build), Measure("\(path)/write", "ms", write), Measure("\(path)/open", "ms", open),
      Measure("\(path)/first_answer", "µs", firstAnswer),
      Measure("\(path)/bytes", "bytes", Samples([Double(bytes)])),
    ]
  }
}
