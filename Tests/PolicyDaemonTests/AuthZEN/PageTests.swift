import Foundation
import Testing

@testable import PolicyDaemon

@Suite struct PageTests {
  let responder: Responder

  init() throws { responder = try TestResponder.make(World.crowd(25)) }

  @Test(arguments: [1, 2, 7, 25, 26, 27])
  func walksThroughAllOnce(limit: Int) throws {
    var seen: [String] = []
    var token = ""
    repeat {
      let page = try search(page: "\"limit\":\(limit),\"token\":\"\(token)\"")
      #expect(page.ids.count <= limit)
      #expect(page.total == 26)
      seen += page.ids
      token = page.next
    } while !token.isEmpty
    #expect(seen == ["alice"] + (0..<25).map { $0 < 10 ? "u0000\($0)" : "u000\($0)" })
  }

  @Test func keepsTheLimitOfTheFirstPage() throws {
    let first = try search(page: "\"limit\":10")
    let second = try search(page: "\"token\":\"\(first.next)\"")
    #expect(second.ids.count == 10)
    #expect(refusal(page: "\"limit\":9,\"token\":\"\(first.next)\"").contains("may not change between pages"))
  }

  @Test func countsWithALimitOfZero() throws {
    let page = try search(page: "\"limit\":0")
    #expect(page.ids.isEmpty)
    #expect(page.total == 26)
    #expect(!page.next.isEmpty)
  }

  @Test func bindsATokenToItsQueryAndPolicy() throws {
    let token = try search(page: "\"limit\":10").next
    let page = "\"token\":\"\(token)\""
    #expect(refusal(page: page, action: "write").hasPrefix("400"))
    #expect(refusal(page: page, context: #"{"scope":"project:web","mfa":true}"#).hasPrefix("400"))
    let other = try TestResponder.make()
    #expect(TestResponder.ask(other, "/access/v1/search/subject", body(page: page)).hasPrefix("400"))
    // Any digit changed is noticed.
    for index in token.indices {
      var changed = token
      changed.replaceSubrange(index...index, with: token[index] == "0" ? "1" : "0")
      #expect(refusal(page: "\"token\":\"\(changed)\"").hasPrefix("400"))
    }
  }

  @Test func doesNotMindTheOrderOfKeys() throws {
    let token = try search(page: "\"limit\":10").next
    let answer = TestResponder.ask(
      responder, "/access/v1/search/subject",
      """
      {"page":{"token":"\(token)"}, "context": {"scope" : "project:web"}, "resource":{"id":"c1","type":"connection"},
       "action":{"name":"read"}, "subject":{"type":"user"}}
      """)
    #expect(answer.contains("u00010"))
  }

  @Test func hashesAsTheAuthorsDo() {
    var hash = SipHash(key0: 0x0706_0504_0302_0100, key1: 0x0f0e_0d0c_0b0a_0908)
    for byte in UInt8(0)..<15 { hash.feed(byte) }
    #expect(hash.finish() == 0xa129_ca61_49be_45e5)
  }

  // MARK: asking

  private struct Page { var ids: [String], next: String, total: Int }

  private func body(
    page: String, action: String = "read", context: String = #"{"scope":"project:web"}"#
  ) -> String {
    """
    {"subject":{"type":"user"},"action":{"name":"\(action)"},"resource":{"type":"connection","id":"c1"},
     "context":\(context),"page":{\(page)}}
    """
  }

  private func search(page: String) throws -> Page {
    let text = TestResponder.ask(responder, "/access/v1/search/subject", body(page: page))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let info = try #require(json["page"] as? [String: Any])
    let results = try #require(json["results"] as? [[String: String]])
    return Page(
      ids: results.compactMap { $0["id"] }, next: try #require(info["next_token"] as? String),
      total: try #require(info["total"] as? Int))
  }

  private func refusal(
    page: String, action: String = "read", context: String = #"{"scope":"project:web"}"#
  ) -> String {
    TestResponder.ask(
      responder, "/access/v1/search/subject", body(page: page, action: action, context: context))
  }
}
