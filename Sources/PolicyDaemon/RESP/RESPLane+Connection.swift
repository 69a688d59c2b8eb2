/// The commands that clients send to set a connection up and to look around.
extension RESPLane {
  /// Answers one of them. `arguments` are without the command's name.
  mutating func serve(_ name: CommandName, _ arguments: [String], _ moment: Moment) throws(CommandError) {
    switch name {
    case .hello: try hello(arguments, moment)
    case .auth: throw Self.noPasswords
    case .select: try select(arguments[0])
    case .reset:
      replies.version = .two
      client.reset()
      replies.simple("RESET")
    case .client: try serveClient(Self.lowercased(arguments[0]), arguments.dropFirst())
    case .config: try config(Self.lowercased(arguments[0]), arguments.dropFirst())
    case .command: try command(arguments)
    case .info: replies.text(ServerInfo(moment).text(section: arguments.first.map(Self.lowercased)))
    default: throw CommandError("unknown command \(quoted(name.rawValue))")
    }
  }

  private static let noPasswords = CommandError(
    "there are no passwords here: the socket's permissions decide who may ask; connect without AUTH")

  private mutating func hello(_ arguments: [String], _ moment: Moment) throws(CommandError) {
    var version = replies.version
    var name: String?
    var rest = arguments[...]
    if let text = rest.popFirst() {
      guard let number = Int(text) else {
        throw CommandError("Protocol version is not an integer or out of range")
      }
      guard let known = ReplyWriter.Version(rawValue: number) else {
        moment.metrics.countError(.hello)
        return replies.error("unsupported protocol version", code: "NOPROTO")
      }
      version = known
    }
    while let option = rest.popFirst() {
      switch Self.lowercased(option) {
      case "setname" where !rest.isEmpty: name = try rest.popFirst().map(Self.clientName)
      case "auth" where rest.count >= 2: throw Self.noPasswords
      default: throw CommandError("Syntax error in HELLO option \(quoted(option))")
      }
    }
    // Nothing is changed by a command that is refused.
    replies.version = version
    if let name { client.name = name }
    replies.map(7)
    for (key, value) in [("server", "policyd"), ("version", moment.daemon.version)] {
      replies.bulk(key)
      replies.bulk(value)
    }
    replies.bulk("proto")
    replies.integer(version.rawValue)
    replies.bulk("id")
    replies.integer(client.id)
    for (key, value) in [("mode", "standalone"), ("role", "master")] {
      replies.bulk(key)
      replies.bulk(value)
    }
    replies.bulk("modules")
    replies.array(0)
  }

  private static func clientName(_ text: String) throws(CommandError) -> String {
    try ClientFacts.checked(text, "Client names")
  }

  private mutating func select(_ index: String) throws(CommandError) {
    guard let number = Int(index) else { throw CommandError("value is not an integer or out of range") }
    guard number == 0 else { throw CommandError("DB index is out of range; there is only 0") }
    replies.ok()
  }

  private mutating func serveClient(_ name: String, _ arguments: ArraySlice<String>) throws(CommandError) {
    let arguments = Array(arguments)
    switch (name, arguments.count) {
    case ("id", 0): replies.integer(client.id)
    case ("getname", 0):
      if client.name.isEmpty { replies.null() } else { replies.bulk(client.name) }
    case ("setname", 1):
      client.name = try Self.clientName(arguments[0])
      replies.ok()
    case ("setinfo", 2):
      let value = try ClientFacts.checked(arguments[1], "\(arguments[0])")
      switch Self.lowercased(arguments[0]) {
      case "lib-name": client.libraryName = value
      case "lib-ver": client.libraryVersion = value
      default: throw CommandError("Unrecognized option \(quoted(arguments[0]))")
      }
      replies.ok()
    case ("info", 0), ("list", _): replies.text(client.line(replies.version))
    case ("no-evict", 1), ("no-touch", 1), ("tracking", 1...), ("reply", 1):
      try toggle(name, Self.lowercased(arguments[0]))
    case ("id", _), ("getname", _), ("setname", _), ("setinfo", _), ("info", _), ("no-evict", _), ("no-touch", _),
      ("tracking", _), ("reply", _):
      throw .arguments(of: "client|\(name)")
    default: throw CommandError("unknown subcommand \(quoted(name)) of CLIENT")
    }
  }

  /// Takes what clients switch on and off where one of both is all there is.
  private mutating func toggle(_ name: String, _ value: String) throws(CommandError) {
    switch (name, value) {
    case ("no-evict", "on"), ("no-evict", "off"), ("no-touch", "on"), ("no-touch", "off"), ("tracking", "off"),
      ("reply", "on"):
      replies.ok()
    case ("tracking", "on"): throw CommandError("there is no tracking: nothing here is to be cached by clients")
    case ("reply", "off"), ("reply", "skip"): throw CommandError("every command is answered")
    default: throw CommandError("syntax error")
    }
  }

  private mutating func config(_ name: String, _ arguments: ArraySlice<String>) throws(CommandError) {
    guard name == "get" else {
      throw CommandError("unknown subcommand \(quoted(name)) of CONFIG; there is only GET")
    }
    guard !arguments.isEmpty else { throw .arguments(of: "config|get") }
    // What redis-benchmark asks for before it begins: nothing is ever saved.
    let known = [("save", ""), ("appendonly", "no")].filter { arguments.map(Self.lowercased).contains($0.0) }
    replies.map(known.count)
    for (key, value) in known {
      replies.bulk(key)
      replies.bulk(value)
    }
  }

  // MARK: COMMAND

  private mutating func command(_ arguments: [String]) throws(CommandError) {
    let names = arguments.dropFirst().map(Self.lowercased)
    let subcommand = arguments.first.map(Self.lowercased) ?? "info"
    switch subcommand {
    case "info" where names.isEmpty:
      replies.array(CommandName.allCases.count)
      for name in CommandName.allCases { facts(name) }
    case "info":
      replies.array(names.count)
      for name in names {
        if let name = CommandName(rawValue: name) { facts(name) } else { replies.null() }
      }
    case "count" where names.isEmpty: replies.integer(CommandName.allCases.count)
    case "list":
      replies.array(CommandName.allCases.count)
      for name in CommandName.allCases { replies.bulk(name.rawValue) }
    case "docs":
      let known = names.isEmpty ? CommandName.allCases : names.compactMap { CommandName(rawValue: $0) }
      replies.map(known.count)
      for name in known { docs(name) }
    default:
      throw CommandError(
        "unknown subcommand \(quoted(subcommand)) of COMMAND, or too many arguments; there are COUNT, DOCS, INFO and LIST"
      )
    }
  }

  /// What Redis tells of a command: name, arity, flags, places of keys, categories, tips, keys, subcommands. There are
  /// no keys here, so nothing needs to know which node to ask.
  private mutating func facts(_ name: CommandName) {
    replies.array(10)
    replies.bulk(name.rawValue)
    replies.integer(name.arity)
    replies.set(2)
    replies.simple("readonly")
    replies.simple("fast")
    for _ in 0..<3 { replies.integer(0) }
    replies.set(0)
    for _ in 0..<3 { replies.array(0) }
  }

  private mutating func docs(_ name: CommandName) {
    replies.bulk(name.rawValue)
    replies.map(3)
    replies.bulk("summary")
    replies.bulk(name.summary)
    replies.bulk("group")
    replies.bulk(name == .can || name == .why ? "policy" : "connection")
    replies.bulk("syntax")
    replies.bulk([name.rawValue.uppercased(), name.syntax].filter { !$0.isEmpty }.joined(separator: " "))
  }
}
