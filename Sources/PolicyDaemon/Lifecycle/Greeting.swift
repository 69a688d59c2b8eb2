import DecisionTable
import NIOCore
import PolicyAnalysis
package import PolicyValues

/// What a daemon that has started tells the person who started it.
package enum Greeting {
  /// Where it listens, and a question to paste that the answer to is allow. `program` is how this program was called:
  /// `policy` is built beside it.
  package static func text(
    _ running: RunningDaemon, program: String, at now: Timestamp = SystemClock.now()
  ) -> String {
    var lines = [
      "policyd answers on \(running.socketPath)", "policy \(running.policyName), digest \(running.digest)",
    ]
    if let question = TableSearch(running.table).example(at: now) {
      lines += ["", "ask it:"] + ways(question, running.socketPath, program).map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func ways(_ question: Question, _ socket: String, _ program: String) -> [String] {
    let folder = program.lastIndex(of: "/").map { program[...$0] } ?? ""
    let body = String(buffer: AccessClient.requestBody(question))
    let path = shell(socket)
    return [
      "curl --unix-socket \(path) http://localhost/access/v1/evaluation -H 'content-type: application/json' -d \(shell(body))",
      "\(shell(folder + "policy")) can \(shell(question.principal.description)) \(shell(question.action)) \(shell(question.resourceType))"
        + " in \(shell(question.scope ?? "")) --socket \(path)",
      "redis-cli -s \(path) CAN \(shell(question.principal.description)) \(shell(question.action)) \(shell(question.resourceType))"
        + " \(shell(question.scope ?? "-"))",
    ]
  }

  /// A word that a shell takes as it stands. Ids hold no white space or control characters, but may hold quotes.
  private static func shell(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      NameGrammar.isActionName([UInt8(ascii: "a"), byte]) || byte == UInt8(ascii: "@")
    }
    return isPlain && !text.isEmpty
      ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
