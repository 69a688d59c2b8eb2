import PolicyFormat
import PolicyLanguage
import Testing
import YAMLReader

/// What a text is formatted to.
func format(_ text: String, roles: RoleOrders = RoleOrders()) throws -> String {
  String(
    decoding: try formatted(SourceFile(path: "policy.yaml", bytes: Array(text.utf8)), roles: roles), as: UTF8.self)
}

/// The orders of roles that a text of a policy declares.
func roleOrders(_ policy: String) -> RoleOrders {
  var loader = PolicySetLoader(fileSystem: MemoryFileSystem(["set/policy.yaml": policy]))
  return RoleOrders(loader.load(PolicySetLocation(policy: "set")).policy)
}
