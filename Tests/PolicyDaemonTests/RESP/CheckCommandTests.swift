import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing

@testable import PolicyDaemon

/// `CAN` and `WHY`, without a socket.
@Suite struct CheckCommandTests {
  @Test func answersChecks() throws {
    var talk = try Conversation()
    #expect(talk.say("CAN user:alice read connection:c1 project:web") == ":1\r\n")
    #expect(talk.say("can user:alice read connection:c1 -") == ":1\r\n")
    #expect(talk.say("CaN user:zed read connection:c1 project:web") == ":0\r\n")
    #expect(talk.say("CAN user:alice create connection project:web") == ":1\r\n")
    #expect(talk.say("CAN user:bob create connection project:web") == ":0\r\n")
    #expect(talk.say("CAN user:alice create connection -") == ":0\r\n")
    #expect(talk.say("CAN user:alice read connection:c1 project:moon") == ":0\r\n")
    #expect(talk.say("CAN userr:alice read connection:c1 project:web") == ":0\r\n")
    #expect(talk.metrics.value(.reason(.granted)) == 3)
    #expect(talk.metrics.value(.reason(.unknownPrincipalType)) == 1)
    #expect(talk.metrics.value(.can) == 8)
  }

  /// However many follow one another, each has its own answer, in its place.
  @Test(arguments: [1, 2, 15, 16, 17, 33, 500])
  func answersPipelines(count: Int) throws {
    var talk = try Conversation(maximumPendingOutput: 64)
    var sent: [UInt8] = []
    var expected = ""
    for index in 0..<count {
      let isAllowed = index % 3 != 1
      sent += Redis.line("CAN user:\(isAllowed ? "alice" : "zed") read connection:c1 project:web")
      expected += isAllowed ? ":1\r\n" : ":0\r\n"
      if index % 7 == 5 {
        sent += Redis.line("ECHO \(index)")
        expected += "$\("\(index)".utf8.count)\r\n\(index)\r\n"
      }
      if index % 11 == 3 {
        sent += Redis.line("WHY user:zed read connection:c1 nowhere")
        let text = "deny: unknown_scope\n  there is no scope `nowhere`; there are `project:web`"
        expected += "$\(text.utf8.count)\r\n\(text)\r\n"
      }
    }
    #expect(talk.send(sent) == expected)
  }

  @Test func takesValues() throws {
    var talk = try Conversation()
    let ask = "CAN user:alice update connection:c1 project:web"
    #expect(talk.say(ask) == ":0\r\n")
    #expect(talk.say("\(ask) context.mfa true") == ":1\r\n")
    #expect(talk.say("\(ask) context.mfa false") == ":0\r\n")
    #expect(talk.say("\(ask) context.mfa yes") == ":0\r\n")
    #expect(talk.say("\(ask) context.mfaa true") == ":0\r\n")
    #expect(talk.say("\(ask) context.mfaa x context.mfa true resource.owner user:bob") == ":1\r\n")
    #expect(talk.say("\(ask) context.mfa true context.mfa true").hasPrefix("-ERR 'context.mfa' is given twice"))
    #expect(talk.say("\(ask) context.mfa").hasPrefix("-ERR 'context.mfa' has no value"))
    for name in ["mfa", ".mfa", "context.", "contexts.mfa", "Context.mfa", "context.a.b", "context.\u{212A}"] {
      #expect(talk.say("\(ask) \(name) true").hasPrefix("-ERR '\(name)' is not the name of a value"))
    }
    #expect(talk.say("WHY user:alice update connection:c1 project:web context.mfa true").contains("allow: granted\n"))
  }

