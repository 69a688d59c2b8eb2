@testable import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator
import Testing
import YAMLReader

/// The same input compiles to the same bytes (DESIGN.md, section 4, rule 8).
@Suite struct EncodingTests {
  @Test func theSameContentsGiveTheSameBytes() throws {
    let world = try SampleWorld(SampleWorld.small)
    for _ in 0..<5 { #expect(world.contents.encoded() == world.bytes) }
    // Loading anew draws new hash seeds for Swift's own sets and dictionaries.
    #expect(try SampleWorld(SampleWorld.small).bytes == world.bytes)
  }

  @Test func theOrderOfDirectoryEntriesDoesNotMatter() throws {
    let world = try SampleWorld(SampleWorld.small)
    var random = HostileTable.Numbers(seed: 7)
    let policy = world.reference.policy
    let expected = compile(policy, world.reference.directory).encoded()
    for _ in 0..<20 {
      var directory = world.reference.directory
      directory.scopes.shuffle(using: &random)
      directory.principals.shuffle(using: &random)
      directory.resources.shuffle(using: &random)
      directory.assignments = AssignmentList(directory.assignments.shuffled(using: &random))
      for position in directory.principals.indices { directory.principals[position].members.shuffle(using: &random) }
      let isSame = compile(policy, directory).encoded() == expected
      #expect(isSame)
    }
  }

  @Test func theDigestNamesTheContents() throws {
    let world = try SampleWorld(SampleWorld.small)
    let other = try SampleWorld(SampleWorld.small + "\ninvariants: {}\naction: {mfa: bool}\n")
    #expect(world.table.digest.utf8.count == 64)
    #expect(world.table.digest != other.table.digest)
    // The digest is over everything but itself and the checksum.
    var hash = SHA256()
    hash.update(Array(world.bytes[..<TableFormat.checksumOffset]))
    hash.update(Array(world.bytes[TableFormat.headerLength...]))
    #expect(Array(world.bytes[TableFormat.digestOffset..<TableFormat.headerLength]) == hash.finalize())
  }

  @Test func countsAreTheContents() throws {
    let world = try SampleWorld(SampleWorld.small)
    #expect(world.table.policyName == "small")
    #expect(
      world.table.counts
        == TableCounts(
          scopes: 4, principals: 4, resources: 2, assignments: 4, roles: 3, permissions: 4, conditions: 6, cells: 10))
  }

  @Test func anEmptyDirectoryIsATable() throws {
    let world = try SampleWorld("policy: p\nscopes: {org: {}}\nprincipals: {user: {}}\n")
    let question = Question(principal: EntityName(type: "user", id: "1"), action: "read", resourceType: "doc")
    #expect(world.table.decide(question, at: SampleWorld.now) == Decision(.unknownResourceType))
  }
}
