package import PolicyValues
package import YAMLReader

/// A test suite: what a policy must answer.
package struct Suite: Sendable {
  /// The file it was read from, as messages show it.
  package var file: String
  package var tests: [SuiteTest]
  /// Replaces the set's directory for this file.
  package var directory: Directory?
  package var span: Span

  package init(file: String, tests: [SuiteTest], directory: Directory? = nil, span: Span = .none) {
    self.file = file
    self.tests = tests
    self.directory = directory
    self.span = span
  }
}

/// One named test: a table of expectations, single cases, or both.
package struct SuiteTest: Sendable {
  package var name: String
  package var given: [GivenValue] = []
  /// The time of the test's requests; `nil` for the clock's.
  package var now: Timestamp?
  package var can: [SuiteCase] = []
  package var cannot: [SuiteCase] = []
  package var table: TableExpectation?
  package var span: Span

  package init(name: String, span: Span = .none) {
    self.name = name
    self.span = span
  }
}

/// A value that a test's requests bring along.
package struct GivenValue: Sendable {
  package var owner: ConditionOwner
  package var attribute: String
  package var value: RequestValue
  package var span: Span
  /// Where the value stands.
  package var valueSpan: Span = .none

  package init(_ owner: ConditionOwner, _ attribute: String, _ value: RequestValue, span: Span = .none) {
    self.owner = owner
    self.attribute = attribute
    self.value = value
    self.span = span
  }
}

/// One question, written `principal action resource in scope`.
package struct SuiteCase: Hashable, Sendable {
  /// Where the parts of a question stand.
  package struct Places: Hashable, Sendable {
    package var principal: Span
    package var action: Span
    package var resource: Span
    package var scope: Span

    package init(principal: Span, action: Span, resource: Span, scope: Span) {
      self.principal = principal
      self.action = action
      self.resource = resource
      self.scope = scope
    }
  }

  package var principal: EntityName
  package var action: String
  package var resourceType: String
  /// `nil` for the bare type.
  package var resourceID: String?
  /// As written, perhaps a path; `nil` if none is named.
  package var scope: String?
  /// The case as the suite has it.
  package var text: String
  package var span: Span
  package var places: Places

  package init(
    principal: EntityName, action: String, resourceType: String, resourceID: String?, scope: String?,
    text: String, span: Span = .none
  ) {
    self.principal = principal
    self.action = action
    self.resourceType = resourceType
    self.resourceID = resourceID
    self.scope = scope
    self.text = text
    self.span = span
    places = Places(principal: span, action: span, resource: span, scope: span)
  }
}

/// A permission table as a document prints it: columns that stand for principals, rows that name the columns which may.
package struct TableExpectation: Sendable {
  /// A label and the principal that stands for it.
  package struct Column: Hashable, Sendable {
    package var label: String
    package var principal: EntityName
    package var span: Span
    /// Where the principal is named.
    package var principalSpan: Span = .none

    package init(_ label: String, _ principal: EntityName, span: Span = .none) {
      self.label = label
      self.principal = principal
      self.span = span
    }
  }

  /// One row: asked of the bare resource type, in the expectation's scope.
  package struct Row: Hashable, Sendable {
    package var resourceType: String
    package var action: String
    /// The labels that may, every other column must be denied.
    package var allowed: Set<String>
    /// Where the action is named.
    package var span: Span
    /// Where the resource type is named.
    package var resourceSpan: Span = .none

    package init(resourceType: String, action: String, allowed: Set<String>, span: Span = .none) {
      self.resourceType = resourceType
      self.action = action
      self.allowed = allowed
      self.span = span
    }
  }

  /// As written, perhaps a path.
  package var scope: String
  package var scopeSpan: Span
  package var columns: [Column]
  package var rows: [Row]
  /// Whether every action allowed in the scope's type, of every resource type named, must have a row.
  package var isComplete: Bool
  package var span: Span

  package init(
    scope: String, scopeSpan: Span = .none, columns: [Column], rows: [Row], isComplete: Bool,
    span: Span = .none
  ) {
    self.scope = scope
    self.scopeSpan = scopeSpan
    self.columns = columns
    self.rows = rows
    self.isComplete = isComplete
    self.span = span
  }
}