  /// A name given once or more often makes a list where one is declared.
  @Test func takesLists() throws {
    let text = """
      policy: lists
      scopes: {team: {}}
      principals: {user: {}}
      resources: {page: {in: team, actions: [read, tag], attributes: {tags: [string], owner: principal}}}
      roles: {team: {reader: {}}}
      permissions: {team: {page: {read: [reader if tagged], tag: [reader if owned]}}}
      conditions: {tagged: '"b" in resource.tags', owned: resource.owner == principal}
      directory: {scopes: {"team:a": {}}, assignments: {"team:a": {reader: [user:ann]}}}

      """
    let loaded = try loadPolicy(
      PolicySetLocation(policy: "lists"), fileSystem: MemoryFileSystem(["lists/policy.yaml": text]),
      at: Timestamp(seconds: 1_800_000_000))
    var talk = try Conversation(ServingPolicy(table: loaded.table, loadedAt: Timestamp(seconds: 0)))
    let ask = "CAN user:ann read page:p team:a"
    #expect(talk.say(ask) == ":0\r\n")
    #expect(talk.say("\(ask) resource.tags b") == ":1\r\n")
    #expect(talk.say("\(ask) resource.tags a resource.tags b") == ":1\r\n")
    #expect(talk.say("\(ask) resource.tags a resource.tags c") == ":0\r\n")
    #expect(talk.say("CAN user:ann tag page:p team:a resource.owner user:ann") == ":1\r\n")
    #expect(talk.say("CAN user:ann tag page:p team:a resource.owner user:bob") == ":0\r\n")
    #expect(talk.say("CAN user:ann tag page:p team:a resource.owner ann") == ":0\r\n")
    #expect(
      talk.say("CAN user:ann tag page:p team:a resource.owner user:ann resource.owner user:ann").hasPrefix("-ERR "))
  }

  /// No text is a map of roles, and to leave it out could spare the principal a forbid.
  @Test func deniesRolesAsText() throws {
    let text = """
      policy: requested
      scopes: {team: {}}
      principals: {user: {roles: request}, guest: {}}
      resources: {page: {in: team, actions: [read]}}
      roles: {team: {reader: {}}}
      permissions: {team: {page: {read: [anyone]}}}
      directory: {scopes: {"team:a": {}}}

      """
    let loaded = try loadPolicy(
      PolicySetLocation(policy: "requested"), fileSystem: MemoryFileSystem(["requested/policy.yaml": text]),
      at: Timestamp(seconds: 1_800_000_000))
    var talk = try Conversation(ServingPolicy(table: loaded.table, loadedAt: Timestamp(seconds: 0)))
    #expect(talk.say("CAN user:ann read page:p team:a") == ":1\r\n")
    #expect(talk.say("CAN user:ann read page:p team:a principal.roles reader") == ":0\r\n")
    #expect(talk.say("CAN guest:ann read page:p team:a principal.roles reader") == ":1\r\n")
  }

  @Test func refusesWhatIsNoQuestion() throws {
    var talk = try Conversation()
    #expect(talk.say("CAN") == "-ERR wrong number of arguments for 'can' command\r\n")
    #expect(talk.say("CAN user:alice read connection:c1") == "-ERR wrong number of arguments for 'can' command\r\n")
    #expect(talk.say("WHY user:alice read") == "-ERR wrong number of arguments for 'why' command\r\n")
    for principal in ["alice", ":alice", "user:", ":"] {
      let reply = talk.say("CAN \(principal) read connection:c1 -")
      #expect(reply.hasPrefix("-ERR the principal is '\(principal)'; write type:id"))
    }
    for resource in [":c1", "connection:", ":"] {
      #expect(talk.say("CAN user:alice read \(resource) -").hasPrefix("-ERR the resource is '\(resource)'; write"))
    }
    #expect(
      talk.send(Redis.command(["CAN", "user:alice", "", "connection", "-"])).hasPrefix("-ERR the action is empty"))
    #expect(
      talk.send(Redis.command(["CAN", "user:alice", "read", "connection", ""])).hasPrefix("-ERR the scope is empty"))
    #expect(talk.send(Redis.command(["CAN", "user:alice", "read", "", "-"])).hasPrefix("-ERR the resource is ''"))
    // The connection goes on.
    #expect(talk.say("CAN user:alice read connection:c1 -") == ":1\r\n")
    #expect(talk.metrics.errors(.can) == 12)
    #expect(talk.metrics.errors(.why) == 1)
    #expect(talk.metrics.value(.reason(.granted)) == 1)
  }

  /// Names that are not text are nobody's.
  @Test func neverAllowsBrokenText() throws {
    var talk = try Conversation()
    let whole = Redis.line("CAN user:alice read connection:c1 project:web")
    let valued = Redis.line("CAN user:alice update connection:c1 project:web context.mfa true")
    for ask in [whole, valued] {
      #expect(talk.send(ask) == ":1\r\n")
      for place in 0..<ask.count where ask[place] >= 0x61 && ask[place] <= 0x7A {
        var broken = ask
        broken[place] |= 0x80
        #expect(talk.send(broken) != ":1\r\n")
      }
    }
    let why = Redis.line("WHY user:alice read connection:c1 project:web")
    var broken = why
    broken[why.count - 4] = 0xFF
    #expect(talk.send(broken) == "-ERR the question is not valid UTF-8\r\n")
  }

  @Test func deniesWithABrokenClock() throws {
    var talk = try Conversation()
    talk.clock = Timestamp(seconds: .min)
    let ask = "user:alice read connection:c1 project:web"
    #expect(talk.say("CAN \(ask)") == ":0\r\n")
    #expect(talk.say("CAN \(ask) context.mfa true") == ":0\r\n")
    #expect(talk.say("WHY \(ask)").contains("deny: clock\n"))
    #expect(talk.metrics.value(.badClock) == 2)
    #expect(talk.daemon.counters.aside.value(.badClock) == 1)
  }

  /// What stands in names cannot pretend to be a line of the explanation.
  @Test func explainsInWholeLines() throws {
    var talk = try Conversation()
    let reply = talk.send(Redis.command(["WHY", "user:a\nallow: granted", "read", "connection:c1", "-"]))
    #expect(reply.contains("\r\ndeny: no_role\n"))
    #expect(!reply.contains("\nallow"))
    _ = talk.say("HELLO 3")
    #expect(
      talk.say("WHY user:alice read connection:c1 -").wholeMatch(of: /=[0-9]+\r\ntxt:allow: granted\n[^\r]+\r\n/) != nil
    )
  }
}
