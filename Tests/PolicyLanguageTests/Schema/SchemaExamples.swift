import Foundation
import Testing

/// A set whose last file is good or bad, as its list says.
struct SchemaExample: Sendable, CustomTestStringConvertible {
  var name: String
  var input: String
  var testDescription: String { name }

  init(_ name: String, _ input: String) {
    self.name = name
    self.input = "+base\n--- x.yaml\n" + input
  }
}

enum SchemaExamples {
  static let good = [
    SchemaExample("nothing but a comment", "# nothing"),
    SchemaExample(
      "names that YAML takes for booleans",
      """
      scopes: {true: {}, no: {in: organization}}
      resources: {on: {in: [true, no], actions: [yes, off, true, False]}}
      roles: {true: {false: {}, y: {includes: [false]}}}
      permissions: {true: {on: {true: [y, false], yes: [y if true]}}}
      conditions: {true: true}
      """),
    SchemaExample(
      "types and actions with other characters",
      """
      resources: {a.b/c-d_e: {in: organization, actions: [x.y/z:w, read]}}
      permissions: {organization: {a.b/c-d_e: {"*": [], x.y/z:w: [member]}}}
      """),
    SchemaExample(
      "numbers",
      """
      roles: {organization: {low: {rank: -3}, high: {rank: 007}}}
      invariants: {a: {exactly: 0, of: organization.low}, b: {at_most: 2147483647, of: organization.*}}
      """),
    SchemaExample(
      "scalars that stand as they are in attribute values",
      """
      directory:
        scopes:
          organization:acme: {}
          project:web: {in: organization:acme, region: no, disabled: false}
        principals:
          user:a: {email: 1.10, level: 12}
          user:b: {email: 12:30, level: -1}
          user:1: {email: true, expires: 2027-01-01T00:00:00.5+09:00}
          api_key:k: {creator: user:a, flag: true, since: 2027-01-01t00:00:00z, from: "::1", tags: [1, 1.5, no, ""]}
        assignments:
          organization:acme: {organization.owner: [user:a, user:b: {until: 2027-01-01T00:00:00Z}, user:c: {}]}
      """),
    SchemaExample(
      "ids of all kinds",
      """
      directory:
        scopes: {"organization:a:b/c": {}, organization:ünïcode: {}, "organization:💡{}#": {}}
        default_scope: "organization:a:b/c"
      """),
    SchemaExample("a suite", "").suite(
      """
      tests:
        - name: 12
          given: {now: 2027-01-01T00:00:00Z, context.address: 10.0.0.1, resource.labels: [a, 1, no]}
          can: ["  user:ada   read\\tsecret:s1 in project:web in organization:acme  ", user:ada read secret]
        - name: ""
          in: project:web in organization:acme
          as: {1: user:a, yes: user:b}
          expect: {secret: {read: [1, yes], list: []}, report: {}}
          complete: false
      directory: {}
      """),
  ]

