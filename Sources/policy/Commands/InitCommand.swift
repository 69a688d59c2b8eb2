import ArgumentParser
import PolicyLanguage

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a small working policy set with a test.",
    discussion: """
      Nothing that is there is overwritten.

      EXAMPLES:
        policy init
        policy init policies/shop && policy test policies/shop
      """)

  @Argument(help: "The folder to make; ./policies if not given.", completion: .directory)
  var path = "policies"

  func run() throws {
    do throws(FileError) {
      let files = try StarterSet.write(to: path)
      Terminal.print(files.map { "wrote \($0)" }.joined(separator: "\n") + "\nnow run: policy test \(path)")
    } catch {
      Terminal.printError("error: `\(error.path)`: \(error.message)")
      throw ExitCode.cannotRun
    }
  }
}
