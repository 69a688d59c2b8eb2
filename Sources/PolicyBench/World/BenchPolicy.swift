import DecisionTable
import PolicyCompiler
import PolicyLanguage

/// The policy that everything is measured with: two levels of scopes, roles that include others, a forbidding cell, a
/// condition on what the directory says and one on what a request says.
enum BenchPolicy {
  static let text = """
    policy: bench
    scopes:
      organization: {}
      project: {in: organization}
    principals:
      user: {}
    resources:
      invitation: {in: organization, actions: [list, create, revoke]}
      document:
        in: project
        actions: [list, create, read, update, comment, purge]
        attributes: {owner: principal}
      secret: {in: project, actions: [list, read, rotate]}
    context: {second_factor: bool}
    roles:
      organization:
        owner: {rank: 3, includes: [admin]}
        admin: {rank: 2, includes: [member, project.admin]}
        member: {rank: 1}
        contractor: {}
      project:
        admin: {rank: 3, includes: [editor]}
        editor: {rank: 2, includes: [viewer]}
        viewer: {rank: 1}
    permissions:
      organization:
        invitation:
          list: [member]
          create: [admin]
          revoke: [owner]
      project:
        document:
          list: [viewer]
          read: [viewer]
          create: [editor]
          update: [editor]
          comment: [viewer if owned]
          purge: [admin]
        secret:
          list: [editor]
          read: [admin, editor if with_second_factor]
          rotate: [admin]
    forbid:
      organization:
        document:
          purge: [contractor]
    conditions:
      owned: resource.owner == principal
      with_second_factor: context.second_factor == true

    """

  /// The policy's part of a table's contents, without any instance.
  static func contents() throws(BenchError) -> TableContents {
    let name = "bench.yaml"
    var loader = PolicySetLoader(fileSystem: MemoryFileSystem([name: text]))
    let set = loader.load(PolicySetLocation(policy: name), withSuites: false)
    guard set.isPolicyWhole else { throw BenchError("the policy to measure with does not compile") }
    return compile(set.policy, Directory(), sources: set.sources, root: name)
  }
}
