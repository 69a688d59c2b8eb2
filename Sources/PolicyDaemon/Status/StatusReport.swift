import DecisionTable
import PolicyValues

/// `/v1/status`: what an operator wants to know, as JSON.
enum StatusReport {
  static func write(to json: inout JSONWriter, daemon: DaemonState, policy: ServingPolicy, now: Timestamp) {
    let reload = daemon.lastReload
    json.object { json in
      json.member("version", daemon.version)
      json.member("state", daemon.isDraining ? "draining" : "serving")
      json.member("uptime_seconds", daemon.uptimeSeconds)
      json.member("policy", policy.table.policyName)
      json.member("digest", policy.table.digest)
      json.object("counts") { json in
        for (kind, count) in counts(policy.table.counts) { json.member(kind, count) }
      }
      json.member("loaded_at", text(policy.loadedAt))
      // The clock may have been set back since; an age below zero would only confuse.
      json.member("age_seconds", Int(max(0, now.seconds.subtractingClamped(policy.loadedAt.seconds))))
      json.member("warnings", policy.warnings)
      json.array("broken_invariants") { json in
        for message in policy.brokenInvariants { json.string(message) }
      }
      json.object("last_reload") { json in
        json.member("at", text(reload.at))
        json.member("ok", reload.isOK)
        json.array("errors") { json in
          for message in reload.errors { json.string(message) }
        }
      }
      json.object("connections") { json in
        json.member("open", daemon.counters.connections.open)
      }
    }
  }

  /// A moment as RFC 3339 has it. Only years 1 to 9999 can be written so, and a broken clock may say others.
  private static func text(_ moment: Timestamp) -> String {
    moment >= .minimum && moment <= .maximum ? moment.description : "unknown"
  }

  /// What a table holds, by kind, as status and metrics name it.
  static func counts(_ counts: TableCounts) -> [(String, Int)] {
    [
      ("scopes", counts.scopes), ("principals", counts.principals), ("resources", counts.resources),
      ("assignments", counts.assignments), ("roles", counts.roles), ("permissions", counts.permissions),
      ("conditions", counts.conditions), ("cells", counts.cells),
    ]
  }
}

extension Int64 {
  /// The difference, at the ends of the range instead of past them.
  fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (self < other ? .min : .max) : difference
  }
}