  static let bad =
    [
      ("a misspelt section", "permisions: {}"),
      ("tests in a policy", "tests: []"),
      ("an empty section", "roles:"),
      ("a list for a mapping", "roles: []"),
      ("a role for a list", "permissions: {organization: {secret: {read: owner}}}"),
      ("a row without a value", "permissions: {organization: {secret: {read: }}}"),
      ("a row of a role in full", "permissions: {organization: {secret: {read: [organization.owner]}}}"),
      ("a cell of many words", "permissions: {organization: {secret: {read: [owner if a and b]}}}"),
      ("a cell twice", "permissions: {organization: {secret: {read: [owner, owner]}}}"),
      ("a role called anyone", "roles: {organization: {anyone: {}}}"),
      ("a type that begins with a digit", "scopes: {1st: {}}"),
      ("a resource type without actions", "resources: {x: {in: organization}}"),
      ("a resource type that lives nowhere", "resources: {x: {in: [], actions: [a]}}"),
      ("a word for a boolean", "scopes: {x: {open: maybe}}"),
      ("a quoted boolean", "scopes: {x: {open: \"true\"}}"),
      ("a rank that is a word", "roles: {organization: {x: {rank: high}}}"),
      ("an attribute of no type", "context: {x: strng}"),
      ("a list type of two", "context: {x: [string, int]}"),
      ("an attribute's declaration without a type", "context: {x: {override: true}}"),
      ("a condition that is a list", "conditions: {x: [a]}"),
      ("an invariant of two kinds", "invariants: {x: {exactly: 1, at_most: 2, of: organization.owner}}"),
      ("an invariant of a bare role", "invariants: {x: {exactly: 1, of: owner}}"),
      ("an invariant that counts below nothing", "invariants: {x: {exactly: -1, of: organization.owner}}"),
      ("never both of three", "invariants: {x: {never_both: [organization.a, organization.b, organization.c]}}"),
      ("together what is one thing", "invariants: {x: {never_together: [secret read]}}"),
      ("only for nobody", "invariants: {x: {only: secret read, for: []}}"),
      ("isolated from two types", "invariants: {x: {isolated: [organization, project]}}"),
      ("an escalation without a thing", "invariants: {x: {no_escalation: secret, role: resource.role}}"),
      ("never for nobody", "invariants: {x: {never: secret read, for: []}}"),
      ("a scope without an id", "directory: {scopes: {organization: {}}}"),
      ("a scope's id with a space", "directory: {scopes: {\"organization:a b\": {}}}"),
      ("an end without an offset", "directory: {principals: {user:a: {expires: 2027-01-01T00:00:00}}}"),
      ("a holder who is nobody", "directory: {assignments: {organization:acme: {owner: [{}]}}}"),
      ("a holder with an unknown fact", "directory: {assignments: {organization:acme: {owner: [user:a: {untl: x}]}}}"),
      ("an attribute that is a mapping", "directory: {principals: {user:a: {email: {a: b}}}}"),
    ].map { SchemaExample($0, $1) }
    + [
      ("a suite with a policy's section", "tests: [{name: a, can: [user:a read secret]}]\nroles: {}"),
      ("a suite without tests", "directory: {}"),
      ("a test without a name", "tests: [{can: [user:a read secret]}]"),
      ("a test without cases", "tests: [{name: a, can: []}]"),
      ("a case of two words", "tests: [{name: a, can: [user:a read]}]"),
      ("a case of many words", "tests: [{name: a, can: [user:a read secret project:web]}]"),
      ("a table without columns", "tests: [{name: a, in: organization:acme, expect: {secret: {read: []}}}]"),
      ("a table of no columns", "tests: [{name: a, in: organization:acme, as: {}, expect: {secret: {read: []}}}]"),
      ("complete, of nothing", "tests: [{name: a, complete: true, can: [user:a read secret]}]"),
      ("a given of nobody", "tests: [{name: a, given: {owner: x}, can: [user:a read secret]}]"),
      ("a given mapping", "tests: [{name: a, given: {context.address: {}}, can: [user:a read secret]}]"),
    ].map { SchemaExample($0, "# nothing").suite($1) }

  static let unseen =
    [
      ("a role that is not declared", "permissions: {organization: {report: {\"*\": [membr]}}}"),
      ("a condition's text", "conditions: {x: resource.owner = principal}"),
      ("a rank spelled in hexadecimal", "roles: {organization: {x: {rank: 0x10}}}"),
      ("a rank spelled as a fraction", "roles: {organization: {x: {rank: 1.0}}}"),
      ("a boolean in capitals", "scopes: {x: {open: True}}"),
      ("an attribute of another type", "directory: {principals: {user:a: {level: high}}}"),
      ("an attribute that is not declared", "directory: {principals: {user:a: {mail: x}}}"),
      ("a list for one value", "directory: {principals: {user:a: {email: [x]}}}"),
      ("a day that there is not", "directory: {principals: {user:a: {expires: 2027-02-30T00:00:00Z}}}"),
      ("an inclusion in other words", "roles: {organization: {x: {includes: [member, organization.member]}}}"),
      ("a group that is bounded", "principals: {x: {members: [user], bounded_by: creator}}"),
      ("a circle of roles", "roles: {organization: {x: {includes: [x]}}}"),
    ].map { SchemaExample($0, $1) }
    + [
      (
        "a column that is not there",
        """
        tests: [{name: a, in: organization:acme, as: {a: user:a}, expect: {secret: {read: [b]}}}]
        """
      ),
      ("a table of no rows", "tests: [{name: a, in: organization:acme, as: {a: user:a}, expect: {secret: {}}}]"),
    ].map { SchemaExample($0, "# nothing").suite($1) }
}

