import DecisionTable
import Testing

@testable import PolicyDaemon

/// The commands that clients send besides checks, without a socket.
@Suite struct ConnectionCommandTests {
  /// What is said, and the reply, or how it begins if it ends in an ellipsis.
  static let exchanges: [(String, String)] = [
    ("PING", "+PONG\r\n"), ("ping hi", "$2\r\nhi\r\n"), ("PING a b", "-ERR wrong number of arguments for 'ping'…"),
    ("ECHO x", "$1\r\nx\r\n"), ("ECHO", "-ERR wrong number of arguments for 'echo' command\r\n"),
    ("SELECT 0", "+OK\r\n"), ("SELECT 1", "-ERR DB index is out of range…"), ("SELECT x", "-ERR value is not an…"),
    ("RESET", "+RESET\r\n"), ("QUIT", "+OK\r\n"), ("AUTH x", "-ERR there are no passwords here…"),
    ("HELLO", "*14\r\n$6\r\nserver\r\n$7\r\npolicyd\r\n$7\r\nversion\r\n$5\r\n1.2.3\r\n$5\r\nproto\r\n:2\r\n…"),
    ("HELLO 3", "%7\r\n$6\r\nserver\r\n$7\r\npolicyd\r\n$7\r\nversion\r\n$5\r\n1.2.3\r\n$5\r\nproto\r\n:3\r\n…"),
    ("HELLO 3 SETNAME me", "%7\r\n…"), ("HELLO 4", "-NOPROTO unsupported protocol version\r\n"),
    ("HELLO x", "-ERR Protocol version is not an integer or out of range\r\n"),
    ("HELLO 3 AUTH default x", "-ERR there are no passwords here…"),
    ("HELLO 3 NOPE", "-ERR Syntax error in HELLO option 'NOPE'\r\n"), ("HELLO 3 SETNAME", "-ERR Syntax error…"),
    ("CLIENT ID", ":7\r\n"), ("CLIENT GETNAME", "$-1\r\n"), ("CLIENT SETNAME me", "+OK\r\n"),
    ("CLIENT SETINFO LIB-NAME redis-py", "+OK\r\n"), ("CLIENT SETINFO lib-ver 8.0.0", "+OK\r\n"),
    ("CLIENT SETINFO x y", "-ERR Unrecognized option 'x'\r\n"),
    ("CLIENT SETNAME", "-ERR wrong number of arguments for 'client|setname' command\r\n"),
    ("CLIENT INFO", "$42\r\nid=7 name= db=0 lib-name= lib-ver= resp=2\n…"), ("CLIENT LIST", "$42\r\nid=7 …"),
    ("CLIENT NO-EVICT on", "+OK\r\n"), ("CLIENT NO-TOUCH off", "+OK\r\n"), ("CLIENT TRACKING off", "+OK\r\n"),
    ("CLIENT TRACKING on", "-ERR there is no tracking…"), ("CLIENT REPLY on", "+OK\r\n"),
    ("CLIENT REPLY off", "-ERR every command is answered\r\n"), ("CLIENT NO-EVICT x", "-ERR syntax error\r\n"),
    ("CLIENT NOPE", "-ERR unknown subcommand 'nope' of CLIENT\r\n"),
    ("CLIENT", "-ERR wrong number of arguments for 'client' command\r\n"),
    ("CONFIG GET maxmemory", "*0\r\n"), ("CONFIG GET save", "*2\r\n$4\r\nsave\r\n$0\r\n\r\n"),
    ("CONFIG SET a b", "-ERR unknown subcommand 'set' of CONFIG…"), ("CONFIG GET", "-ERR wrong number of…"),
    ("COMMAND COUNT", ":13\r\n"), ("COMMAND LIST", "*13\r\n$3\r\ncan\r\n$3\r\nwhy\r\n…"),
    (
      "COMMAND",
      "*13\r\n*10\r\n$3\r\ncan\r\n:-5\r\n*2\r\n+readonly\r\n+fast\r\n:0\r\n:0\r\n:0\r\n*0\r\n*0\r\n*0\r\n*0\r\n…"
    ),
    ("COMMAND INFO ping nope", "*2\r\n*10\r\n$4\r\nping\r\n…"),
    ("COMMAND DOCS ping nope", "*2\r\n$4\r\nping\r\n*6\r\n…"),
    ("COMMAND NOPE", "-ERR unknown subcommand 'nope' of COMMAND…"),
    ("CANN a b", "-ERR unknown command 'CANN'; did you mean CAN?\r\n"),
    ("GET x", "-ERR unknown command 'GET'; COMMAND LIST names those there are\r\n"),
    ("INFO nope", "$0\r\n\r\n"),
  ]

