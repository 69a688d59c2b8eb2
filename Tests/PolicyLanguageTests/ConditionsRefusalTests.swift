import Testing

/// What conditions do not have is refused, each with its place and its remedy.
@Suite struct ConditionsRefusalTests {
  @Test(arguments: cases(refusals)) func saysWordForWord(_ example: Example) {
    #expect(problems(example.text) == example.expected)
  }
}

private let refusals = #"""
  a ==
    4..<4 condition-syntax: a value is missing after `==`
      write a name, such as `resource.owner`, or a literal

  a + b == c
    2..<3 condition-syntax: a condition does not compute: `+` is not an operator
      compute the value before asking and pass it as an attribute

  a.x - 1 == 2
    4..<5 condition-syntax: a condition does not compute: `-` is not an operator
      compute the value before asking and pass it as an attribute

  -a.b == 1
    0..<1 condition-syntax: a condition does not compute: `-` is not an operator
      compute the value before asking and pass it as an attribute

  a.b * 2 == 1
    4..<5 condition-syntax: a condition does not compute: `*` is not an operator
      compute the value before asking and pass it as an attribute

  a.b / 2 == 1
    4..<5 condition-syntax: a condition does not compute: `/` is not an operator
      compute the value before asking and pass it as an attribute

  a.b % 2 == 1
    4..<5 condition-syntax: a condition does not compute: `%` is not an operator
      compute the value before asking and pass it as an attribute

  a.b == 1 + 2
    9..<10 condition-syntax: a condition does not compute: `+` is not an operator
      compute the value before asking and pass it as an attribute

  a ? b : c
    2..<3 condition-syntax: a condition has no `? :`
      write `(a && b) || (!a && c)`

  a.b.matches("x")
    4..<11 condition-syntax: a condition has no regular expressions: `matches` is not available
      use `startsWith`, `endsWith` or `in ["…", "…"]`

  matches(a, "x")
    0..<7 condition-syntax: a condition has no regular expressions: `matches` is not available
      use `startsWith`, `endsWith` or `in ["…", "…"]`

  a.b =~ "x"
    4..<6 condition-syntax: a condition has no regular expressions: `=~` is not available
      use `startsWith`, `endsWith` or `in ["…", "…"]`

  a.tags.all(t, t == 1)
    7..<10 condition-syntax: a condition does not loop over lists: `all` is not available
      ask for an element with `in`: `"…" in resource.tags`

  a.tags.exists(t, t)
    7..<13 condition-syntax: a condition does not loop over lists: `exists` is not available
      ask for an element with `in`: `"…" in resource.tags`

  a.map(x, x)
    2..<5 condition-syntax: a condition does not loop over lists: `map` is not available
      ask for an element with `in`: `"…" in resource.tags`

  a.filter(x, x)
    2..<8 condition-syntax: a condition does not loop over lists: `filter` is not available
      ask for an element with `in`: `"…" in resource.tags`

  a.exists_one(x, x)
    2..<12 condition-syntax: a condition does not loop over lists: `exists_one` is not available
      ask for an element with `in`: `"…" in resource.tags`

  size(a) == 1
    0..<4 condition-syntax: a condition does not measure: `size` is not available
      compare a list with `[]` or a string with `""`, or pass the size as an attribute

  a.size() == 1
    2..<6 condition-syntax: a condition does not measure: `size` is not available
      compare a list with `[]` or a string with `""`, or pass the size as an attribute

  a.tags[0] == 1
    6..<7 condition-syntax: a condition has no indexing
      ask for an element with `in`, or declare an attribute of its own

  a.b == null
    7..<11 condition-syntax: a condition has no `null`: a value is there or it is not
      ask whether it is there with `has(…)`, or whether it is not with `!has(…)`

  a == 1.5
    5..<8 condition-syntax: `1.5` is not a whole number
      numbers are ints; keep fractions in a smaller unit, such as cents

  a == .5
    5..<7 condition-syntax: `.5` is not a whole number
      numbers are ints; keep fractions in a smaller unit, such as cents

  a == 1e3
    5..<8 condition-syntax: `1e3` is not a whole number
      numbers are ints; keep fractions in a smaller unit, such as cents

  a == -1.5
    6..<9 condition-syntax: `1.5` is not a whole number
      numbers are ints; keep fractions in a smaller unit, such as cents

  a == -1u
    6..<8 condition-syntax: `1u` is unsigned; a condition has only ints
      write `1`

  a == 7.
    5..<7 condition-syntax: `7.` is not a whole number
      numbers are ints; keep fractions in a smaller unit, such as cents

  a == 1u
    5..<7 condition-syntax: `1u` is unsigned; a condition has only ints
      write `1`

  a == b"x"
    5..<6 condition-syntax: a condition has no bytes, only strings
      leave the `b` out

  a == {"b": 1}
    5..<6 condition-syntax: a condition has no maps
      declare an attribute for each value

  a.b{c: 1}
    3..<4 condition-syntax: a condition has no maps
      declare an attribute for each value

  a == 1 // x
    7..<9 condition-syntax: a condition has no comments
      write it in the file, above the condition, after `#`

  a == 1 /* x */
    7..<9 condition-syntax: a condition has no comments
      write it in the file, above the condition, after `#`

  a == 1 # x
    7..<8 condition-syntax: a condition has no comments
      write it in the file, above the condition, after `#`

  a = b
    2..<3 condition-syntax: `=` is not an operator
      write `==`

  a = b and c
    2..<3 condition-syntax: `=` is not an operator
      write `==`
    6..<9 condition-syntax: `and` is not an operator
      write `&&`

  not a
    0..<3 condition-syntax: `not` is not an operator
      write `!(…)`

  a or b
    2..<4 condition-syntax: `or` is not an operator
      write `||`

  a AND b
    2..<5 condition-syntax: `AND` is not an operator
      write `&&`

  a & b
    2..<3 condition-syntax: `&` is not an operator
      write `&&`

  a === b
    2..<5 condition-syntax: `===` is not an operator
      write `==`

  a !== b
    2..<5 condition-syntax: `!==` is not an operator
      write `!=`

  a <> b
    2..<4 condition-syntax: `<>` is not an operator
      write `!=`

  a =< 1
    2..<4 condition-syntax: `=<` is not an operator
      write `<=`

  a => 1
    2..<4 condition-syntax: `=>` is not an operator
      write `>=`

  a not in b
    2..<8 condition-syntax: `not in` is not an operator
      write `!(… in …)`

  not (a == b)
    0..<3 condition-syntax: `not` is not an operator
      write `!(…)`

  hs(a.b)
    0..<2 condition-syntax: there is no function `hs`
      did you mean `has`?

  foo(a)
    0..<3 condition-syntax: there is no function `foo`
      functions are `has`, `ip_in`, `rank` and `timestamp`, and of strings `endsWith` and `startsWith`

  a.startWith("x")
    2..<11 condition-syntax: there is no function `startWith`
      did you mean `startsWith`?

  a.contains("x")
    2..<10 condition-syntax: a condition does not search in strings: `contains` is not available
      use `startsWith` or `endsWith`; for a list `"…" in resource.tags`

  startsWith(a, "x")
    0..<10 condition-syntax: `startsWith` is asked of a string
      write `resource.name.startsWith("…")`

  a.rank()
    2..<6 condition-syntax: `rank` stands before its argument
      write `rank(a)`

  context.ip.ip_in("10.0.0.0/8")
    11..<16 condition-syntax: `ip_in` stands before its argument
      write `ip_in(context.ip, "10.0.0.0/8")`

  string(a) == b
    0..<6 condition-syntax: a condition does not convert: `string` is not available
      declare the attribute with the type that it is compared as

  a == b == c
    7..<9 condition-syntax: comparisons do not chain: `==` and `==` need an operator between them [2..<4 the first one]
      write `a == b && b == …`

  a < b < c
    6..<7 condition-syntax: comparisons do not chain: `<` and `<` need an operator between them [2..<3 the first one]
      write `a < b && b < …`

  (a == b
    7..<7 condition-syntax: `(` is never closed [0..<1 opened here]
      close it with `)`

  a == b)
    6..<7 condition-syntax: `)` closes nothing
      remove it, or write the `(` that it closes

  )
    0..<1 condition-syntax: `)` closes nothing
      remove it, or write the `(` that it closes

  ()
    0..<2 condition-syntax: the parentheses are empty
      write a condition between them, or remove them

  [1, 2
    5..<5 condition-syntax: `[` is never closed [0..<1 opened here]
      close it with `]`

  a in [1, 2
    10..<10 condition-syntax: `[` is never closed [5..<6 opened here]
      close it with `]`

  a in [1 2]
    8..<9 condition-syntax: `2` stands where `]` was due [5..<6 opened here]
      separate values with `,` and close the list with `]`

  (a b)
    3..<4 condition-syntax: an operator is missing before `b`
      join conditions with `&&` or `||`; compare with `==`

  a in [[1]]
    6..<7 condition-syntax: a list holds single values, not lists
      write the values in one list

  a in [b]
    6..<7 condition-syntax: a list holds literals, and `b` is none
      compare with it apart: `x == b || x in ["…"]`

  a in [a == b]
    6..<12 condition-syntax: a list holds literals, and `a == b` is a condition
      write strings, ints, bools or timestamps

  a in [1,,2]
    8..<9 condition-syntax: a value is missing before `,`
      write a name, such as `resource.owner`, or a literal
  """#
