/// The set that `policy init` writes: small, whole, and tested.
package enum StarterSet {
  /// Writes the set's files into a folder and returns their paths. Nothing is written if any of them is there.
  package static func write(to folder: String, fileSystem: LocalFileSystem = LocalFileSystem()) throws(FileError)
    -> [String]
  {
    let root = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let name = root.split(separator: "/").last.map(String.init) ?? "example"
    let texts = files(policyName: isPolicyName(name) ? name : "example")
    let paths = texts.map { "\(root)/\($0.name)" }
    for path in paths where fileSystem.kind(of: path) != .missing {
      throw FileError(path: path, message: "there is such a file already, and nothing is overwritten")
    }
    for (path, file) in zip(paths, texts) { try fileSystem.create(path, file.text) }
    return paths
  }

  private static func isPolicyName(_ name: String) -> Bool { name != "policies" && name.utf8.allSatisfy { $0 < 0x80 } }

  /// The files of the set, by name.
  package static func files(policyName: String) -> [(name: String, text: String)] {
    let texts: [(name: String, text: String, schema: FileSchema)] = [
      ("policy.yaml", policy(policyName), .policy), ("directory.yaml", directory, .policy),
      ("policy_test.yaml", suite, .suite),
    ]
    // Editors find the schemas by the first line of each file.
    return texts.map { ($0.name, "\($0.schema.modeline())\n\($0.text)") }
      + FileSchema.allCases.map { ("\(FileSchema.folder)/\($0.fileName)", $0.text) }
  }

  private static func policy(_ name: String) -> String {
    """
    policy: \(name)

    scopes:
      workspace: {}

    principals:
      user: {}

    resources:
      document:
        in: workspace
        actions: [list, create, read, update, delete]
        attributes: {owner: principal}

    roles:
      workspace:
        admin:   {rank: 2, includes: [member]}
        member:  {rank: 1}

    permissions:
      workspace:
        document:
          list:   [member]
          create: [member]
          read:   [member]
          update: [admin, member if owned]
          delete: [admin]

    conditions:
      owned: resource.owner == principal

    invariants:
      someone_in_charge: {at_least: 1, of: workspace.admin}

    """
  }

  private static let directory = """
    # A sample, for trying things out and for the tests. A service gives its own: policyd --directory PATH
    directory:
      scopes:
        workspace:acme: {}
      resources:
        document:plan: {in: workspace:acme, owner: user:max}
      assignments:
        workspace:acme:
          admin: [user:ada]
          member: [user:max, user:mia]

    """

  private static let suite = """
    tests:
      - name: what each role may
        in: workspace:acme
        as: {admin: user:ada, member: user:max}
        expect:
          document:
            list:   [admin, member]
            create: [admin, member]
            read:   [admin, member]
            update: [admin]
            delete: [admin]
        complete: true
      - name: members change their own documents only
        can: ["user:max update document:plan in workspace:acme"]
        cannot: ["user:mia update document:plan in workspace:acme"]
      - name: strangers may nothing
        cannot:
          - user:eve read document:plan in workspace:acme
          - user:eve list document in workspace:acme
          - user:eve create document in workspace:acme

    """
}
