import ArgumentParser
import PolicyImport
import PolicyLanguage
import PolicyValues
import YAMLReader

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a policy set of permission tables, Kubernetes RBAC or Casbin policies.",
    usage: "policy import [markdown|csv|kubernetes|casbin] <file> ... [-o <folder>] [options]",
    discussion: """
      markdown, csv: the permission tables of pages as products publish them, a row for each permission, a column for each \
      role, cells of ✅ and ❌, yes and no, or x and -. A row such as `Create invitations` becomes `invitation: create`, \
      `Edit/delete API keys` two rows; --row says otherwise for one row, --rows for all.
      kubernetes: Role, ClusterRole, RoleBinding and ClusterRoleBinding, as kubectl prints them; files, or folders of them.
      casbin: a model of the RBAC kinds and its policies.

      The set comes with suites that say what the source said. Nothing is allowed that the source does not plainly allow: a \
      cell such as `✅ (own only)` is left out and listed, on standard error and at the head of the policy. Exit code 0 if \
      all was carried over, 1 if something was left out, 2 if nothing could be read or written. Nothing that is there is \
      overwritten without --force.

      EXAMPLES:
        policy import docs/permissions.md
        policy import markdown page.txt -o policies/shop --scope workspace
        policy import page.md --scope organization --scope 'project in organization'
        policy import matrix.csv --yes full --no limited -o - | less
        policy import page.md --row 'Call the API with an org key=api call' --format json
        kubectl get roles,clusterroles,rolebindings,clusterrolebindings -A -o yaml > rbac.yaml && policy import rbac.yaml
        policy import casbin model.conf policy.csv -o policies/casbin
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case human, json }

  @Argument(help: "The format, where the files' names do not tell it, and the files.", completion: .file())
  var words: [String]
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder to write to, or - for one file on standard output, without its tests; policies/NAME if not given.",
      valueName: "folder"), completion: .directory)
  var output: String?
  @Option(help: "The set's name; that of the first file if not given.")
  var name: String?
  @Flag(help: "Replace files that are there.")
  var force = false
  @Option(help: "How to print what was carried over and what was not: human or json.")
  var format: Format = .human
  @OptionGroup(title: "Options for tables") var tables: TableArguments
  @OptionGroup(title: "Options for Kubernetes") var kubernetes: KubernetesArguments

  func validate() throws {
    if output == "-", format == .json {
      throw ValidationError("standard output is either the set, with `-o -`, or the report, with `--format json`")
    }
    if output == "-", force { throw ValidationError("`--force` replaces files, and `-o -` writes none") }
  }

  func run() throws {
    let set: ImportedSet
    do throws(ImportFailure) {
      let plan = try ImportPlan(words)
      var options = ImportPlan.Options()
      options.tables = try tables.options(name: name)
      options.kubernetes = kubernetes.options
      set = try plan.run(options: options)
    } catch {
      Terminal.printError(error.text)
      throw ExitCode.cannotRun
    }
    if output == "-" {
      Terminal.print(set.oneFile)
    } else {
      try write(set, to: output ?? "policies/\(set.name)")
    }
    let style = Terminal.errorStyle
    let left = set.findings.filter { $0.kind != .note || format == .human }
    if !left.isEmpty, format == .human {
      Terminal.printError(
        left.map { $0.kind == .leftOut ? style.paint($0.text, .warning) : $0.text }.joined(separator: "\n"))
    }
    if !set.isWhole { throw ExitCode(1) }
  }

  private func write(_ set: ImportedSet, to folder: String) throws {
    do throws(FileError) {
      let files = try set.write(to: folder, isForced: force)
      switch format {
      case .json: Terminal.print(set.json(files: files).text(pretty: true))
      case .human:
        Terminal.print(
          files.map { "wrote \($0)" }.joined(separator: "\n") + "\n\(set.summary)\nnow run: policy test \(folder)")
      }
    } catch {
      Terminal.printError("error: `\(error.path)`: \(error.message)")
      throw ExitCode.cannotRun
    }
  }
}

/// How tables are read.
struct TableArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The scope type of the tables, or of each in turn; `project in organization` says where it lies.",
      valueName: "type"))
  var scope: [String] = []
  @Option(help: ArgumentHelp("The resource type of rows that name none, such as `Delete`.", valueName: "type"))
  var resource: String?
  @Option(
    help: ArgumentHelp(
      "The order of a row's words: `resource action` or `action resource`; found out if not given.", valueName: "order")
  )
  var rows: String?
  @Option(
    help: ArgumentHelp(
      "What a row means, such as `Call the API=api call`; may be given more than once.",
      valueName: "words=resource action"))
  var row: [String] = []
  @Option(help: ArgumentHelp("A further word that means yes.", valueName: "word"))
  var yes: [String] = []
  @Option(help: ArgumentHelp("A further word that means no.", valueName: "word"))
  var no: [String] = []

  func options(name: String?) throws(ImportFailure) -> TableOptions {
    try TableOptions(
      name: name, scopes: scope, resource: resource, order: rows, rows: row, yes: yes, no: no)
  }
}

/// What Kubernetes manifests leave open.
struct KubernetesArguments: ParsableArguments {
  @Option(help: ArgumentHelp("What the cluster is called in the directory.", valueName: "name"))
  var cluster = "main"
  @Option(help: ArgumentHelp("The namespace of objects that name none.", valueName: "name"))
  var namespace = "default"

  var options: KubernetesImport.Options {
    var options = KubernetesImport.Options()
    options.cluster = cluster
    options.namespace = namespace
    return options
  }
}
