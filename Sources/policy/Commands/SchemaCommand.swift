import ArgumentParser
import PolicyLanguage

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schemas of policy files, for editors.",
    discussion: """
      `policy` is the schema of a set's files, which may hold any section; `suite` of *_test.yaml; `directory` of a \
      directory on its own; `all` writes the three into a folder. An editor with yaml-language-server finds a file's \
      schema by a first line such as

        # yaml-language-server: $schema=.schema/policy.json

      with the path relative to the file. Folders whose names begin with a dot are not part of a set. What names lead to \
      and what conditions say no schema can see: `policy check` does.

      EXAMPLES:
        policy schema all -o policies/.schema
        policy schema suite
      """)

  enum Kind: String, CaseIterable, ExpressibleByArgument { case policy, directory, suite, all }

  @Argument(help: "Which schema: policy, directory, suite or all.")
  var kind: Kind = .policy
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write; for `all` a folder.", valueName: "path"), completion: .file())
  var output: String?

  func validate() throws {
    if kind == .all, output == nil {
      throw ValidationError("`all` writes three files; say into which folder with `-o FOLDER`")
    }
  }

  func run() throws {
    let schemas = FileSchema(rawValue: kind.rawValue).map { [$0] } ?? FileSchema.allCases
    guard let output else { return schemas.forEach { Terminal.print($0.text) } }
    do throws(FileError) {
      for schema in schemas {
        let path = kind == .all ? "\(output)/\(schema.fileName)" : output
        try LocalFileSystem().replace(path, with: schema.text)
        Terminal.print("wrote \(path)")
      }
    } catch {
      Terminal.printError("error: `\(error.path)`: \(error.message)")
      throw ExitCode.cannotRun
    }
  }
}
