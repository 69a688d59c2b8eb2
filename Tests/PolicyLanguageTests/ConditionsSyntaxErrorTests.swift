import Testing

/// Texts that are no conditions in any language.
@Suite struct ConditionsSyntaxErrorTests {
  @Test(arguments: cases(syntaxErrors)) func saysWordForWord(_ example: Example) {
    #expect(problems(example.text) == example.expected)
  }
}

private let syntaxErrors = #"""
  has(principal)
    4..<13 condition-syntax: `has` asks for a field, and `principal` is none
      write it with its owner: `has(resource.owner)`

  has("x")
    4..<7 condition-syntax: `has` asks for a field, and `"x"` is none
      write it with its owner: `has(resource.owner)`

  has(a == b)
    4..<10 condition-syntax: `has` asks for a field, and `a == b` is none
      write it with its owner: `has(resource.owner)`

  has()
    0..<5 condition-syntax: `has` takes one argument
      write `has(resource.owner)`

  has(a.b, c.d)
    0..<12 condition-syntax: `has` takes one argument
      write `has(resource.owner)`

  has(a.b
    7..<7 condition-syntax: `(` is never closed [3..<4 opened here]
      close it with `)`

  (a == b) == true
    0..<8 condition-syntax: `==` compares values, and `(a == b)` is a condition
      a condition holds as it stands: leave `== true` out, or write `!(…)` for `== false`

  a == (b == c)
    5..<13 condition-syntax: `==` compares values, and `(b == c)` is a condition
      a condition holds as it stands: leave `== true` out, or write `!(…)` for `== false`

  !a == b
    0..<2 condition-syntax: `==` compares values, and `!a` is a condition
      `!` binds tighter than `==`: write `!(a == …)`

  !(a == b) == true
    0..<9 condition-syntax: `==` compares values, and `!(a == b)` is a condition
      a condition holds as it stands: leave `== true` out, or write `!(…)` for `== false`

  "x"
    0..<3 condition-syntax: `"x"` is a string, which is neither true nor false
      compare it with something, as in `resource.owner == principal`

  5
    0..<1 condition-syntax: `5` is an int, which is neither true nor false
      compare it with something, as in `resource.owner == principal`

  [1]
    0..<3 condition-syntax: `[1]` is a list, which is neither true nor false
      compare it with something, as in `resource.owner == principal`

  rank(a.b)
    0..<9 condition-syntax: `rank(a.b)` is an int, which is neither true nor false
      compare it with something, as in `resource.owner == principal`

  timestamp("2027-01-01T00:00:00Z")
    0..<33 condition-syntax: `timestamp("2027-01-01T00:00:00Z")` is a timestamp, which is neither true nor false
      compare it with something, as in `resource.owner == principal`

  timestamp(a.b) < now
    10..<13 condition-syntax: `timestamp` takes a string that stands in the condition
      declare the attribute as `timestamp`; then it needs no conversion

  timestamp("2027-01-01") < now
    10..<22 condition-syntax: `"2027-01-01"` is not a moment
      write date, time and offset, as in `timestamp("2027-01-01T00:00:00Z")`

  ip_in(a.b, c.d)
    11..<14 condition-syntax: the block of `ip_in` stands in the condition itself
      write it as a string: `"10.0.0.0/8"`

  ip_in(a.b)
    0..<9 condition-syntax: `ip_in` takes 2 arguments
      write `ip_in(context.ip, "10.0.0.0/8")`

  ip_in(1, "10.0.0.0/8")
    6..<7 condition-syntax: `ip_in` takes a name or a string, and `1` is neither
      write an attribute, such as `resource.name`, or text in quotes

  rank(1) < 2
    5..<6 condition-syntax: `rank` takes a name or a string, and `1` is neither
      write an attribute, such as `resource.name`, or text in quotes

  a.startsWith(1)
    13..<14 condition-syntax: `startsWith` takes a name or a string, and `1` is neither
      write an attribute, such as `resource.name`, or text in quotes

  a.startsWith("a", "b")
    2..<21 condition-syntax: `startsWith` takes one argument
      write `a.startsWith("…")`

  5.startsWith("a")
    0..<1 condition-syntax: `startsWith` takes a name or a string, and `5` is neither
      write an attribute, such as `resource.name`, or text in quotes

  .a == b
    0..<1 condition-syntax: a name does not begin with a dot
      write it with its owner: `resource.owner`

  a. == b
    3..<5 condition-syntax: `a.` asks for no field
      write the field's name after the dot, such as `resource.owner`

  a.5
    2..<3 condition-syntax: `a.` asks for no field
      write the field's name after the dot, such as `resource.owner`

  "x".y == 1
    0..<5 condition-syntax: `"x"` has no fields
      fields are asked of names, such as `resource.owner`

  (a == b).c
    0..<10 condition-syntax: `(a == b)` has no fields
      fields are asked of names, such as `resource.owner`

  a b
    2..<3 condition-syntax: an operator is missing before `b`
      join conditions with `&&` or `||`; compare with `==`

  a "x"
    2..<5 condition-syntax: an operator is missing before `"x"`
      join conditions with `&&` or `||`; compare with `==`

  a,b
    1..<2 condition-syntax: `,` cannot stand here
      join conditions with `&&` or `||`

  a:b
    1..<2 condition-syntax: `:` cannot stand here
      join conditions with `&&` or `||`

  a == 9223372036854775808
    5..<24 condition-syntax: `9223372036854775808` does not fit into 64 bits
      ints go from -9223372036854775808 to 9223372036854775807

  a == -9223372036854775809
    5..<25 condition-syntax: `-9223372036854775809` does not fit into 64 bits
      ints go from -9223372036854775808 to 9223372036854775807

  a == 99999999999999999999999
    5..<28 condition-syntax: `99999999999999999999999` does not fit into 64 bits
      ints go from -9223372036854775808 to 9223372036854775807

  a == 0x
    5..<7 condition-syntax: `0x` is neither a number nor a name
      a number is decimal digits, or `0x` and hexadecimal ones; a string stands in quotes

  a == 12ab
    5..<9 condition-syntax: `12ab` is neither a number nor a name
      a number is decimal digits, or `0x` and hexadecimal ones; a string stands in quotes

  a == 1_000
    5..<10 condition-syntax: `1_000` is neither a number nor a name
      a number is decimal digits, or `0x` and hexadecimal ones; a string stands in quotes

  a == --5
    5..<6 condition-syntax: a condition does not compute: `-` is not an operator
      compute the value before asking and pass it as an attribute

  a == "x
    5..<6 condition-syntax: a string is never closed
      close it with `"`

  a == """x
    5..<8 condition-syntax: a string is never closed
      close it with `"""`

  a == "\q"
    6..<8 condition-syntax: `\q` is not an escape
      for a backslash itself write `\\`, or `r"…"` around the string

  a == "\x4"
    6..<9 condition-syntax: `\x4` is not an escape
      this escape has exactly 2 hexadecimal digits

  a == "\u12"
    6..<10 condition-syntax: `\u12` is not an escape
      this escape has exactly 4 hexadecimal digits

  a == "\ud800"
    6..<12 condition-syntax: `\ud800` is not an escape
      it stands for no character: they end at `\U0010FFFF`, without D800 to DFFF

  a == "\U00110000"
    6..<16 condition-syntax: `\U00110000` is not an escape
      it stands for no character: they end at `\U0010FFFF`, without D800 to DFFF

  a == "\400"
    6..<8 condition-syntax: `\4` is not an escape
      for a backslash itself write `\\`, or `r"…"` around the string

  a == "\08"
    6..<8 condition-syntax: `\0` is not an escape
      an octal escape has three digits, `\000` to `\377`

  a == "\
    6..<7 condition-syntax: `\` is not an escape
      for a backslash itself write `\\`, or `r"…"` around the string

  a == “x”
    5..<8 condition-syntax: `“` does not open or close a string
      use straight quotes: `"…"`

  a == b
    4..<6 condition-syntax: U+00A0 has no meaning in a condition
      write a plain space, or remove it

  a ^ b
    2..<3 condition-syntax: `^` is not an operator
      operators are `&& || !`, `== != < <= > >=` and `in`

  a == `b`
    5..<8 condition-syntax: backticks stand only around a field's name
      text stands in quotes: `"…"`

  a.`b c` == 1
    2..<7 condition-syntax: what stands in backticks is not an attribute's name
      a name is a letter, then letters, digits, `_` and `-`; strings stand in quotes

  a.`b
    2..<3 condition-syntax: a backtick is never closed
      backticks stand around a field name that is not a word: context.`legal-hold`

  a @ b
    2..<3 condition-syntax: `@` has no meaning in a condition
      text stands in quotes: `"…"`

  a == b;
    6..<7 condition-syntax: `;` has no meaning in a condition
      join conditions with `&&` or `||`

  a &&
    4..<4 condition-syntax: a value is missing after `&&`
      write a name, such as `resource.owner`, or a literal

  a && && b
    5..<7 condition-syntax: a value is missing before `&&`
      write a name, such as `resource.owner`, or a literal

  && a
    0..<2 condition-syntax: a value is missing before `&&`
      write a name, such as `resource.owner`, or a literal

  a | b || c & d && e
    2..<3 condition-syntax: `|` is not an operator
      write `||`
    11..<12 condition-syntax: `&` is not an operator
      write `&&`

  in
    0..<2 condition-syntax: a value is missing before `in`
      write a name, such as `resource.owner`, or a literal

  a in
    4..<4 condition-syntax: a value is missing after `in`
      write a name, such as `resource.owner`, or a literal

  and b
    0..<3 condition-syntax: a value is missing before `and`
      write a name, such as `resource.owner`, or a literal

  é == 1
    0..<2 condition-syntax: `é` has no meaning in a condition
      text stands in quotes: `"…"`

  !
    1..<1 condition-syntax: a value is missing after `!`
      write a name, such as `resource.owner`, or a literal

  -
    0..<1 condition-syntax: a condition does not compute: `-` is not an operator
      compute the value before asking and pass it as an attribute

  if a
    3..<4 condition-syntax: an operator is missing before `a`
      join conditions with `&&` or `||`; compare with `==`

  a ==! b
    4..<7 condition-syntax: `==` compares values, and `! b` is a condition
      a condition holds as it stands: leave `== true` out, or write `!(…)` for `== false`
  """#
