package import PolicyLanguage

extension BenchReport {
  /// For people.
  package func text(style: TerminalStyle) -> String {
    var sections = [style.paint(machine.summary, .dim) + "\n"]
    func add(_ title: String, _ table: TextTable, _ note: String) {
      sections.append(
        style.paint(title, .bold) + "\n" + table.terminalText(style: style) + style.paint(note, .dim) + "\n")
    }
    if !engine.isEmpty { add("Checks in process", Self.table(engine), Self.engineNote) }
    if !start.isEmpty { add("Building and starting", Self.table(start), Self.startNote) }
    if let daemon {
      add("A daemon on a Unix domain socket (\(daemon.subject))", Self.table(daemon.rows), daemon.note)
    }
    return sections.joined(separator: "\n")
  }

  private static let engineNote = """
    Medians of nanoseconds a check. One by one and in batches of \(EngineBench.batchSize): all of different questions;
    warm: the same \(EngineBench.warmQuestions) over and over.
    """

  private static let startNote = """
    Medians. Writing includes flushing to the disk; opening maps the file, which is in the page cache, and checks every
    position in it.
    """

  private static func table(_ rows: [EngineRow]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("assignments", .right, namesRows: true), TextTable.Column("questions"),
      TextTable.Column("one by one", .right), TextTable.Column("warm", .right), TextTable.Column("in batches", .right),
      TextTable.Column("million/s in batches", .right), TextTable.Column("allowed", .right),
    ])
    var size: Int?
    for row in rows {
      if size != row.size { table.beginGroup() }
      table.add(
        [
          size == row.size ? "" : BenchSize.text(row.size), row.kind.rawValue, number(row.single.median),
          number(row.warm.median), number(row.batch.median), number(1000 / row.batch.median),
          "\(number(row.allowed * 100)) %",
        ].map { TextTable.Cell($0) })
      size = row.size
    }
    return table
  }

  private static func table(_ rows: [StartRow]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("assignments", .right, namesRows: true), TextTable.Column("build", .right),
      TextTable.Column("write", .right), TextTable.Column("open", .right), TextTable.Column("first answer", .right),
      TextTable.Column("size", .right), TextTable.Column("bytes/assignment", .right),
    ])
    for row in rows {
      table.add(
        [
          BenchSize.text(row.size), "\(number(row.build.median)) ms", "\(number(row.write.median)) ms",
          "\(number(row.open.median)) ms", "\(number(row.firstAnswer.median)) µs", bytes(row.bytes),
          number(Double(row.bytes) / Double(row.size)),
        ].map { TextTable.Cell($0) })
    }
    return table
  }

  private static func table(_ rows: [DaemonRow]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("depth", .right), TextTable.Column("connections", .right), TextTable.Column("lane"),
      TextTable.Column("questions/s", .right), TextTable.Column("median", .right), TextTable.Column("p99", .right),
      TextTable.Column("p99.9", .right), TextTable.Column("longest", .right),
    ])
    var last: DaemonRow?
    for row in rows {
      let isNew = last?.depth != row.depth || last?.connections != row.connections
      if isNew { table.beginGroup() }
      let times = [0.5, 0.99, 0.999, 1].map { "\(number(row.latency($0))) µs" }
      let rate = row.rates.median * Double(row.lane.questionsPerRequest)
      table.add(
        ([isNew ? "\(row.depth)" : "", isNew ? "\(row.connections)" : "", row.lane.rawValue, number(rate)] + times)
          .map { TextTable.Cell($0) })
      last = row
    }
    return table
  }

  /// A size with three digits.
  private static func bytes(_ count: Int) -> String {
    if count < 1_000_000 { return "\(number(Double(count) / 1000)) kB" }
    return count < 1_000_000_000
      ? "\(number(Double(count) / 1e6)) MB" : "\(number(Double(count) / 1e9)) GB"
  }

  /// A number with about three digits, which is as much as a measurement is good for.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let decimals = value < 10 ? 2 : value < 100 ? 1 : 0
    let scale = [1.0, 10.0, 100.0][decimals]
    let scaled = Int((value * scale).rounded())
    guard decimals > 0 else { return grouped(scaled) }
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale)).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
  }

  /// A whole number with a thin gap between its thousands.
  private static func grouped(_ value: Int) -> String {
    var text = String(value)
    var end = text.count - 3
    while end > 0 {
      text.insert(" ", at: text.index(text.startIndex, offsetBy: end))
      end -= 3
    }
    return text
  }
}
