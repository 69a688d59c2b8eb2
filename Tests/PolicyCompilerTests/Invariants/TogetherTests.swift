import Testing

/// `never_together`: separation of duties.
@Suite struct TogetherTests {
  private func found(
    _ permissions: String, _ rest: String = "", for whom: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    broken(
      """
      scopes: {company: {}, unit: {in: company}, box: {in: company}}
      principals: {user: {}, key: {bounded_by: creator}, bot: {}}
      resources: {invoice: {in: [company, unit, box], actions: [create, approve]}}
      roles:
        company: {boss: {includes: [unit.clerk]}, chief: {includes: [boss]}, auditor: {}, clerk: {}}
        unit: {clerk: {}, approver: {}}
        box: {clerk: {}, approver: {}}
      conditions: {big: context.big, by_bot: principal.type == "bot", by_user: principal.type == "user"}
      context: {big: bool}
      permissions: {\(permissions)}
      invariants: {a: {never_together: [invoice create, invoice approve]\(whom)}}
      \(rest)
      """, sourceLocation: sourceLocation)
  }

  @Test(
    arguments: [
      ("company: {invoice: {create: [clerk], approve: [auditor]}}", []),
      (
        "company: {invoice: {create: [clerk, auditor], approve: [auditor if big]}}",
        [
          "whoever holds `company.auditor` may both `create` an `invoice` and `approve` an `invoice` [this cell grants one: auditor] [this cell grants the other: auditor if big]"
        ]
      ),
      // By what it includes, one within the other; what includes it in turn is not told of.
      (
        "company: {invoice: {approve: [boss]}}, unit: {invoice: {create: [clerk]}}",
        [
          "whoever holds `company.boss` may both `create` an `invoice` and `approve` an `invoice` [through this include: unit.clerk] [this cell grants one: clerk] [this cell grants the other: boss]"
        ]
      ),
      // A wildcard's cell grants both.
      (
        "company: {invoice: {\"*\": [clerk]}}",
        [
          "whoever holds `company.clerk` may both `create` an `invoice` and `approve` an `invoice` [this cell grants both: clerk]"
        ]
      ),
      (
        "company: {invoice: {create: [anyone], approve: [auditor]}}",
        [
          "whoever holds `company.auditor` may both `create` an `invoice` and `approve` an `invoice` [this cell grants one: anyone] [this cell grants the other: auditor]"
        ]
      ),
      // The two conditions speak of different types.
      ("company: {invoice: {create: [anyone if by_bot], approve: [auditor if by_user]}}", []),
      (
        "company: {invoice: {create: [anyone], approve: [anyone if by_bot]}}",
        [
          "any principal of type `bot` may both `create` an `invoice` and `approve` an `invoice` [this cell grants one: anyone] [this cell grants the other: anyone if by_bot]"
        ]
      ),
    ] as [(String, [String])])
  func roles(_ permissions: String, _ expected: [String]) { #expect(found(permissions) == expected) }

  @Test(
    arguments: [
      ("company:a: {clerk: [user:u], auditor: [user:v]}", []),
      (
        "company:a: {clerk: [user:u], auditor: [user:u]}",
        [
          "`user:u` may both `create` an `invoice` at `company:a` and `approve` an `invoice` at `company:a` [`company.clerk` is held here: user:u] [`company.auditor` is held here: user:u] [this cell grants one: clerk] [this cell grants the other: auditor]"
        ]
      ),
      ("company:a: {clerk: [user:u]}, company:b: {auditor: [user:u]}", []),
      // One within the other, either way.
      (
        "company:a: {clerk: [user:u]}, unit:x: {approver: [user:u]}",
        [
          "`user:u` may both `create` an `invoice` at `company:a` and `approve` an `invoice` at `unit:x` [`company.clerk` is held here: user:u] [`unit.approver` is held here: user:u] [this cell grants one: clerk] [this cell grants the other: approver]"
        ]
      ),
      ("unit:x: {clerk: [user:u], approver: [user:v]}, unit:y: {approver: [user:u]}", []),
      // A unit and a box lie beside each other.
      ("unit:x: {clerk: [user:u]}, box:x: {approver: [user:u]}", []),
      // The boss is a clerk of every unit.
      (
        "company:a: {boss: [user:u]}, unit:x: {approver: [user:u]}",
        [
          "`user:u` may both `create` an `invoice` at `company:a` and `approve` an `invoice` at `unit:x` [`company.boss` is held here: user:u] [through this include: unit.clerk] [`unit.approver` is held here: user:u] [this cell grants one: clerk] [this cell grants the other: approver]"
        ]
      ),
      ("company:a: {boss: [user:u]}, box:x: {approver: [user:u]}", []),
      // A key may no more than who made it.
      ("company:a: {clerk: [key:k], auditor: [key:k, user:c]}", []),
    ] as [(String, [String])])
  func principals(_ assignments: String, _ expected: [String]) {
    let found = found(
      """
      company: {invoice: {create: [clerk], approve: [auditor]}}, unit: {invoice: {create: [clerk], approve: [approver]}}, \
      box: {invoice: {approve: [approver]}}
      """,
      """
      directory:
        scopes: {company:a: {}, company:b: {}, unit:x: {in: company:a}, unit:y: {in: company:a}, box:x: {in: company:a}}
        principals: {key:k: {creator: user:c}}
        assignments: {\(assignments)}
      """)
    #expect(found == expected)
  }

  @Test func forSome() {
    let tables = "company: {invoice: {create: [clerk], approve: [auditor, clerk]}}"
    let directory = """
      directory:
        scopes: {company:a: {}}
        assignments: {company:a: {clerk: [bot:b]}}
      """
    #expect(found(tables, directory, for: ", for: company.auditor") == [])
    #expect(found(tables, directory, for: ", for: [company.clerk, user]").count == 1)
    #expect(found(tables, directory, for: ", for: user") == [])
    #expect(
      found(tables, directory, for: ", for: bot") == [
        "`bot:b` may both `create` an `invoice` at `company:a` and `approve` an `invoice` at `company:a` [`company.clerk` is held here: bot:b] [this cell grants one: clerk] [this cell grants the other: clerk]"
      ])
  }
}
