import Foundation
import FoundationXML
import PolicyTesting
import Testing

@Suite struct JUnitReportTests {
  @Test func document() {
    #expect(
      ReportFixture.failing.junit() == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="policy test" tests="3" failures="1" errors="0" skipped="0" time="0.004200">
          <testsuite name="pica: policies/pica/organization_test.yaml" file="policies/pica/organization_test.yaml" \
        tests="2" failures="1" errors="0" skipped="0" time="0.004200">
            <testcase name="connection list · admin (user:ada)" classname="pica.organization permission reference" \
        file="policies/pica/organization_test.yaml" line="9" time="0.000000"/>
            <testcase name="connection delete · manager (user:mia)" \
        classname="pica.organization permission reference" file="policies/pica/organization_test.yaml" line="12" \
        time="0.000000">
              <failure type="no_grant" message="expected allow, got deny: no_grant">expected allow, got deny: \
        no_grant&#10;at policies/pica/organization_test.yaml:12:17&#10;user:mia holds organization.manager at \
        organization:acme (directory.yaml:31)&#10;no cell of that role in this row (permissions.yaml:7)</failure>
            </testcase>
          </testsuite>
          <testsuite name="pica: policies/pica/keys_test.yaml" file="policies/pica/keys_test.yaml" tests="1" \
        failures="0" errors="0" skipped="0" time="0.000000">
            <testcase name="api_key:web read secret:s1 in project:web" classname="pica.keys" \
        file="policies/pica/keys_test.yaml" line="3" time="0.000000"/>
          </testsuite>
        </testsuites>

        """)
  }

  @Test(arguments: [ReportFixture.failing, ReportFixture.hostile, ReportFixture.empty])
  func everyReportIsWellFormed(report: TestReport) throws {
    let reader = JUnitReader()
    let parser = XMLParser(data: Data(report.junit().utf8))
    parser.delegate = reader
    #expect(parser.parse())
    #expect(parser.parserError == nil)
    #expect(reader.cases.count == report.passed + report.failed)
    #expect(reader.failures.count == report.failed)
  }

  @Test func hostileTextsSurvive() {
    let reader = JUnitReader()
    let parser = XMLParser(data: Data(ReportFixture.hostile.junit().utf8))
    parser.delegate = reader
    #expect(parser.parse())
    #expect(reader.cases.first?["name"] == "x␛[31m␀<U+FFFE><U+0085>]]> # TODO")
    #expect(reader.cases.first?["classname"] == "a.# skip \\ <\"&'>\n...")
    #expect(reader.failures.first?["type"] == "granted")
    #expect(reader.text == "expected deny, got allow: granted\nat a,b:c.yaml:1:1\na\n  ...\nok 2\n管")
  }
}

/// Notes what a JUnit reader looks at.
private final class JUnitReader: NSObject, XMLParserDelegate {
  var cases: [[String: String]] = []
  var failures: [[String: String]] = []
  var text = ""
  private var isInFailure = false

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?,
    attributes: [String: String] = [:]
  ) {
    if elementName == "testcase" { cases.append(attributes) }
    if elementName == "failure" { failures.append(attributes) }
    isInFailure = elementName == "failure"
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?
  ) {
    isInFailure = false
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isInFailure { text += string }
  }
}