extension SchemaExample {
  /// The same with a suite behind it, and nothing else.
  func suite(_ text: String) -> SchemaExample {
    var example = self
    example.input = "+base\n--- x_test.yaml\n" + text
    return example
  }
}

// What small changes are made to.
extension SchemaExamples {
  static let rich =
    basePolicy + """

      forbid: {organization: {secret: {write: [anyone if owned]}}}
      invariants:
        a: {exactly: 1, of: organization.owner}
        b: {every: project.*, also: organization.*, for: [user]}
        c: {never_both: [organization.owner, project.viewer]}
        d: {never: secret write, for: [organization.member, project.viewer]}
        e: {never: ["secret *", "* write"], for: anyone}
        f: {only: secret write, for: [organization.owner, user]}
        g: {isolated: organization, except: organization.owner, shared_by: [user]}
        h: {never_together: [secret read, secret write], for: project.viewer}
      --- directory.yaml
      directory:
        default_scope: project:web
        scopes:
          organization:acme: {disabled: false}
          project:web: {in: organization:acme, region: eu}
        principals:
          user:a: {email: x, level: 3, disabled: false}
          team:t: {members: [user:a]}
          api_key:k: {creator: user:a, flag: true, expires: 2027-01-01T00:00:00Z, tags: [a, b]}
        resources:
          secret:s: {in: project:web, owner: user:a, shared: true, labels: [x]}
        assignments:
          organization:acme: {owner: [user:a], member: [team:t, user:b: {until: 2027-03-01T00:00:00Z}]}
          project:web: {viewer: [user:a]}
      --- x_test.yaml
      tests:
        - name: a
          given: {resource.owner: user:a, context.address: 10.0.0.1}
          can: [user:a read secret:s in project:web]
          cannot: [user:b write secret]
        - name: b
          in: organization:acme
          as: {owner: user:a, other: user:b}
          expect: {secret: {read: [owner], list: [owner]}, report: {read: [owner]}}
          complete: false
      """

  private static let words = [
    "no", "true", "1.10", "12:30", "12", "-1", "1e3", "0x1f", "null", "", "[]", "{}", "[a]", "{a: b}", "user", "user:a",
    "organization:acme", "owner", "member", "project.*", "in", "members", "read", "\"*\"", "\"\"", "x y",
    "2027-01-01T00:00:00Z",
    "organization.owner", "anyone", "string", "[string, int]", "True", "~", "owner if owned",
  ]

  /// The text with a word of it changed, taken away, or given twice, or a line of it taken away.
  static func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
    if Int.random(in: 0..<6, using: &random) == 0 {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      lines.remove(at: Int.random(in: 0..<lines.count, using: &random))
      return lines.joined(separator: "\n")
    }
    let matches = text.matches(of: /[A-Za-z0-9_.:*"-]+/)
    let old = matches[Int.random(in: 0..<matches.count, using: &random)].range
    let other = String(text[matches[Int.random(in: 0..<matches.count, using: &random)].range])
    let new = Bool.random(using: &random) ? words[Int.random(in: 0..<words.count, using: &random)] : other
    return text.replacingCharacters(in: old, with: new)
  }
}
