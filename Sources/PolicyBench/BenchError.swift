/// Why nothing could be measured.
package struct BenchError: Error, Hashable, Sendable {
  /// One line for a person.
  package var message: String

  package init(_ message: String) { self.message = message }
}
