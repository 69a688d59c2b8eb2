import Testing

/// Names, principals and references: what fits together and what does not.
@Suite struct ConditionsNameTests {
  @Test(arguments: cases(names)) func saysWordForWord(_ example: Example) {
    #expect(outcome(example.text) == example.expected)
  }
}

private let names = #"""
  resource.ownr == principal
    0..<13 unknown-attribute: `resource.ownr` is not declared by resource type `connection`
      did you mean `resource.owner`?

  resource.zzz == 1
    0..<12 unknown-attribute: `resource.zzz` is not declared by resource type `connection`
      there is `resource.address`, `resource.count`, `resource.created`, `resource.editors`, `resource.id`, `resource.legal-hold`, `resource.limit` and 10 more

  scope.zzz
    0..<9 unknown-attribute: `scope.zzz` is not declared by scope type `organization`
      there is `scope.id`, `scope.plan` and `scope.type`

  action.zzz
    0..<10 unknown-attribute: `action.zzz` is not declared under `action`
      `action` declares no attributes here

  context.zzz
    0..<11 unknown-attribute: `context.zzz` is not declared under `context`
      there is `context.ip` and `context.legal_hold`

  principal.zzz
    0..<13 unknown-attribute: `principal.zzz` is not declared by any principal type
      there is `principal.email`, `principal.groups`, `principal.id`, `principal.level`, `principal.rank` and `principal.type`

  context
    0..<7 unknown-attribute: `context` is no value by itself
      there is `context.ip` and `context.legal_hold`

  user.x == 1
    0..<6 unknown-attribute: there is no `user.x` in a condition
      did you mean `principal.x`?

  resorce.owner == principal
    0..<13 unknown-attribute: there is no `resorce.owner` in a condition
      did you mean `resource.owner`?

  owner == principal
    0..<5 unknown-attribute: there is no `owner` in a condition
      did you mean `resource.owner`?

  subject_of_test
    0..<15 unknown-attribute: there is no `subject_of_test` in a condition
      a condition cannot use itself

  now.x == 1
    0..<5 unknown-attribute: there is no `now.x` in a condition
      `now` is a moment and has no fields

  foo
    0..<3 unknown-attribute: there is no `foo` in a condition
      names begin with `principal`, `resource`, `scope`, `context` or `action`, or are `now`

  resource.owner.id == "x"
    0..<17 unknown-attribute: `resource.owner` has no fields
      attributes hold single values: declare another attribute of `resource`

  resource.legal_hold
    0..<19 unknown-attribute: `resource.legal_hold` is not declared by resource type `connection`
      did you mean `resource.legal-hold`?

  resource.count-1 == 2
    0..<16 unknown-attribute: `resource.count-1` is not declared by resource type `connection`
      `-` belongs to the name, and a condition does not compute; there is `resource.count`

  resource.legal-hold
    ok

  principal.level == 1
    0..<15 condition-type: `principal.level` is an int for `user` and a string for `api_key`
      declare it with one type in both, or under two names

  principal == resource.name
    0..<26 condition-type: `principal` is a principal and `resource.name` a string: they cannot be compared
      declare `resource.name` as `principal`

  resource.name == principal
    0..<26 condition-type: `resource.name` is a string and `principal` a principal: they cannot be compared
      declare `resource.name` as `principal`

  resource.owner == principal.id
    0..<30 condition-type: `resource.owner` is a principal and `principal.id` a string: they cannot be compared
      compare it with `principal`

  principal.id == resource.owner_id
    0..<33 compares-id: `principal.id` is compared with `resource.owner_id`, and ids repeat across principal types
      declare `resource.owner_id` as `principal` and compare it with `principal`
    ok

  principal.id in resource.owner_ids
    0..<34 compares-id: `principal.id` is compared with `resource.owner_ids`, and ids repeat across principal types
      declare `resource.owner_ids` as `[principal]` and write `principal in resource.owner_ids`
    ok

  principal.id == "x"
    ok

  principal == "alice"
    13..<20 bad-value: `"alice"` is not a principal
      write its type too: `"user:alice"`

  principal == "usr:alice"
    13..<24 unknown-principal-type: there is no principal type `usr`
      did you mean `"user:alice"`?

  principal == "zebra:alice"
    13..<26 unknown-principal-type: there is no principal type `zebra`
      there is `api_key`, `team` and `user`

  principal == "user:a b"
    13..<23 bad-value: `"user:a b"` is not a principal
      a principal is written `type:id`

  resource == "gmail"
    12..<19 bad-value: `"gmail"` is not written `type:id`
      write the type too, or compare an id: `resource.id`, `scope.id`

  resource == principal
    ok

  scope == resource
    ok

  scope == resource.count
    0..<23 condition-type: `scope` is a `type:id` and `resource.count` an int: they cannot be compared
      compare values of one type

  principal in ["alice", "user:b", "usr:c"]
    14..<21 bad-value: `"alice"` is not a principal
      write its type too: `"user:alice"`
    33..<40 unknown-principal-type: there is no principal type `usr`
      did you mean `"user:c"`?

  resource in ["x", "a:b"]
    13..<16 bad-value: `"x"` is not written `type:id`
      write the type too, or compare an id: `resource.id`, `scope.id`

  resource in [1]
    12..<15 condition-type: `resource` is a `type:id` and `[1]` a list of ints: they cannot be compared
      compare values of one type
  """#
