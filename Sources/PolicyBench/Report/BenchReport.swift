package import PolicyLanguage
package import PolicyValues

/// All that was measured.
package struct BenchReport: Sendable {
  package var machine: Machine
  package var date: Timestamp
  package var engine: [EngineRow] = []
  package var start: [StartRow] = []
  package var daemon: DaemonReport?

  package init(machine: Machine, date: Timestamp) {
    self.machine = machine
    self.date = date
  }

  /// What went wrong while measuring; numbers beside it are not to be relied on.
  package var errors: [String] { daemon?.errors ?? [] }

  package var measures: [Measure] {
    engine.flatMap { $0.measures } + start.flatMap { $0.measures } + (daemon?.measures ?? [])
  }

  /// For programs. Members are only ever added.
  package var json: JSONValue {
    .object([
      ("bench", .int(1)), ("date", .string(date.description)),
      (
        "machine",
        .object([
          ("model", .string(machine.model)), ("cores", .int(machine.cores)), ("kernel", .string(machine.kernel)),
          ("swift", .string(machine.swift)), ("optimized", .bool(machine.isOptimized)),
        ])
      ),
      ("measures", .array(measures.map(\.json))),
      ("refused", .array((daemon?.refusals ?? []).map { .string($0) })),
      ("errors", .array(errors.map { .string($0) })),
    ])
  }
}

extension Measure {
  var json: JSONValue {
    .object([
      ("name", .string(name)), ("unit", .string(unit)), ("median", .double(samples.median)),
      ("min", .double(samples.least)), ("max", .double(samples.most)),
      ("samples", .array(samples.values.map { .double($0) })),
    ])
  }
}
