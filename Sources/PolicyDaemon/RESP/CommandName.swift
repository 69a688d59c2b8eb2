/// The commands there are, by their names in lower case.
enum CommandName: String, CaseIterable, Sendable {
  case can, why, ping, echo, hello, auth, select, reset, quit, info, command, client, config

  /// How many arguments it takes, its name among them; below zero, at least so many.
  var arity: Int {
    switch self {
    case .can, .why: -5
    case .echo, .select: 2
    case .reset: 1
    case .client, .config, .auth: -2
    case .ping, .hello, .quit, .info, .command: -1
    }
  }

  /// Whether it takes that many arguments, its name among them.
  func takes(_ count: Int) -> Bool {
    switch self {
    case .ping, .info: count <= 2
    default: arity < 0 ? count >= -arity : count == arity
    }
  }

  /// One line for `COMMAND DOCS`.
  var summary: String {
    switch self {
    case .can: "Says whether a principal may do an action on a resource in a scope: 1 or 0."
    case .why: "Answers as CAN does, and says why."
    case .ping: "Says that the daemon answers."
    case .echo: "Gives back its argument."
    case .hello: "Chooses the version of the protocol and tells of the daemon."
    case .auth: "Is refused: the socket's permissions decide who may ask."
    case .select: "Takes 0, the only database there is."
    case .reset: "Makes the connection as it was at its start."
    case .quit: "Ends the connection."
    case .info: "Tells of the daemon, its policy and its counters."
    case .command: "Lists the commands."
    case .client: "Names the connection and tells of it."
    case .config: "CONFIG GET says that nothing is saved; there are no other parameters."
    }
  }

  /// What stands after the name, for `COMMAND DOCS`.
  var syntax: String {
    switch self {
    case .can, .why: "principal action resource scope [name value ...]"
    case .ping: "[message]"
    case .echo: "message"
    case .hello: "[protover [SETNAME clientname]]"
    case .auth: "password"
    case .select: "index"
    case .info: "[section]"
    case .command: "[COUNT | DOCS [name ...] | INFO [name ...] | LIST]"
    case .client: "ID | INFO | LIST | GETNAME | SETNAME name | SETINFO attribute value"
    case .config: "GET pattern"
    case .reset, .quit: ""
    }
  }

  /// Its position among all commands.
  var index: Int {
    switch self {
    case .can: 0
    case .why: 1
    case .ping: 2
    case .echo: 3
    case .hello: 4
    case .auth: 5
    case .select: 6
    case .reset: 7
    case .quit: 8
    case .info: 9
    case .command: 10
    case .client: 11
    case .config: 12
    }
  }
}
