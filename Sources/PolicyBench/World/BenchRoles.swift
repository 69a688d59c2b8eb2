import DecisionTable

/// Where the policy's names stand in the contents, and what each role may.
struct BenchRoles: Sendable {
  let organizationType: Int
  let projectType: Int
  let documentType: Int
  let owner: Int
  let admin: Int
  let member: Int
  let contractor: Int
  let projectAdmin: Int
  let editor: Int
  let viewer: Int

  init(_ contents: TableContents) throws(BenchError) {
    let organization = try Self.position("organization", in: contents.scopeTypes.map(\.name))
    let project = try Self.position("project", in: contents.scopeTypes.map(\.name))
    let document = try Self.position("document", in: contents.resourceTypes.map(\.name))
    func role(_ scopeType: Int, _ name: String) throws(BenchError) -> Int {
      guard
        let position = contents.roles.indices.dropFirst().first(where: { index in
          contents.roles[index].scopeType == scopeType && contents.roles[index].name == name
        })
      else { throw BenchError("the policy to measure with has no role `\(name)`") }
      return position
    }
    organizationType = organization
    projectType = project
    documentType = document
    owner = try role(organization, "owner")
    admin = try role(organization, "admin")
    member = try role(organization, "member")
    contractor = try role(organization, "contractor")
    projectAdmin = try role(project, "admin")
    editor = try role(project, "editor")
    viewer = try role(project, "viewer")
  }

  private static func position(_ name: String, in names: [String]) throws(BenchError) -> Int {
    guard let position = names.firstIndex(of: name) else {
      throw BenchError("the policy to measure with has no type `\(name)`")
    }
    return position
  }

  /// What a holder of the role may do at its scope, without conditions.
  func granted(_ role: Int) -> [(resource: String, action: String)] {
    switch role {
    case owner: [("invitation", "revoke"), ("invitation", "create"), ("invitation", "list")]
    case admin: [("invitation", "create"), ("invitation", "list")]
    case member: [("invitation", "list")]
    case projectAdmin: [("document", "update"), ("document", "read"), ("secret", "read"), ("secret", "rotate")]
    case editor: [("document", "create"), ("document", "update"), ("document", "read"), ("secret", "list")]
    case viewer: [("document", "list"), ("document", "read")]
    default: []
    }
  }

  /// What a holder of the role may not, and would need another role at the same scope or above for.
  func withheld(_ role: Int) -> [(resource: String, action: String)] {
    switch role {
    case admin: [("invitation", "revoke")]
    case member: [("invitation", "create"), ("invitation", "revoke")]
    case editor: [("secret", "rotate"), ("document", "purge")]
    case viewer: [("document", "create"), ("document", "update"), ("secret", "list"), ("secret", "rotate")]
    default: []
    }
  }
}
