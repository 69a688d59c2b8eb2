import PolicyImport
import Testing

@Suite struct CasbinImportTests {
  static let model = """
    [request_definition]
    r = sub, obj, act

    [policy_definition]
    p = sub, obj, act

    [role_definition]
    g = _, _

    [policy_effect]
    e = some(where (p.eft == allow))

    [matchers]
    m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
    """

  @Test func whatAPersonWouldWrite() throws {
    let page = try casbin(
      Self.model,
      """
      p, alice, data1, read
      p, bob, data2, write
      p, data2_admin, data2, read
      p, data2_admin, data2, write
      p, viewer, "data, all", read
      g, alice, data2_admin
      g, data2_admin, viewer
      """)
    #expect(page.set.isWhole)
    #expect(page.cells("data2", "write", in: "app") == ["bob", "data2_admin"])
    #expect(page.cells("data__all", "read", in: "app") == ["viewer"])
    #expect(page.set.roles.first { $0.name == "data2_admin" }?.includes == ["viewer"])
    #expect(page.allows("user:alice", "read", "data__all", nil, in: "app:main"))
    #expect(!page.allows("user:bob", "read", "data2", nil, in: "app:main"))
  }

  private func refused(_ line: String, _ other: String) -> String {
    let text = Self.model.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix(line) ? Substring(other) : $0
    }
    return refusal { try casbin(text.joined(separator: "\n"), "p, a, b, c\ng, x, a\n") }
  }

  @Test func whatCannotBeCarriedOverIsRefused() {
    #expect(refused("e =", "e = priority(p.eft) || deny").hasPrefix("model.conf:11:1: error: an effect of priorities"))
    #expect(refused("e =", "e = !some(where (p.eft == deny))").contains("allows everything that no rule denies"))
    #expect(
      refused("m =", "m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act || r.sub == \"root\"").contains(
        "`r.act==p.act||r.sub==\"root\"`"))
    #expect(refused("m =", "m = g(r.sub, p.sub) && r.obj == p.obj").contains("says nothing of `act`"))
    #expect(
      refused("m =", "m = g(r.sub, p.sub) && r.obj == p.obj && keyMatch2(r.act, p.act)").contains(
        "`keyMatch2(r.act,p.act)`"))
    #expect(refused("m =", "m = eval(p.sub_rule) && r.obj == p.obj && r.act == p.act").contains("eval"))
    #expect(refused("r =", "r = sub, act, obj").contains("both are `sub, obj, act`"))
    #expect(refused("g =", "g = _, _\ng3 = _").contains("a role definition is"))
    #expect(refused("p =", "p = sub, obj, act\np2 = sub, act").contains("`p2` in `[policy_definition]`"))
    #expect(refusal { try casbin(Self.model, "p, a, b\n") }.hasPrefix("policy.csv:1:1: error: a rule of 2 fields"))
    #expect(refusal { try casbin(Self.model, "p, a, b, c\np2, a, b, c\n") }.contains("`p2` begins no line"))
    #expect(refusal { try casbin(Self.model, "p, a, b, c\ng, a, b\ng, b, a\n") }.contains("is a member of itself"))
    let long = (0..<12).map { "g, r\($0), r\($0 + 1)" }.joined(separator: "\n")
    #expect(refusal { try casbin(Self.model, "p, r12, b, c\n\(long)\n") }.contains("does not follow"))
  }
}
