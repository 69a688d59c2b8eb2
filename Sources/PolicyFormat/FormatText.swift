import PolicyLanguage
package import YAMLReader

/// The canonical form of a policy file, a directory file or a suite.
///
/// It says the same as before: the nodes are equal, in which only the order of a row's roles may differ, and every
/// comment is there, in order. It is its own canonical form. What cannot be formatted so is refused and changed in
/// nothing.
///
/// `roles` says in which order a row's roles stand. Throws why the text is left as it is.
package func formatted(
  _ source: SourceFile, file: UInt32 = 0, roles: RoleOrders = RoleOrders()
) throws(FormatFailure) -> [UInt8] {
  let first = try FormatPass(source, file: file, roles: roles)
  if first.text == source.bytes { return source.bytes }
  let output = SourceFile(path: source.path, bytes: first.text)
  let second: FormatPass
  do throws(FormatFailure) {
    second = try FormatPass(output, file: file, roles: roles)
  } catch {
    throw .unfaithful("the formatted text cannot be read again")
  }
  guard Sameness(roles: roles).isSame(first.root, second.root, at: .file) else {
    throw .unfaithful("the formatted text would not say the same")
  }
  guard first.comments == second.comments else {
    throw .unfaithful("the formatted text would not have the same comments")
  }
  guard first.text == second.text else {
    throw .unfaithful("the formatted text would change when it is formatted again")
  }
  return first.text
}

/// One reading of a text, and what it is laid out to.
private struct FormatPass {
  let root: Node?
  let comments: [String]
  let text: [UInt8]

  init(_ source: SourceFile, file: UInt32, roles: RoleOrders) throws(FormatFailure) {
    let result = readYAML(source, file: file)
    guard result.errors.isEmpty, let document = result.document else {
      throw .unreadable(result.errors.map { Diagnostic($0) })
    }
    root = document.root
    var reader = TreeReader(document, bytes: source.bytes)
    comments = reader.comments
    let tree = try reader.read(root)
    text = Line.text(of: Layout.lines(of: tree, isEmpty: root == nil, roles: roles))
  }
}
