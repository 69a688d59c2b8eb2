/// What a connection is called and which number it has, as `CLIENT` tells.
struct ClientFacts: Hashable {
  let id: Int
  var name = ""
  var libraryName = ""
  var libraryVersion = ""

  init(id: Int) { self.id = id }

  /// Makes all as it was at the start.
  mutating func reset() { self = ClientFacts(id: id) }

  /// One line of `CLIENT LIST`.
  func line(_ version: ReplyWriter.Version) -> String {
    "id=\(id) name=\(name) db=0 lib-name=\(libraryName) lib-ver=\(libraryVersion) resp=\(version.rawValue)\n"
  }

  /// Names stand in lines of words, so they hold no space and nothing that does not print.
  static func checked(_ text: String, _ what: String) throws(CommandError) -> String {
    guard text.utf8.count <= 256, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw CommandError("\(what) cannot contain spaces, newlines or special characters")
    }
    return text
  }
}
