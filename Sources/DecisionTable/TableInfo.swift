/// What a table file is made of.
package struct TableInfo: Hashable, Sendable {
  /// One section by name.
  package struct Part: Hashable, Sendable {
    package var name: String
    package var records: Int
    package var bytes: Int
  }

  package var version: Int
  package var policyName: String
  package var digest: String
  package var bytes: Int
  package var counts: TableCounts
  /// In the order in which they lie.
  package var sections: [Part]
}

extension DecisionTable {
  package var info: TableInfo {
    TableInfo(
      version: Int(TableFormat.version), policyName: policyName, digest: digest, bytes: byteCount, counts: counts,
      sections: Section.allCases.map { section in
        let records = view.count(section)
        return TableInfo.Part(name: "\(section)", records: records, bytes: records * section.recordBytes)
      })
  }
}
