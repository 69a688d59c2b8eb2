import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing

/// A small policy with one of everything that an explanation can speak of.
enum World {
  static let now = Timestamp("2026-11-21T12:00:00Z") ?? Timestamp(seconds: 0)

  static let policy = """
    policy: world
    scopes:
      organization: {}
      project: {in: organization}
    principals:
      user: {}
      team: {members: [user]}
      api_key: {bounded_by: creator}
    resources:
      project: {in: [organization, project], actions: [create, read]}
      doc:
        in: project
        actions: [list, read, update, delete]
        attributes: {owner: principal}
    context: {hold: bool}
    roles:
      organization:
        admin: {includes: [project.editor]}
      project:
        editor: {includes: [viewer]}
        viewer: {}
    permissions:
      organization:
        project: {create: [admin]}
      project:
        project: {read: [viewer]}
        doc:
          list: [viewer]
          read: [viewer]
          update: [editor, viewer if owned]
          delete: [editor]
    forbid:
      organization:
        doc: {delete: [anyone if on_hold]}
    conditions:
      owned: resource.owner == principal
      on_hold: context.hold == true
    directory:
      scopes:
        organization:acme: {}
        project:web: {in: organization:acme}
        project:old: {in: organization:acme, disabled: true}
      principals:
        team:core: {members: [user:mia]}
        api_key:k: {creator: user:max}
        user:gone: {expires: 2026-01-01T00:00:00Z}
      resources:
        doc:plan: {in: project:web, owner: user:max}
      assignments:
        organization:acme: {admin: [user:ada]}
        project:web: {viewer: [user:max, team:core, "api_key:k", user:gone], editor: ["api_key:k"]}

    """

  static func table() throws -> DecisionTable {
    let files = MemoryFileSystem(["w/policy.yaml": policy])
    return try loadPolicy(PolicySetLocation(policy: "w"), fileSystem: files, at: now).table
  }

  /// A question in the words of the command line.
  static func question(_ text: String, hold: Bool? = false) throws -> Question {
    let item = try parseCase(text)
    var properties = RequestProperties()
    if let hold { properties.context["hold"] = .bool(hold) }
    return Question(
      principal: item.principal, action: item.action, resourceType: item.resourceType, resourceID: item.resourceID,
      scope: item.scope, properties: properties)
  }
}
