import DecisionTable
import NIOCore
import PolicyValues

/// `/metrics`: the counters in Prometheus' text format, version 0.0.4.
struct PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var buffer = ByteBuffer()

  init(_ daemon: DaemonState, policy: ServingPolicy) {
    let counters = daemon.counters
    family("policyd_decisions_total", "counter", "Questions answered, by result and reason.")
    for outcome in Metrics.Outcome.all {
      let labels = [("result", outcome.isAllowed ? "allow" : "deny"), ("reason", outcome.name)]
      sample("policyd_decisions_total", labels, counters.total(outcome))
    }
    family("policyd_requests_total", "counter", "HTTP requests, by path and status.")
    for route in Route.allCases.map(Optional.some) + [nil] {
      for status in Metrics.statuses {
        let count = counters.total(route, status: status)
        guard count > 0 else { continue }
        let labels = [("path", route?.path ?? "other"), ("status", String(status))]
        sample("policyd_requests_total", labels, count)
      }
    }
    family("policyd_commands_total", "counter", "Commands of the Redis protocol, by name.")
    for command in CommandName.allCases.map(Optional.some) + [nil] {
      let name = command?.rawValue ?? "unknown"
      sample("policyd_commands_total", [("command", name)], counters.total(command))
    }
    family("policyd_command_errors_total", "counter", "Commands answered with an error, and bytes that were none.")
    for command in CommandName.allCases.map(Optional.some) + [nil] {
      let name = command?.rawValue ?? "unknown"
      sample("policyd_command_errors_total", [("command", name)], counters.errors(command))
    }
    sample("policyd_command_errors_total", [("command", "protocol")], counters.protocolErrors)
    family("policyd_reloads_total", "counter", "Loads of the policy after the first, by result.")
    sample("policyd_reloads_total", [("result", "ok")], counters.reloads.ok)
    sample("policyd_reloads_total", [("result", "failed")], counters.reloads.failed)
    family("policyd_last_reload_ok", "gauge", "1 if the last load of the policy went well, else 0.")
    sample("policyd_last_reload_ok", [], daemon.lastReload.isOK ? 1 : 0)

    family("policyd_policy_info", "gauge", "The policy that answers now.")
    let info = [("policy", policy.table.policyName), ("digest", policy.table.digest)]
    sample("policyd_policy_info", info, 1)
    family("policyd_policy_loaded_timestamp_seconds", "gauge", "When the policy was loaded, in Unix time.")
    buffer.writeString("policyd_policy_loaded_timestamp_seconds \(policy.loadedAt.seconds)\n")
    family("policyd_policy_entries", "gauge", "What the policy holds, by kind.")
    for (kind, count) in StatusReport.counts(policy.table.counts) {
      sample("policyd_policy_entries", [("kind", kind)], UInt64(max(0, count)))
    }
    family("policyd_broken_invariants", "gauge", "Invariants that the directory breaks.")
    sample("policyd_broken_invariants", [], UInt64(policy.brokenInvariants.count))

    family("policyd_connections", "gauge", "Connections that are open.")
    sample("policyd_connections", [], UInt64(max(0, counters.connections.open)))
    family("policyd_connections_accepted_total", "counter", "Connections that came.")
    sample("policyd_connections_accepted_total", [], counters.connections.accepted)
    family("policyd_connections_refused_total", "counter", "Connections turned away, too many being open.")
    sample("policyd_connections_refused_total", [], counters.connections.refused)
    family("policyd_uptime_seconds", "gauge", "Seconds since the start.")
    sample("policyd_uptime_seconds", [], UInt64(max(0, daemon.uptimeSeconds)))
  }

  private mutating func family(_ name: String, _ type: String, _ help: String) {
    buffer.writeString("# HELP \(name) \(help)\n# TYPE \(name) \(type)\n")
  }

  private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: UInt64) {
    buffer.writeString(name)
    if !labels.isEmpty {
      let written = labels.map { "\($0)=\"\(Self.escaped($1))\"" }
      buffer.writeString("{\(written.joined(separator: ","))}")
    }
    buffer.writeString(" \(value)\n")
  }

  /// A label's value: backslash, quote and line feed are escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
