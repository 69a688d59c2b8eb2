import Testing

/// Assignments as rows of text.
@Suite struct AssignmentRowsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a row of two fields",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin
      """,
      """
      rows.tsv:1:1 "project:web⇥admin" bad-assignment-row: a row has three or four fields with tabs between, and this has 2
        help: write scope, role, principal and, if it ends, the end
      """),
    Finding(
      "a row of five fields",
      #"""
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a⇥\N⇥x
      """#,
      #"""
      rows.tsv:1:1 "project:web⇥admin⇥user:a⇥\N⇥x" bad-assignment-row: a row has three or four fields with tabs between, and this has 5
        help: write scope, role, principal and, if it ends, the end
      """#),
    Finding(
      "an empty row",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a

      project:web⇥admin⇥user:b
      """,
      """
      rows.tsv:2:1 "" bad-assignment-row: a row has three or four fields with tabs between, and this has 1
        help: write scope, role, principal and, if it ends, the end
      """),
    Finding(
      "an end marker",
      #"""
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a
      \.
      """#,
      #"""
      rows.tsv:2:1 "\." bad-assignment-row: a row has three or four fields with tabs between, and this has 1
        help: write scope, role, principal and, if it ends, the end
      """#),
    Finding(
      "a file cut short",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a
      project:web⇥adm∎
      """,
      """
      rows.tsv:2:1 "project:web⇥adm" truncated-assignments: the file is cut short: its last row has no newline
        help: write the file again, and rename it into place when it is whole
      """),
    Finding(
      "a file cut short in its first row",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web∎
      """,
      """
      rows.tsv:1:1 "project:web" truncated-assignments: the file is cut short: its last row has no newline
        help: write the file again, and rename it into place when it is whole
      """),
    Finding(
      "carriage returns",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a␍
      project:web⇥admin⇥user:b␍
      """,
      """
      rows.tsv:1:25 "␍" bad-assignment-row: the row ends in a carriage return
        help: end rows with a line feed alone, as PostgreSQL's COPY prints them
      """),
    Finding(
      "a null",
      #"""
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      \N⇥admin⇥user:a
      project:web⇥\N⇥user:a
      project:web⇥admin⇥\N
      """#,
      #"""
      rows.tsv:1:1 "\N" bad-assignment-row: the scope cannot be null
        help: leave the row out, or fill the field
      rows.tsv:2:13 "\N" bad-assignment-row: the role cannot be null
        help: leave the row out, or fill the field
      rows.tsv:3:19 "\N" bad-assignment-row: the principal cannot be null
        help: leave the row out, or fill the field
      """#),
    Finding(
      "fields that name nothing",
      #"""
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      web⇥admin⇥user:a
      project:web⇥an admin⇥user:a
      project:web⇥admin⇥alice
      project:web⇥admin⇥user:a\tb
      """#,
      #"""
      rows.tsv:1:1 "web" bad-id: a scope is written `type:id`; `web` is not
        help: for example `organization:acme`
      rows.tsv:2:13 "an admin" bad-name: a role cannot be called `an admin`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      rows.tsv:3:19 "alice" bad-id: a principal is written `type:id`; `alice` is not
        help: for example `user:alice`
      rows.tsv:4:19 "user:a\tb" bad-id: the id of a principal `user:a⇥b` is not well formed
        help: an id is 1 to 256 bytes without white space or control characters
      """#),
    Finding(
      "escapes that are none",
      #"""
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a\
      project:web⇥admin⇥user:\N
      project:web⇥admin⇥user:\.
      project:web⇥admin⇥user:\xff
      """#,
      #"""
      rows.tsv:1:19 "user:a\" bad-assignment-row: a backslash stands at the end of a field
        help: write the row as PostgreSQL's COPY prints it, in UTF-8
      rows.tsv:2:19 "user:\N" bad-assignment-row: `\N` stands inside a field
        help: write the row as PostgreSQL's COPY prints it, in UTF-8
      rows.tsv:3:19 "user:\." bad-assignment-row: `\.` stands inside a field
        help: write the row as PostgreSQL's COPY prints it, in UTF-8
      rows.tsv:4:19 "user:\xff" bad-assignment-row: the field is not UTF-8
        help: write the row as PostgreSQL's COPY prints it, in UTF-8
      """#),
    Finding(
      "ends that are none",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a⇥2027-03-01
      project:web⇥admin⇥user:b⇥infinity
      project:web⇥admin⇥user:c⇥2027-03-01 00:00:00
      project:web⇥admin⇥user:d⇥
      project:web⇥admin⇥user:e⇥2027-02-30 00:00:00+00
      """,
      #"""
      rows.tsv:1:26 "2027-03-01" bad-assignment-row: the end is not a timestamp with an offset: `2027-03-01`
        help: write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\N` for no end
      rows.tsv:2:26 "infinity" bad-assignment-row: the end is not a timestamp with an offset: `infinity`
        help: write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\N` for no end
      rows.tsv:3:26 "2027-03-01 00:00:00" bad-assignment-row: the end is not a timestamp with an offset: `2027-03-01 00:00:00`
        help: write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\N` for no end
      rows.tsv:4:26 "" bad-assignment-row: the end is not a timestamp with an offset: ``
        help: write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\N` for no end
      rows.tsv:5:26 "2027-02-30 00:00:00+00" bad-assignment-row: the end is not a timestamp with an offset: `2027-02-30 00:00:00+00`
        help: write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\N` for no end
      """#),
    Finding(
      "what the directory and the policy do not know",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:wep⇥admin⇥user:a
      project:web⇥admn⇥user:a
      project:web⇥organization.owner⇥user:a
      project:web⇥admin⇥usr:a
      """,
      """
      rows.tsv:1:1 "project:wep" unknown-scope: the directory has no scope `project:wep`
        help: did you mean `project:web`?
      rows.tsv:2:13 "admn" unknown-role: scope type `project` has no role `admn`
        help: did you mean `admin`?
      rows.tsv:3:13 "organization.owner" wrong-scope-type: `organization.owner` cannot be held at `project:web`, which is a `project`
        help: give it at an `organization`, or name a role of `project`
      rows.tsv:4:1 "project:web⇥admin⇥usr:a" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      """),
    Finding(
      "an assignment twice",
      #"""
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme}}}
      --- rows.tsv
      project:web⇥admin⇥user:a⇥\N
      project:web⇥admin⇥user:a⇥2027-03-01 00:00:00+00
      project:web⇥project.admin⇥user:\x61
      """#,
      #"""
      rows.tsv:2:1 "project:web⇥admin⇥user:a⇥2027-03-01 00:00:00+00" given-twice: `user:a` is given `admin` at `project:web` twice
        rows.tsv:1:1 "project:web⇥admin⇥user:a⇥\N" first given here
        help: keep one of the two
      rows.tsv:3:1 "project:web⇥project.admin⇥user:\x61" given-twice: `user:a` is given `admin` at `project:web` twice
        rows.tsv:1:1 "project:web⇥admin⇥user:a⇥\N" first given here
        help: keep one of the two
      """#),
    Finding(
      "an assignment in YAML and in a row",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}}, assignments: {organization:acme: {owner: [user:a]}}}
      --- rows.tsv
      organization:acme⇥owner⇥user:a
      """,
      """
      rows.tsv:1:1 "organization:acme⇥owner⇥user:a" given-twice: `user:a` is given `owner` at `organization:acme` twice
        x.yaml:1:88 "user:a" first given here
        help: keep one of the two
      """),
  ]
}
