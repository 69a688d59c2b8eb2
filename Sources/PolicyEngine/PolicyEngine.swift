import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues

/// A policy, compiled and ready to answer: the same answers as `policyd` gives, without the socket.
///
/// ```swift
/// let engine = try PolicyEngine(policy: "policies/pica")
/// if engine.can("user:ada", "delete", "connection:c1", in: "project:web") { … }
/// ```
///
/// An engine never changes, and may be asked from any number of threads. To change the policy, load another.
public struct PolicyEngine: Sendable {
  private let table: DecisionTable

  /// SHA-256 of the compiled table, in hex: the same files give the same digest everywhere.
  public var digest: String { table.digest }
  /// The policy's name.
  public var policyName: String { table.policyName }
  /// Invariants that the directory breaks, as text. They do not keep the engine from answering.
  public let brokenInvariants: [String]

  /// Loads a policy set, and a directory and TSV files of assignments beside it if they are given; or maps a table file
  /// that `policy build` wrote, which has its directory in it.
  ///
  /// - Throws: `PolicyEngineError` with every error that was found, each with its file, line and column.
  public init(policy: String, directory: String? = nil, assignments: [String] = []) throws(PolicyEngineError) {
    let location = PolicySetLocation(policy: policy, directory: directory, assignments: assignments)
    do throws(LoadFailure) {
      let loaded = try loadPolicy(location, at: SystemClock.now())
      table = loaded.table
      brokenInvariants = loaded.brokenInvariants.map(\.message)
    } catch {
      let renderer = DiagnosticRenderer(sources: error.sources, style: .plain)
      throw PolicyEngineError(description: renderer.render(error.diagnostics))
    }
  }

  /// Whether a principal may do an action on a resource. What is in doubt is denied, malformed names too.
  ///
  /// - Parameters:
  ///   - principal: `type:id`, such as `user:ada`.
  ///   - resource: `type:id`, or the bare type where no one thing is meant.
  ///   - scope: `type:id` or a path; `nil` asks where the directory says the resource lives.
  ///   - attributes: what the request knows, by full name such as `resource.owner` or `context.ip`; values are read
  ///     as their declared type.
  public func can(
    _ principal: String, _ action: String, _ resource: String, in scope: String? = nil,
    attributes: [String: String] = [:]
  ) -> Bool {
    decide(principal, action, resource, in: scope, attributes: attributes)?.isAllowed ?? false
  }

  /// The reason for the answer, such as `granted` or `no_grant`; `malformed` for names that are not of their form.
  public func reason(
    _ principal: String, _ action: String, _ resource: String, in scope: String? = nil,
    attributes: [String: String] = [:]
  ) -> String {
    decide(principal, action, resource, in: scope, attributes: attributes)?.reason.rawValue ?? "malformed"
  }

  private func decide(
    _ principal: String, _ action: String, _ resource: String, in scope: String?, attributes: [String: String]
  ) -> Decision? {
    guard let principal = EntityName(principal) else { return nil }
    var question = Question(principal: principal, action: action, resourceType: resource, scope: scope)
    if resource.utf8.contains(UInt8(ascii: ":")) {
      guard let name = EntityName(resource) else { return nil }
      question.resourceType = name.type
      question.resourceID = name.id
    }
    for (name, value) in attributes {
      let parts = name.split(separator: ".", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      let attribute = String(parts[1])
      switch parts[0] {
      case "principal": question.properties.principal[attribute] = .text(value)
      case "resource": question.properties.resource[attribute] = .text(value)
      case "scope": question.properties.scope[attribute] = .text(value)
      case "action": question.properties.action[attribute] = .text(value)
      case "context": question.properties.context[attribute] = .text(value)
      default: return nil
      }
    }
    return table.decide(question, at: SystemClock.now())
  }
}

/// Why a policy could not be loaded: every error, as a person reads it, with code frames.
public struct PolicyEngineError: Error, Sendable, CustomStringConvertible {
  /// The errors' text.
  public let description: String
}
