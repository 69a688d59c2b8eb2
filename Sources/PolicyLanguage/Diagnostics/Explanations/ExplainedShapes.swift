// What stands in the wrong place or form. DESIGN.md, sections 2 and 3.

extension DiagnosticExplanation {
  static let missingPolicyName = DiagnosticExplanation(
    "the set does not say its name",
    """
    Every policy set is named once, by `policy:` at the top level of one of its files. The name stands in logs, metrics
    and reports, where several sets may meet.
    """,
    wrong: """
      scopes:
        organization: {}
      """,
    right: """
      policy: pica

      scopes:
        organization: {}
      """)

  static let unknownKey = DiagnosticExplanation(
    "a key has no meaning where it stands",
    """
    Keys that are not known are refused and not skipped: a misspelt `forbid` would otherwise be a policy that forbids
    nothing. The message names the nearest key that could be meant.
    """,
    wrong: """
      permisions:
        organization:
          connection: {delete: [admin]}
      """,
    right: """
      permissions:
        organization:
          connection: {delete: [admin]}
      """)

  static let missingKey = DiagnosticExplanation(
    "a key that is needed is not there",
    """
    Something is declared without what makes it complete, such as a resource type that does not say where it lives. There
    is no value that could safely be assumed.
    """,
    wrong: """
      resources:
        connection: {actions: [list, create]}
      """,
    right: """
      resources:
        connection: {in: organization, actions: [list, create]}
      """)

  static let wrongShape = DiagnosticExplanation(
    "a list, a mapping or a single value stands where another is due",
    """
    The key is right, but what stands after it has another form than its place asks for: a single role where a list of
    them is due, a list where names with values are due, or a cell that is not `role` or `role if condition`.
    """,
    wrong: """
      connection:
        delete: admin
        read:   [member if owned and shared]
      """,
    right: """
      connection:
        delete: [admin]
        read:   [member if owned_and_shared]
      """)

  static let emptyValue = DiagnosticExplanation(
    "nothing stands where a value is due",
    """
    A row without a value may mean nobody, or that its author was interrupted. So an empty value is an error; "nobody" is
    written `[]`, and "nothing to add" is written `{}`.
    """,
    wrong: """
      connection:
        delete:
      """,
    right: """
      connection:
        delete: []
      """)

  static let badName = DiagnosticExplanation(
    "a name has characters that it may not have",
    """
    Names of types, roles, attributes and conditions begin with a letter of ASCII and go on with letters, digits, `_` and
    `-`. The names of actions and resource types may also have `.` and `/`, and those of actions `:`. A name that two
    people can read differently is no name for a permission.
    """,
    wrong: """
      roles:
        organization:
          billing admin: {}
      """,
    right: """
      roles:
        organization:
          billing_admin: {}
      """)

  static let badID = DiagnosticExplanation(
    "an id is not well formed",
    """
    What is one of many is written `type:id`, split at the first colon. The id is 1 to 256 bytes of UTF-8 without white
    space or control characters. It is compared byte for byte, without folding case or trimming, so nothing that cannot
    be seen may be in it.
    """,
    wrong: """
      assignments:
        organization:acme:
          owner: [alice]
      """,
    right: """
      assignments:
        organization:acme:
          owner: [user:alice]
      """)

  static let badValue = DiagnosticExplanation(
    "a value is not of the type that its place asks for",
    """
    A value is read as what its place asks for: a whole number, a timestamp with an offset, an IP address, a principal, or
    a boolean, which is `true` or `false` and nothing else. YAML's own guesses play no part, so `no` and `1.10` are
    strings where a string is due, and an error where it is not.
    """,
    wrong: """
      user:mallory: {disabled: yes}
      api_key:deploy: {creator: user:alice, expires: 2027-01-01}
      """,
    right: """
      user:mallory: {disabled: true}
      api_key:deploy: {creator: user:alice, expires: 2027-01-01T00:00:00Z}
      """)

  static let reservedName = DiagnosticExplanation(
    "a name has a meaning of its own already",
    """
    `anyone` is every principal and cannot be a role. `id`, `type`, `groups` and `rank` are what conditions know of
    everyone, and `in`, `members`, `disabled`, `expires` and what `bounded_by` names are facts of the directory. Were one
    of them declared as an attribute, a request could send what only the directory may say. In `context`, `scope` and
    `explain` are what a request says to the daemon itself.
    """,
    wrong: """
      principals:
        user: {attributes: {groups: [string]}}
      """,
    right: """
      principals:
        user: {attributes: {departments: [string]}}
      """)

  static let givenTwice = DiagnosticExplanation(
    "the same thing is given twice",
    """
    A set may be spread over files, and the files are merged. But a row, role, type, condition, attribute or entry that is
    given twice is an error that shows both places: which of the two wins would depend on the order of files, and on who
    looks at which.
    """,
    wrong: """
      # organization.yaml
      conditions: {owned: resource.owner == principal}
      # project.yaml
      conditions: {owned: resource.creator == principal}
      """,
    right: """
      # conditions.yaml
      conditions:
        owned: resource.owner == principal
        created: resource.creator == principal
      """)

  static let limitExceeded = DiagnosticExplanation(
    "there is more of something than the table can hold",
    """
    The compiled table has a fixed layout, and with it fixed limits, which the message names. They lie far beyond what
    people have written so far; a set that reaches one usually writes as roles or actions what should be data, such as a
    role for each customer.
    """,
    wrong: """
      roles:
        organization:
          acme_admin: {}
          globex_admin: {}
          # ... and so on, one for each customer
      """,
    right: """
      roles:
        organization:
          admin: {}             # held at organization:acme, organization:globex, ...
      """)
}
