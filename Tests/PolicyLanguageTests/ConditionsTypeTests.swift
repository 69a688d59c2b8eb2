import Testing

/// Every rule about types, kept and broken.
@Suite struct ConditionsTypeTests {
  @Test(arguments: cases(types)) func saysWordForWord(_ example: Example) {
    #expect(outcome(example.text) == example.expected)
  }
}

private let types = #"""
  resource.role == "admin"
    ok

  resource.role == "admn"
    17..<23 unknown-role: `organization` has no role `admn`
      did you mean `"admin"`?

  resource.role == "viewer"
    17..<25 unknown-role: `organization` has no role `viewer`
      did you mean `"project.viewer"`?

  resource.role == "project.viewer"
    ok

  resource.role == "project.viewr"
    17..<32 unknown-role: there is no role `project.viewr`
      did you mean `"project.viewer"`?

  resource.role == "zzzzzz"
    17..<25 unknown-role: `organization` has no role `zzzzzz`
      there is `admin`, `member` and `owner`

  resource.role == resource.name
    0..<30 condition-type: `resource.role` is a role and `resource.name` a string: they cannot be compared
      declare `resource.name` as `role`

  resource.role <= principal.rank
    0..<31 condition-type: `<=` does not order roles
      compare `rank(resource.role)`

  resource.role < "admin"
    0..<23 condition-type: `<` does not order roles
      compare `rank(resource.role)`

  rank(resource.role) <= principal.rank
    ok

  rank("admin") < 3
    ok

  rank(principal) < 3
    5..<14 condition-type: `principal` is a principal, and `rank` takes a role
      the highest rank of who asks is `principal.rank`

  rank(resource.name) < 3
    5..<18 condition-type: `resource.name` is a string, and `rank` takes a role
      declare `resource.name` as `role`

  rank("x") < 3
    5..<8 unknown-role: `organization` has no role `x`
      there is `admin`, `member` and `owner`

  context.ip == "10.0.0.1"
    ok

  context.ip == "10.0.0.256"
    14..<26 bad-value: `"10.0.0.256"` is not an ip address
      write it as `"10.0.0.1"` or `"2001:db8::1"`

  context.ip == "10.0.0.0/8"
    14..<26 bad-value: `"10.0.0.0/8"` is not an ip address
      for a block ask `ip_in(…, "10.0.0.0/8")`

  ip_in(context.ip, "10.0.0.0/8")
    ok

  ip_in(context.ip, "10.0.0.1/8")
    18..<30 bad-value: `"10.0.0.1/8"` has bits set behind its prefix
      write `"10.0.0.0/8"`

  ip_in(context.ip, "2001:db8::1/32")
    18..<34 bad-value: `"2001:db8::1/32"` has bits set behind its prefix
      write `"2001:db8:0:0:0:0:0:0/32"`

  ip_in(context.ip, "::ffff:10.0.0.1/104")
    18..<39 bad-value: `"::ffff:10.0.0.1/104"` has bits set behind its prefix
      write `"10.0.0.0/8"`

  ip_in(context.ip, "10.0.0.1")
    18..<28 bad-value: `"10.0.0.1"` is an address and not a block
      write `"10.0.0.1/32"`

  ip_in(context.ip, "::1")
    18..<23 bad-value: `"::1"` is an address and not a block
      write `"::1/128"`, or a shorter prefix

  ip_in(context.ip, "foo")
    18..<23 bad-value: `"foo"` is not a block of addresses
      write address and prefix: `"10.0.0.0/8"` or `"2001:db8::/32"`

  ip_in(resource.name, "10.0.0.0/8")
    6..<19 condition-type: `resource.name` is a string, and `ip_in` takes an ip
      declare `resource.name` as `ip`

  ip_in(principal, "10.0.0.1/8")
    6..<15 condition-type: `principal` is a principal, and `ip_in` takes an ip
      pass an attribute declared as `ip`
    17..<29 bad-value: `"10.0.0.1/8"` has bits set behind its prefix
      write `"10.0.0.0/8"`

  now < "2027-01-01T00:00:00Z"
    6..<28 condition-type: `"2027-01-01T00:00:00Z"` is a string and `now` a timestamp: they cannot be compared
      write `timestamp("2027-01-01T00:00:00Z")`

  now < "tomorrow"
    6..<16 condition-type: `"tomorrow"` is a string and `now` a timestamp: they cannot be compared
      write `timestamp("2027-01-01T00:00:00Z")`

  resource.count == "5"
    18..<21 condition-type: `"5"` is a string and `resource.count` an int: they cannot be compared
      write `5`, without quotes

  resource.count == "x"
    18..<21 condition-type: `"x"` is a string and `resource.count` an int: they cannot be compared
      compare values of one type

  resource.shared == "true"
    19..<25 condition-type: `"true"` is a string and `resource.shared` a bool: they cannot be compared
      write `true`, without quotes

  resource.name == 5
    0..<18 condition-type: `resource.name` is a string and `5` an int: they cannot be compared
      write `"5"`

  resource.name == true
    0..<21 condition-type: `resource.name` is a string and `true` a bool: they cannot be compared
      write `"true"`

  resource.name == timestamp("2027-01-01T00:00:00Z")
    0..<50 condition-type: `resource.name` is a string and `timestamp("2027-01-01T00:00:00Z")` a timestamp: they cannot be compared
      declare `resource.name` as `timestamp`

  resource.count == resource.name
    0..<31 condition-type: `resource.count` is an int and `resource.name` a string: they cannot be compared
      declare `resource.name` as `int`

  resource.count < resource.name
    0..<30 condition-type: `resource.count` is an int and `resource.name` a string: they cannot be compared
      declare `resource.name` as `int`

  resource.owner < principal
    0..<26 condition-type: `<` does not order principals
      it orders ints, strings, bools and timestamps; ask for equality with `==`

  resource < "a:b"
    0..<16 condition-type: `<` does not order `type:id` names
      it orders ints, strings, bools and timestamps; ask for equality with `==`

  resource.tags < resource.tags
    0..<29 condition-type: `<` does not order lists
      it orders ints, strings, bools and timestamps; ask for equality with `==`

  context.ip < "10.0.0.1"
    0..<23 condition-type: `<` does not order ips
      it orders ints, strings, bools and timestamps; ask for equality with `==`

  resource.shared < true
    ok

  resource.tags == "x"
    17..<20 condition-type: `"x"` is a string and `resource.tags` a list of strings: they cannot be compared
      for an element of the list write `"x" in resource.tags`

  resource.tags == ["x"]
    ok

  resource.tags == [1]
    18..<19 condition-type: `1` is an int and `resource.tags` a list of strings: they cannot be compared
      write `"1"`

  resource.tags == []
    ok

  resource.tags == resource.numbers
    0..<33 condition-type: `resource.tags` is a list of strings and `resource.numbers` a list of ints: they cannot be compared
      compare values of one type

  resource.tags == resource.name
    0..<30 condition-type: `resource.tags` is a list of strings and `resource.name` a string: they cannot be compared
      for an element of the list write `resource.name in resource.tags`

  [1] == ["a"]
    0..<12 condition-type: `[1]` is a list of ints and `["a"]` a list of strings: they cannot be compared
      compare values of one type

  [1, "a"] == [1]
    4..<7 condition-type: a list holds values of one type: `1` is an int and `"a"` a string
      ask two lists: `x in […] || y in […]`

  [] == []
    ok

  resource.name == ["x"]
    17..<22 condition-type: `resource.name` is a string and `["x"]` a list of strings: they cannot be compared
      for an element of the list write `resource.name in ["x"]`

  "x" in resource.tags
    ok

  1 in resource.tags
    0..<18 condition-type: `1` is an int and cannot be in `resource.tags`, a list of strings
      declare `resource.tags` as `[int]`

  resource.tags in resource.tags
    0..<13 condition-type: `resource.tags` is a list, and `in` asks for one element
      ask for each element apart: `"…" in x && "…" in x`

  [1] in resource.tags
    0..<3 condition-type: `[1]` is a list, and `in` asks for one element
      ask for each element apart: `"…" in x && "…" in x`

  "x" in "xyz"
    7..<12 condition-type: `"xyz"` is a string, and `in` takes a list
      for equality write `"x" == "xyz"`

  "x" in resource.name
    7..<20 condition-type: `resource.name` is a string, and `in` takes a list
      for equality write `"x" == resource.name`

  resource.owner in resource.editors
    ok

  resource.owner in resource.tags
    0..<31 condition-type: `resource.owner` is a principal and cannot be in `resource.tags`, a list of strings
      declare `resource.tags` as `[principal]`

  principal in resource.tags
    0..<26 condition-type: `principal` is a principal and cannot be in `resource.tags`, a list of strings
      declare `resource.tags` as `[principal]`

  "team:a" in principal.groups
    ok

  "teem:a" in principal.groups
    0..<8 unknown-principal-type: there is no principal type `teem`
      did you mean `"team:a"`?

  resource in resource.tags
    ok

  resource in resource.editors
    ok

  resource.count in [1, "2", true]
    22..<25 condition-type: `"2"` is a string and `resource.count` an int: they cannot be compared
      write `2`, without quotes
    27..<31 condition-type: `true` is a bool and `resource.count` an int: they cannot be compared
      compare values of one type

  "a" in [1]
    0..<10 condition-type: `"a"` is a string and cannot be in `[1]`, a list of ints
      ask a list of the same type

  "a" in []
    ok

  1 in [1, 2]
    ok

  1 in ["1"]
    6..<9 condition-type: `"1"` is a string and `1` an int: they cannot be compared
      write `1`, without quotes

  resource.role in ["admin", "x", "project.admin"]
    27..<30 unknown-role: `organization` has no role `x`
      there is `admin`, `member` and `owner`

  "x" in [1, "x"]
    11..<14 condition-type: a list holds values of one type: `1` is an int and `"x"` a string
      ask two lists: `x in […] || y in […]`

  now in [timestamp("2027-01-01T00:00:00Z")]
    ok

  resource.name
    0..<13 condition-type: `resource.name` is a string, which is neither true nor false
      compare it, as in `resource.name == …`, or ask `has(…)`

  resource.tags
    0..<13 condition-type: `resource.tags` is a list of strings, which is neither true nor false
      ask for an element: `… in resource.tags`

  resource.shared
    ok

  !resource.shared
    ok

  resource.name.startsWith("a")
    ok

  resource.startsWith("a")
    ok

  principal.startsWith("a")
    0..<9 condition-type: `principal` is a principal, and `startsWith` takes strings
      ask `principal.id.startsWith(…)`, or compare `principal.type`

  resource.count.startsWith("a")
    0..<14 condition-type: `resource.count` is an int, and `startsWith` takes strings
      it is asked of strings; declare the attribute as `string`

  resource.name.startsWith(resource)
    25..<33 condition-type: `resource` is a `type:id`, and `startsWith` takes strings
      it is asked of strings; declare the attribute as `string`

  "abc".endsWith(resource.name)
    ok

  has(resource.owner)
    ok

  has(resource.ownr)
    4..<17 unknown-attribute: `resource.ownr` is not declared by resource type `connection`
      did you mean `resource.owner`?

  has(principal.rank)
    ok

  resource.ownr == principal || resource.cont == 1 && !context.x
    0..<13 unknown-attribute: `resource.ownr` is not declared by resource type `connection`
      did you mean `resource.owner`?
    30..<43 unknown-attribute: `resource.cont` is not declared by resource type `connection`
      did you mean `resource.count`?
    53..<62 unknown-attribute: `context.x` is not declared under `context`
      there is `context.ip` and `context.legal_hold`
  """#
