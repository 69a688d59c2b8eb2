import PolicyLanguage
import PolicyValues
import Testing

/// What the checker makes of a condition that it takes.
@Suite struct ConditionsCheckedTests {
  private func only(_ text: String) -> CheckedAtom? {
    if case .atom(let atom)? = checked(text).condition { atom } else { nil }
  }

  @Test func literalsTakeTheOtherSidesType() {
    let alice = AttributeValue.principal(EntityName(type: "user", id: "alice"))
    #expect(
      only("principal == 'user:alice'")
        == CheckedAtom(op: .equal, left: .builtin(.principal), right: .literal(alice)))
    #expect(only("'user:alice' in resource.editors")?.left == .literal(alice))
    #expect(only("principal in ['user:alice']")?.right == .literal(.list([alice])))
    #expect(only("resource.editors == ['user:alice']")?.right == .literal(.list([alice])))
    #expect(only("resource == 'user:alice'")?.right == .literal(.string("user:alice")))
    let admin = AttributeValue.role(scopeType: "organization", name: "admin")
    #expect(only("resource.role == 'admin'")?.right == .literal(admin))
    #expect(only("resource.role == 'organization.admin'")?.right == .literal(admin))
    #expect(
      only("'project.admin' in resource.roles")?.left == .literal(.role(scopeType: "project", name: "admin")))
    #expect(only("rank('admin') < 3")?.left == .rank(.literal(admin)))
    #expect(only("context.ip == '::ffff:10.0.0.1'")?.right == IPAddress("10.0.0.1").map { .literal(.ip($0)) })
    #expect(only("resource.tags == []")?.right == .literal(.list([])))
  }

  @Test func blocksAndNamesAreRead() {
    let block = only("ip_in(context.ip, '10.0.0.0/8')")
    #expect(block?.network == IPNetwork("10.0.0.0/8"))
    #expect(block?.right == nil)
    #expect(block?.left == .attribute(.context, "ip", AttributeType(.ip)))
    #expect(
      only("principal.email.endsWith('@x')")?.left == .attribute(.principal, "email", AttributeType(.string)))
  }

  @Test func atomsStandInOrder() {
    let condition = checked("resource.shared && (now == now || !has(resource.owner)) && true").condition
    #expect(condition?.atoms.map(\.op) == [.isTrue, .equal, .has])
  }

  @Test func lookalikeRoleIsAnother() {
    var environment = world
    environment.rolesOfScopeType = ["K"]
    #expect(checked("resource.role == 'K'", in: environment).condition != nil)
    #expect(checked("resource.role == '\u{212A}'", in: environment).condition == nil)
  }

  @Test func namesMayBeDeclaredNowhere() {
    #expect(
      checked("resource.x", in: ConditionEnvironment(scopeType: "app")).found == [
        "0..<10 unknown-attribute: `resource.x` is not declared by the resource type"
          + " | there is `resource.id` and `resource.type`"
      ])
    #expect(
      checked("context", in: ConditionEnvironment(scopeType: "app")).found == [
        "0..<7 unknown-attribute: `context` is no value by itself"
          + " | declare what it may hold: `context: {name: string}`"
      ])
  }
}
