// What is wrong with a file before its words are looked at. The profile of YAML is that of DESIGN.md, section 3.

extension DiagnosticExplanation {
  static let unreadableFile = DiagnosticExplanation(
    "a file or folder cannot be read",
    """
    The operating system did not give the file: it is not there, the permissions forbid it, or reading failed half way.
    A policy set is refused whole rather than compiled without one of its files, since the missing file may be the one
    that forbids.
    """,
    wrong: """
      $ policy check ./polices          # there is no such folder
      """,
    right: """
      $ policy check ./policies
      """)

  static let noPolicyFiles = DiagnosticExplanation(
    "there is nothing to read",
    """
    The folder holds no file whose name ends in `.yaml` or `.yml`, or only test suites, whose names end in `_test.yaml`.
    An empty policy would deny everything, which is never what a wrong path was meant to say.
    """,
    wrong: """
      policies/
        pica.yml.bak
        pica_test.yaml
      """,
    right: """
      policies/
        pica.yaml
        pica_test.yaml
      """)

  static let tableFile = DiagnosticExplanation(
    "a table file cannot be used",
    """
    A table file is what `policy build` writes: a policy and its directory, compiled. It is refused if its bytes are not
    those that were written, if another version of this program wrote it, and if something is to be laid beside it that it
    already has in it.
    """,
    wrong: """
      $ policyd --policy pica.table --directory directory.yaml
      """,
    right: """
      $ policy build policies/pica --directory directory.yaml -o pica.table
      $ policyd --policy pica.table
      """)

  static let yamlSyntax = DiagnosticExplanation(
    "the file is not well-formed YAML",
    """
    The file could not be read as YAML, most often because of a bracket or quote that is not closed, a key without its
    colon, or a value that begins with a character that means something to YAML (`@`, `` ` ``, `%`) and needs quotes. Some
    malformed inputs that common YAML libraries let through are refused too.
    """,
    wrong: """
      connection:
        list:   [admin, manager, member
        create: [admin, manager]
      """,
    right: """
      connection:
        list:   [admin, manager, member]
        create: [admin, manager]
      """)

  static let yamlIndentation = DiagnosticExplanation(
    "a line is not indented as it should be",
    """
    In YAML the indentation says what belongs to what, so a line that is not indented far enough, or is indented by a tab,
    may belong to something else than its author saw. Libraries differ in what they let through here; none of it is let
    through.
    """,
    wrong: """
      connection:
        list: [admin,
      member]
      """,
    right: """
      connection:
        list: [admin,
          member]
      """)

  static let yamlComment = DiagnosticExplanation(
    "a comment has no space before its `#`",
    """
    A `#` begins a comment only at the start of a line or after white space; elsewhere it is a part of the text. Where a
    reader could take it for either, it is refused: half of a row might be a comment.
    """,
    wrong: """
      list: [admin, manager]# and nobody else
      """,
    right: """
      list: [admin, manager] # and nobody else
      """)

  static let yamlForbiddenCharacter = DiagnosticExplanation(
    "a character may not stand in a file",
    """
    YAML forbids control characters, and others are seen differently by editors and by YAML: line breaks that are not
    shown as one, or a byte order mark in the middle of a file. What is reviewed has to be what is compiled. Such a
    character is usually pasted from elsewhere; delete it and write the text again.
    """,
    wrong: """
      list: [admin]<U+2028>delete: [member]
      """,
    right: """
      list: [admin]
      delete: [member]
      """)

  static let yamlDuplicateKey = DiagnosticExplanation(
    "a key stands twice in one mapping",
    """
    YAML forbids the same key twice in a mapping, but most readers silently keep one of the two. In a permission table
    that would lose a row without a word, so both places are shown and the file is refused.
    """,
    wrong: """
      connection:
        delete: [admin]
        list:   [admin, member]
        delete: [admin, member]
      """,
    right: """
      connection:
        delete: [admin]
        list:   [admin, member]
      """)

  static let yamlAnchor = DiagnosticExplanation(
    "an anchor (`&name`) is used",
    """
    Anchors and aliases make a row say something that stands elsewhere, and can make a small file expand into a huge one.
    A policy is to be read where it stands, so they are refused. If a role's reach is to be shared, let one role include
    another.
    """,
    wrong: """
      list:   &readers [admin, manager, member]
      read:   [admin, manager, member]
      """,
    right: """
      list:   [admin, manager, member]
      read:   [admin, manager, member]
      """)

