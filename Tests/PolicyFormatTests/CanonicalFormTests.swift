import Testing

/// An input and its canonical form.
struct Pair: Sendable, CustomTestStringConvertible {
  var name: String
  var input: String
  var expected: String
  var testDescription: String { name }

  init(_ name: String, _ input: String, _ expected: String) {
    self.name = name
    self.input = input
    self.expected = expected
  }
}

@Suite struct CanonicalFormTests {
  static let policy = """
    roles:
      o: {owner: {}, admin: {}, member: {}}
      p: {member: {}, admin: {}}

    """

  @Test(arguments: pairs)
  func theFormIs(pair: Pair) throws {
    let formatted = try format(pair.input, roles: roleOrders(Self.policy))
    #expect(formatted == pair.expected)
    #expect(try format(formatted, roles: roleOrders(Self.policy)) == formatted)
  }

  static let pairs = [
    Pair(
      "a row is a line, its roles begin in one column",
      """
      permissions: {o: {d: {read: [admin,member], "*":[owner], 'create' :
        [ admin ], transfer_ownership: [owner]}}}
      """,
      """
      permissions:
        o:
          d:
            read:   [admin, member]
            "*":    [owner]
            create: [admin]
            transfer_ownership: [owner]

      """),
    Pair(
      "a row's roles stand as the policy declares them",
      """
      permissions:
        o:
          d:
            read: [anyone if x, member if y, stranger if z, member, stranger, admin, owner]
            list:
              - member
              - owner
        p:
          d:
            read: [admin, member]
      """,
      """
      permissions:
        o:
          d:
            read:   [owner, admin, member, member if y, stranger, stranger if z, anyone if x]
            list:   [owner, member]
        p:
          d:
            read:   [member, admin]

      """),
    Pair(
      "a row that is too long is a list, and one with comments stays one",
      """
      permissions:
        o:
          d:
            list: [owner if some_really_long_condition_name, admin if some_really_long_condition_name, member if some_really_long_condition_name]
            read: [member, # all of them
              owner]
      """,
      """
      permissions:
        o:
          d:
            list:
              - owner if some_really_long_condition_name
              - admin if some_really_long_condition_name
              - member if some_really_long_condition_name
            read:
              - member                  # all of them
              - owner

      """),
    Pair(
      "a comment on a line of its own keeps a row a list, and its roles where they are",
      """
      permissions:
        o:
          d:
            read: [ # beside
              member, owner]
            list: [
              # above
              member, owner]
            edit:
              # above

              - member
              - owner
            drop: # beside
              - member
              - owner
      """,
      """
      permissions:
        o:
          d:
            read:   [owner, member]     # beside
            list:
              # above
              - member
              - owner
            edit:
              # above

              - member
              - owner
            drop:   [owner, member]     # beside

      """),
    Pair(
      "declarations stay in braces or in lines, as they were",
      """
      policy:   pica
      scopes: {organization: { }, project: {in:  organization}}
      principals:
          user:
              attributes: {email: string}
          team: {members: [user],
            attributes: {a: string}}
          key: {
            bounded_by: creator
            }
      context: {legal_hold: bool,  ip: ip}
      """,
      """
      policy: pica
      scopes:
        organization: {}
        project: {in: organization}
      principals:
        user:
          attributes: {email: string}
        team: {members: [user], attributes: {a: string}}
        key:
          bounded_by: creator
      context: {legal_hold: bool, ip: ip}

      """),
    Pair(
      "roles begin in one column",
      "roles: {o: {owner: {rank: 2, includes: [admin]}, admin: {}, auditor_of_all: {rank: 1}}}",
      """
      roles:
        o:
          owner:   {rank: 2, includes: [admin]}
          admin:   {}
          auditor_of_all: {rank: 1}

      """),
    Pair(
      "comments stay with what they belong to",
      """
      # a file
      #   of one policy


      policy: x # its name
      scopes:  # where
       # the root
       o: {}   # one
         # of o, to the end

       # alone
      # of principals
      principals:
        user: {}
      # the end
      """,
      """
      # a file
      #   of one policy

      policy: x                         # its name
      scopes:                           # where
        # the root
        o: {}                           # one
        # of o, to the end

        # alone
      # of principals
      principals:
        user: {}
      # the end

      """),
    Pair(
      "a comment beside a long line makes no other move",
      """
      permissions:
        o:
          d: # d
            read: [owner] # 1
            list: [owner, admin, member] # 2
            call: [owner, admin, member, anyone if it_is_theirs] # 3
      """,
      """
      permissions:
        o:
          d:                            # d
            read:   [owner]             # 1
            list:   [owner, admin, member]      # 2
            call:   [owner, admin, member, anyone if it_is_theirs]      # 3

      """),
    Pair(
      "comments of neighbours stand in one column",
      """
      directory:
        principals:
          user:a: {} # 1
          user:bo: {email: bo@somewhere.example} # 2
          user:c: {} # 3
          user:d: {}
          user:e: {} # 4
          user:f: {email: effie@a-very-long-name-of-a-wide-company.example} # 5
      """,
      """
      directory:
        principals:
          user:a: {}                                    # 1
          user:bo: {email: bo@somewhere.example}        # 2
          user:c: {}                                    # 3
          user:d: {}
          user:e: {}                    # 4
          user:f: {email: effie@a-very-long-name-of-a-wide-company.example}     # 5

      """),
    Pair(
      "a test's rows stand in its columns' order, and in braces if they did",
      """
      tests:
      - name: x
        in: o:acme
        as: {max: user:max, ada: user:ada}
        expect:
          secret: {list: [ada,max], read: []}
          thing:
            list: [ada, max]
            read:
            - ada
        complete: true
      - can: ['user:ada list secret']
        name: 'it''s "quoted"'
      """,
      """
      tests:
        - name: x
          in: o:acme
          as: {max: user:max, ada: user:ada}
          expect:
            secret: {list: [max, ada], read: []}
            thing:
              list:   [max, ada]
              read:   [ada]
          complete: true
        - can: ["user:ada list secret"]
          name: 'it''s "quoted"'

      """),
    Pair(
      "text of several lines keeps its lines",
      """
      conditions:
          a: >-
             one
              two

             three
          b: resource.owner
              == principal   # b
          c: |2
               x
              y
      """,
      """
      conditions:
        a: >-
          one
           two

          three
        b: resource.owner
          == principal                  # b
        c: |2-
             x
            y

      """),
    Pair(
      "quotes stay but around plain words",
      #"""
      {"policy": "x", "directory": {"principals": {"user:ada": {"active": "true", "level": "1", 'name': 'Ada L', "nick": "a\"b"}}}}
      """#,
      #"""
      policy: x
      directory:
        principals:
          user:ada: {active: "true", level: "1", name: "Ada L", nick: "a\"b"}

      """#),
  ]
}
