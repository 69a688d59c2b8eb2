/// A policy set as an importer makes it: what a person would write, with the words that it came from as comments.
package struct ImportedSet: Sendable {
  /// What `policy:` says.
  package var name: String
  /// What the set was made from, one line each, for the head of the file.
  package var origin: [String] = []
  package var scopes: [ImportedScopeType] = []
  package var principals: [ImportedPrincipalType] = []
  package var resources: [ImportedResourceType] = []
  package var roles: [ImportedRole] = []
  package var permissions: [ImportedRow] = []
  package var forbids: [ImportedRow] = []
  package var conditions: [ImportedCondition] = []
  /// Who holds what; `nil` if the source does not say.
  package var directory: ImportedDirectory?
  package var suites: [ImportedSuite] = []
  /// What was not carried over as it stood, in the order of the source.
  package var findings: [ImportFinding] = []

  package init(name: String) { self.name = name }

  /// Whether everything that decides access was carried over.
  package var isWhole: Bool { !findings.contains { $0.kind == .leftOut } }
}

package struct ImportedScopeType: Hashable, Sendable {
  package var name: String
  package var parents: [String] = []
  package var comment: String?
}

package struct ImportedPrincipalType: Hashable, Sendable {
  package var name: String
  /// The types of a group's members; `nil` if it is no group.
  package var members: [String]?
}

package struct ImportedResourceType: Hashable, Sendable {
  package var name: String
  package var scopeTypes: [String]
  package var actions: [String]
  package var comment: String?
}

package struct ImportedRole: Hashable, Sendable {
  package var scopeType: String
  package var name: String
  /// As the file writes them: bare, or `type.role`.
  package var includes: [String] = []
  package var comment: String?
}

/// One cell of a row: a role, or `anyone` if it is `nil`, perhaps under a condition.
package struct ImportedCell: Hashable, Sendable {
  package var role: String?
  package var condition: String?

  package init(_ role: String?, if condition: String? = nil) {
    self.role = role
    self.condition = condition
  }

  var text: String { (role ?? "anyone") + (condition.map { " if \($0)" } ?? "") }
}

package struct ImportedRow: Hashable, Sendable {
  package var scopeType: String
  package var resourceType: String
  package var action: String
  package var cells: [ImportedCell]
  /// Behind the row.
  package var comment: String?
  /// Above the row, one line each: the cells that were left out.
  package var remarks: [String] = []
}

package struct ImportedCondition: Hashable, Sendable {
  package var name: String
  /// In the language of conditions.
  package var text: String
}

/// Instances; names are written `type:id`.
package struct ImportedDirectory: Hashable, Sendable {
  package struct Scope: Hashable, Sendable {
    package var name: String
    package var parent: String?
  }
  package struct Principal: Hashable, Sendable {
    package var name: String
    /// The members of a group; `nil` if it is no group.
    package var members: [String]?
    package var comment: String?
  }
  package struct Resource: Hashable, Sendable {
    package var name: String
    package var scope: String
  }
  package struct Assignment: Hashable, Sendable {
    package var scope: String
    package var role: String
    package var principals: [String]
  }

  package var scopes: [Scope] = []
  package var principals: [Principal] = []
  package var resources: [Resource] = []
  package var assignments: [Assignment] = []
  /// Written as `default_scope`.
  package var defaultScope: String?

  package init() {}
}

/// A file of tests.
package struct ImportedSuite: Sendable {
  package struct Test: Sendable {
    package struct Column: Hashable, Sendable {
      package var label: String
      package var principal: String
    }
    package struct Row: Hashable, Sendable {
      package var resourceType: String
      package var action: String
      package var allowed: [String]
    }

    package var name: String
    /// The scope of the table.
    package var scope = ""
    package var columns: [Column] = []
    package var rows: [Row] = []
    package var can: [String] = []
    package var cannot: [String] = []
  }

  /// The file's name.
  package var file: String
  package var comment: String
  /// Replaces the set's directory for this suite.
  package var directory: ImportedDirectory?
  package var tests: [Test]
}
