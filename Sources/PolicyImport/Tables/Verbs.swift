/// The verbs that a row of a permission table may begin or end with.
enum Verbs {
  /// What a row may begin with.
  static let known: Set<String> = [
    "accept", "access", "acknowledge", "activate", "add", "adjust", "administer", "allow", "analyze", "apply",
    "approve",
    "archive", "assign", "attach", "audit", "authorize", "backup", "ban", "block", "browse", "build", "buy", "call",
    "cancel", "change", "choose", "clear", "clone", "close", "collaborate", "comment", "commit", "compare", "configure",
    "confirm", "connect", "control", "convert", "copy", "create", "customize", "deactivate", "decline", "define",
    "delegate",
    "delete", "deny", "deploy", "detach", "disable", "disconnect", "dismiss", "download", "draft", "duplicate", "edit",
    "enable", "enforce", "execute", "export", "fetch", "filter", "force", "fork", "generate", "get", "give", "grant",
    "hide",
    "import", "impersonate", "initiate", "install", "instal", "invite", "invoke", "join", "launch", "leave", "link",
    "list",
    "lock", "make", "manage", "mark", "merge", "migrate", "moderate", "modify", "monitor", "move", "open", "override",
    "patch", "pause", "pay", "perform", "pin", "post", "preview", "promote", "provision", "publish", "pull", "purchase",
    "push", "put", "query", "read", "reactivate", "rebuild", "receive", "refresh", "refund", "regenerate", "register",
    "reject", "release", "reload", "remove", "rename", "renew", "reopen", "reorder", "replace", "reply", "request",
    "resend",
    "reset", "resolve", "respond", "restart", "restore", "restrict", "resume", "retrieve", "retry", "revert", "review",
    "revoke", "rotate", "run", "save", "schedule", "search", "see", "select", "send", "set", "share", "show", "sign",
    "start",
    "stop", "submit", "subscribe", "suspend", "switch", "sync", "tag", "terminate", "test", "toggle", "transfer",
    "trigger",
    "turn", "unarchive", "unassign", "unban", "unblock", "undo", "uninstall", "unlink", "unlock", "unpin", "unpublish",
    "unsubscribe", "update", "upgrade", "upload", "upsert", "use", "validate", "verify", "view", "vote", "watch",
    "withdraw",
    "write",
  ]

  /// What a row may end with: verbs that are hardly ever nouns.
  private static let closing: Set<String> = [
    "add", "approve", "archive", "cancel", "configure", "create", "delete", "disable", "edit", "enable", "execute",
    "export",
    "get", "import", "invite", "list", "manage", "modify", "publish", "read", "remove", "rename", "resend", "restore",
    "revoke", "rotate", "run", "update", "upload", "view", "write",
  ]

  private static let nouns: [String: String] = [
    "management": "manage", "creation": "create", "deletion": "delete", "removal": "remove", "modification": "modify",
    "administration": "administer", "configuration": "configure", "installation": "install", "publication": "publish",
    "approval": "approve",
  ]

  private static let particles: [String: Set<String>] = [
    "sign": ["in", "out", "up", "off"], "set": ["up"], "turn": ["on", "off"], "switch": ["on", "off"],
    "check": ["in", "out"],
    "opt": ["in", "out"], "log": ["in", "out"], "roll": ["back"], "shut": ["down"],
  ]

  /// The verb that a row's first word is: `creates` and `creating` are `create`.
  static func opening(_ word: String) -> String? {
    if known.contains(word) { return word }
    if word.hasSuffix("ing"), word.utf8.count > 5 {
      let stem = String(word.dropLast(3))
      if known.contains(stem) { return stem }
      if known.contains(stem + "e") { return stem + "e" }
      let characters = Array(stem.utf8)
      if characters.count > 2, characters[characters.count - 1] == characters[characters.count - 2],
        known.contains(String(stem.dropLast()))
      {
        return String(stem.dropLast())
      }
    }
    if word.hasSuffix("s"), known.contains(String(word.dropLast())) { return String(word.dropLast()) }
    return nil
  }

  /// The verb that a row's last word is: `invitation list`, `connection deletion`.
  static func closing(_ word: String) -> String? { closing.contains(word) ? word : nouns[word] }

  /// Whether the word after a verb is a part of it: `sign in`.
  static func isParticle(_ word: String, of verb: String) -> Bool { particles[verb]?.contains(word) == true }

  /// Whether the word says how, and a verb follows: `permanently delete`.
  static func isAdverb(_ word: String) -> Bool {
    word.hasSuffix("ly") && word.utf8.count > 4 || ["bulk", "mass", "batch", "auto", "self", "force"].contains(word)
  }
}