  static let yamlAlias = DiagnosticExplanation(
    "an alias (`*name`) is used",
    """
    An alias repeats what an anchor named elsewhere; see `yaml-anchor`. It is also what YAML makes of an unquoted `*`, so
    a wildcard row needs quotes.
    """,
    wrong: """
      read: *readers
      """,
    right: """
      read: [admin, manager, member]
      """)

  static let yamlMergeKey = DiagnosticExplanation(
    "a merge key (`<<`) is used",
    """
    A merge key copies the rows of another mapping into this one, and lets some of them be replaced in passing. Who may
    do what would no longer stand in one place. It is refused, as it is no part of YAML 1.2 either.
    """,
    wrong: """
      secret:
        <<: *connection
        delete: [admin]
      """,
    right: """
      secret:
        list:   [admin, member]
        delete: [admin]
      """)

  static let yamlTag = DiagnosticExplanation(
    "a tag (`!tag`) is used",
    """
    A tag tells a YAML reader which type to make of a value. Here the place of a value says what is due there, so that a
    tag could only contradict it.
    """,
    wrong: """
      rank: !!int "3"
      """,
    right: """
      rank: 3
      """)

  static let yamlNonScalarKey = DiagnosticExplanation(
    "a key is a list or a mapping",
    """
    YAML allows a list or a mapping as a key; in a policy every key is a name. It usually comes from a bracket or a brace
    in the place of a name.
    """,
    wrong: """
      connection:
        [list, read]: [admin]
      """,
    right: """
      connection:
        list: [admin]
        read: [admin]
      """)

  static let yamlDirective = DiagnosticExplanation(
    "a directive (`%YAML`, `%TAG`) is used",
    """
    A directive changes how the rest of a file is read. All policy files are read alike, so there is nothing that one
    could say.
    """,
    wrong: """
      %YAML 1.1
      ---
      policy: pica
      """,
    right: """
      policy: pica
      """)

  static let yamlMultipleDocuments = DiagnosticExplanation(
    "a file holds more than one document",
    """
    A `---` after the start begins a second YAML document, which many readers never look at. Sections may be spread over
    as many files as you like, so nothing is lost by giving each part a file of its own.
    """,
    wrong: """
      policy: pica
      ---
      roles: {organization: {admin: {}}}
      """,
    right: """
      policy: pica
      roles: {organization: {admin: {}}}
      """)

  static let yamlDepth = DiagnosticExplanation(
    "the file is nested too deeply",
    """
    Lists and mappings may be nested 64 deep. No policy comes near that; a file that does is a mistake, or is meant to
    exhaust its reader.
    """,
    wrong: """
      tags: [[[[[[[[[[ ... ]]]]]]]]]]
      """,
    right: """
      tags: [internal, billing]
      """)

  static let yamlNUL = DiagnosticExplanation(
    "the file holds a NUL byte",
    """
    A byte of value zero is no part of a text file, and some programs take it for the end of one: what they show of the
    file and what is compiled would differ. It usually means that the file is binary, UTF-16, or was cut by a crash.
    """,
    wrong: """
      "user:ali\\0ce": {}
      """,
    right: """
      user:alice: {}
      """)

  static let yamlInvalidUTF8 = DiagnosticExplanation(
    "the file is not UTF-8",
    """
    Ids are compared byte for byte, so a reader may not guess what a malformed byte was meant to be. The place shows the
    first one. Save the file as UTF-8; a byte order mark at its start is allowed.
    """,
    wrong: """
      user:andr<E9>: {}          # Latin-1
      """,
    right: """
      user:andré: {}             # UTF-8
      """)

  static let yamlFileTooLarge = DiagnosticExplanation(
    "the file is larger than 64 MiB",
    """
    A YAML file may have 64 MiB. What grows that large is nearly always the list of assignments, which can be given as
    rows of text instead, in the form that PostgreSQL's `COPY ... TO STDOUT` prints.
    """,
    wrong: """
      $ policyd --policy policies/pica --directory everyone.yaml     # 900 MiB
      """,
    right: """
      $ policyd --policy policies/pica --directory directory.yaml --assignments everyone.tsv
      """)
}
