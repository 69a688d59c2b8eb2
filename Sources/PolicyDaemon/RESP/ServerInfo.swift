import DecisionTable

/// What `INFO` tells: sections of `name:value` lines, as Redis writes them.
struct ServerInfo {
  private let sections: [(name: String, lines: [(String, String)])]

  init(_ moment: Moment) {
    let daemon = moment.daemon
    let table = moment.policy.table
    let connections = daemon.counters.connections
    let answers = Metrics.Outcome.all.map { ($0.isAllowed, daemon.counters.total($0)) }
    let count = { (isAllowed: Bool) in answers.filter { $0.0 == isAllowed }.reduce(0) { $0 + $1.1 } }
    sections = [
      (
        "Server",
        [
          ("server_name", "policyd"), ("policyd_version", daemon.version),
          ("state", daemon.isDraining ? "draining" : "serving"), ("uptime_in_seconds", "\(daemon.uptimeSeconds)"),
        ]
      ),
      (
        "Clients",
        [("connected_clients", "\(connections.open)"), ("rejected_connections", "\(connections.refused)")]
      ),
      (
        "Stats",
        [
          ("total_connections_received", "\(connections.accepted)"), ("decisions_allowed", "\(count(true))"),
          ("decisions_denied", "\(count(false))"),
        ]
      ),
      (
        "Policy",
        [
          ("policy", table.policyName), ("digest", table.digest),
          ("last_reload_ok", daemon.lastReload.isOK ? "1" : "0"),
          ("broken_invariants", "\(moment.policy.brokenInvariants.count)"),
        ] + StatusReport.counts(table.counts).map { ($0, "\($1)") }
      ),
    ]
  }

  /// All sections, or the one of that name; empty if there is none.
  func text(section: String?) -> String {
    let everything: Set<String> = ["all", "default", "everything"]
    let wanted = sections.filter { part in
      section.map { everything.contains($0) || $0 == RESPLane.lowercased(part.name) } ?? true
    }
    return wanted.map { part in
      "# \(part.name)\r\n" + part.lines.map { "\($0):\($1)\r\n" }.joined()
    }.joined(separator: "\r\n")
  }
}
