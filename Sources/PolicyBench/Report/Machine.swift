import FoundationEssentials
import NIOCore

/// What was measured on, without which no number says anything.
package struct Machine: Hashable, Sendable {
  package var model: String
  package var cores: Int
  package var kernel: String
  package var swift: String
  /// Whether the program was compiled with optimizations.
  package var isOptimized: Bool

  package static var current: Machine {
    let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let kernel = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? ""
    var isOptimized = true
    // Evaluated in unoptimized builds only.
    assert(
      {
        isOptimized = false
        return true
      }())
    return Machine(
      model: value(of: "model name", in: facts) ?? "unknown", cores: System.coreCount,
      kernel: trimmed(kernel.isEmpty ? "unknown" : kernel), swift: compilerVersion, isOptimized: isOptimized)
  }

  /// One line of it.
  var summary: String {
    "\(model), \(cores) \(cores == 1 ? "core" : "cores"), Linux \(kernel), Swift \(swift)"
      + (isOptimized ? "" : ", a debug build")
  }

  private static func value(of name: String, in facts: String) -> String? {
    for line in facts.split(separator: "\n") where line.hasPrefix(name) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      return trimmed(String(line[line.index(after: colon)...]))
    }
    return nil
  }

  private static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The language does not tell its version, but lets it be compared.
  private static var compilerVersion: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
