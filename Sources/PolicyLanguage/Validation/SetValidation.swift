import YAMLReader

/// What reading found in a set, and validation as far as all its files could be read: a name that stands in a file which
/// could not be followed would else be missing wherever it is used. Suites are left out unless asked for.
package func validate(_ set: PolicySet, index: PolicyIndex, withSuites: Bool) -> [Diagnostic] {
  var found = set.diagnostics
  guard set.isPolicyWhole else { return found }
  // What was not read rightly may well use what seems to be unused.
  let isReadWell = !found.contains { $0.severity == .error }
  found += validate(index, withWarnings: isReadWell)
  if set.isDirectoryWhole { found += validate(set.directory, against: index) }
  if withSuites {
    for suite in set.suites { found += validate(suite, against: index) }
  }
  return found
}