  @Test(arguments: exchanges)
  func answers(_ said: String, _ reply: String) throws {
    var talk = try Conversation()
    let answer = talk.say(said)
    if reply.hasSuffix("…") {
      #expect(answer.hasPrefix(reply.dropLast()), "\(answer)")
    } else {
      #expect(answer == reply)
    }
    #expect(talk.hasEnded == (said == "QUIT"))
    // What is refused changes nothing, and whatever was said, the next one is answered.
    if !talk.hasEnded { #expect(talk.say("PING") == "+PONG\r\n") }
  }

  @Test func speaksTheThirdVersion() throws {
    var talk = try Conversation()
    _ = talk.say("HELLO 3 SETNAME me")
    #expect(talk.say("CLIENT GETNAME") == "$2\r\nme\r\n")
    #expect(talk.say("HELLO 2 NOPE").hasPrefix("-ERR"))
    #expect(talk.say("CLIENT INFO").hasPrefix("=48\r\ntxt:id=7 name=me db=0 "))
    #expect(talk.say("CONFIG GET maxmemory") == "%0\r\n")
    #expect(talk.say("COMMAND INFO nope") == "*1\r\n_\r\n")
    #expect(talk.say("COMMAND DOCS nope") == "%0\r\n")
    #expect(talk.say("CAN user:alice read connection:c1 -") == ":1\r\n")
    #expect(talk.say("RESET") == "+RESET\r\n")
    #expect(talk.say("CLIENT GETNAME") == "$-1\r\n")
  }

  @Test func informs() throws {
    var talk = try Conversation()
    _ = talk.say("CAN user:alice read connection:c1 -")
    _ = talk.say("CAN user:zed read connection:c1 -")
    let info = talk.say("INFO")
    for line in [
      "# Server", "policyd_version:1.2.3", "state:serving", "# Policy", "policy:world", "connected_clients:0",
      "digest:\(talk.policy.table.digest)", "decisions_allowed:1", "decisions_denied:1", "last_reload_ok:1",
    ] {
      #expect(info.contains("\(line)\r\n"), "\(line)")
    }
    let section = talk.say("INFO clients")
    #expect(section.contains("# Clients\r\n") && !section.contains("# Server"))
    #expect(talk.say("INFO everything") == talk.say("INFO"))
  }

  /// An error is one line, whatever was said.
  @Test func keepsErrorsToOneLine() throws {
    var talk = try Conversation()
    let reply = talk.send(Redis.command(["a\r\n:1\r\n\u{1B}[2J", "x"]))
    #expect(reply.hasPrefix("-ERR unknown command 'a\u{FFFD}\u{FFFD}:1"))
    #expect(reply.utf8.filter { $0 == 13 || $0 == 10 }.count == 2)
    #expect(!reply.contains("\u{1B}"))
    let long = talk.send(Redis.command([String(repeating: "é", count: 5000)]))
    #expect(long.utf8.count < 300)
  }

  @Test func endsWithAWordOnBytesThatAreNoCommand() throws {
    for (sent, reply) in [
      ("PING\r\n", "-ERR Protocol error: expected '*', got 'P'\r\n"),
      ("*1\r\n$4\r\nPING\r\n\r\n", "+PONG\r\n-ERR Protocol error: expected '*', got byte 13\r\n"),
      ("*1000000000\r\n", "-ERR Protocol error: invalid multibulk length; a command has at most 1024 arguments\r\n"),
      ("*1\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length\r\n"),
    ] {
      var talk = try Conversation()
      #expect(talk.send(Array(sent.utf8)) == reply)
      #expect(talk.hasEnded)
      #expect(talk.metrics.protocolErrors == 1)
    }
    var cut = try Conversation()
    #expect(cut.send(Array("*1\r\n$4\r\nPI".utf8)) == "")
    #expect(cut.end() == "-ERR Protocol error: the input ends before the command is complete\r\n")
    var whole = try Conversation()
    #expect(whole.say("PING") == "+PONG\r\n")
    #expect(whole.end() == "")
  }
}
