/// The flat form of a table: a header, then sections of fixed-width records of little-endian 32-bit words.
///
/// Nothing in it is an address, so it means the same wherever it lies. Records name each other by position; a position
/// of `none` is nothing. See <doc:TableFormat>.
enum TableFormat {
  /// The first eight bytes of every table.
  static let magic: [UInt8] = Array("POLICYDT".utf8)
  /// Raised with every change of layout or meaning; tables of other versions are refused.
  static let version: UInt32 = 2
  /// No record.
  static let none = UInt32.max

  /// magic 8, version 4, number of sections 4, length 8, checksum 8, digest 32. The digest is over everything but
  /// itself and the checksum; the checksum over everything behind it, the digest too.
  static let headerLength = 64
  static let lengthOffset = 16
  static let checksumOffset = 24
  static let digestOffset = 32
  /// Each section's entry: its offset and its number of records, 8 bytes each.
  static let sectionEntryLength = 16
  /// Where the first section begins.
  static var bodyOffset: Int { headerLength + Section.allCases.count * sectionEntryLength }
}

/// The sections, in the order in which they lie.
enum Section: Int, CaseIterable {
  /// The bytes of every text that does not lie within a record.
  case strings
  /// One record of facts about the whole table.
  case facts
  case scopeTypes, scopeTypeParents
  case principalTypes
  case resourceTypes, resourceScopeTypes
  /// A resource type's actions, together and in declared order.
  case permissions
  case roles
  /// For each role, the bits of all it includes.
  case roleClosures
  /// For each scope type, the bits of its roles.
  case scopeTypeRoles
  /// For each scope type and permission, the bits of the roles that may without a condition.
  case grants
  /// For each scope type and permission, its cells.
  case rows
  case cells
  case conditions, steps, atoms
  case attributeNames, attributes
  case values
  /// Attribute values of scopes, resources and principals, in this order.
  case entries
  case times
  /// Names of types, attributes and actions: slots of a perfect hash and its pilots (``EntitySlot``).
  case names, namePilots
  /// The same for scopes, and their slots in ascending order of type and id.
  case scopes, scopePilots, scopeOrder
  /// What scopes lie in, outward, for those whose slots have no room for it.
  case ancestors
  case principals, principalPilots, principalOrder
  /// What few principals have: an end, a bound, groups, attributes.
  case principalDetails
  /// Scope and role, for principals whose slots have no room for them; and for those with an end, that too.
  case assignments, timedAssignments
  case memberships
  case resources, resourcePilots, resourceOrder
}

/// What one word of a record must be for the check to rely on it.
enum FieldRule {
  /// Any bits.
  case any
  /// A position in a section.
  case index(Section)
  /// A position in a section, or `none`.
  case optional(Section)
  /// A slot in use.
  case slot(Section)
  /// A slot in use, or `none`.
  case optionalSlot(Section)
  /// Below a bound.
  case below(UInt32)
  /// The first of two words that name a run of records: where it starts, how many there are.
  case run(Section)
  /// The second word of a run or a text.
  case length
  /// The first of two words that name a text: its offset and length in `strings`, valid UTF-8.
  case text
}

extension Section {
  /// Words of a record; of the sections whose records are bytes, or as wide as the facts say, 1.
  @inline(__always)
  var width: Int {
    switch self {
    case .facts: 12
    case .scopeTypes: 7
    case .principalTypes: 5
    case .resourceTypes: 10
    case .permissions: 4
    case .roles: 9
    case .rows: 5
    case .cells: 8
    case .conditions: 10
    case .steps: 2
    case .atoms: 12
    case .attributeNames: 2
    case .attributes: 5
    case .values: 5
    case .entries: 2
    case .times: 3
    case .names, .scopes, .principals, .resources: EntitySlot.words
    case .principalDetails: 6
    case .assignments: 2
    case .timedAssignments: 3
    case .memberships: 2
    case .strings, .scopeTypeParents, .resourceScopeTypes, .roleClosures, .scopeTypeRoles, .grants, .namePilots,
      .scopePilots, .scopeOrder, .ancestors, .principalPilots, .principalOrder, .resourcePilots, .resourceOrder:
      1
    }
  }

  /// Whether its records are bytes.
  var isBytes: Bool {
    switch self {
    case .strings, .namePilots, .scopePilots, .principalPilots, .resourcePilots: true
    default: false
    }
  }

  /// Bytes of a record.
  var recordBytes: Int { isBytes ? 1 : width * 4 }

  /// The words of a record; empty where they are checked otherwise.
  var fields: [FieldRule] {
    switch self {
    // Name; words of a role set; depth of the deepest scope; default scope; seed, low and high; number of assignments;
    // attributes of the context and of the action.
    case .facts:
      [
        .text, .length, .any, .any, .optionalSlot(.scopes), .any, .any, .any, .run(.attributes), .length,
        .run(.attributes), .length,
      ]
    // Name, flags (1 open, 2 root), parents, attributes.
    case .scopeTypes:
      [.text, .length, .below(4), .run(.scopeTypeParents), .length, .run(.attributes), .length]
    case .scopeTypeParents: [.index(.scopeTypes)]
    // Name, flags (1 group, 2 bounded, 4 takes roles from requests), attributes.
    case .principalTypes: [.text, .length, .below(8), .run(.attributes), .length]
    // Name, flags (1 listed), scope type of the same name, scope types it lives in, permissions, attributes.
    case .resourceTypes:
      [
        .text, .length, .below(2), .optional(.scopeTypes), .run(.resourceScopeTypes), .length, .run(.permissions),
        .length, .run(.attributes), .length,
      ]
    case .resourceScopeTypes: [.index(.scopeTypes)]
    // Resource type, action, flags (1 some row forbids).
    case .permissions: [.index(.resourceTypes), .text, .length, .below(2)]
    // Scope type, name, whether ranked, rank low and high, file, line.
    case .roles: [.optional(.scopeTypes), .text, .length, .below(2), .any, .any, .text, .length, .any]
    // Permits, forbids, flags (1 some permit has a condition).
    case .rows: [.run(.cells), .length, .run(.cells), .length, .below(2)]
    // Flags (1 forbid, 2 from a wildcard), scope type, permission, role, condition, file, line.
    case .cells:
      [
        .below(4), .index(.scopeTypes), .index(.permissions), .index(.roles), .optional(.conditions), .text, .length,
        .any,
      ]
    // Name, text, scope type, steps, file, line.
    case .conditions:
      [.text, .length, .text, .length, .index(.scopeTypes), .run(.steps), .length, .text, .length, .any]
    // Kind, and for an atom its position.
    case .steps: [.below(StepKind.count), .any]
    // Operator; left kind and argument words; right kind and argument words; network: four words and prefix.
    case .atoms:
      [
        .below(UInt32(AtomOperator.allCases.count)), .below(OperandKind.count), .any, .any, .below(OperandKind.count),
        .any, .any, .any, .any, .any, .any, .below(129),
      ]
    case .attributeNames: [.text, .length]
    // Owner, entity type, name, type (scalar, and 16 for a list), whether the request wins.
    case .attributes:
      [.below(UInt32(AttributeOwner.allCases.count)), .any, .index(.attributeNames), .below(32), .below(2)]
    // Kind, then four words that depend on it.
    case .values: [.below(ValueKind.count), .any, .any, .any, .any]
    // Name, value.
    case .entries: [.index(.attributeNames), .index(.values)]
    // Seconds low and high, nanoseconds.
    case .times: [.any, .any, .below(1_000_000_000)]
    case .scopeOrder: [.slot(.scopes)]
    case .principalOrder: [.slot(.principals)]
    case .resourceOrder: [.slot(.resources)]
    case .ancestors: [.slot(.scopes)]
    // Expires, bound, memberships, entries.
    case .principalDetails:
      [.optional(.times), .optionalSlot(.principals), .run(.memberships), .length, .run(.entries), .length]
    // Group, until.
    case .memberships: [.slot(.principals), .optional(.times)]
    case .strings, .roleClosures, .scopeTypeRoles, .grants, .names, .namePilots, .scopes, .scopePilots, .principals,
      .principalPilots, .assignments, .timedAssignments, .resources, .resourcePilots:
      []
    }
  }
}

/// The kinds of a condition's steps.
enum StepKind: UInt32 {
  case `false`, `true`, atom, not, and, or
  static let count: UInt32 = 6
}

/// The kinds of an atom's operands, with what their two argument words are.
enum OperandKind: UInt32 {
  /// No operand.
  case absent
  /// A position in `values`.
  case literal
  /// A `TableBuiltin`.
  case builtin
  /// Owner and attribute name.
  case attribute
  /// The rank of a literal.
  case rankOfLiteral
  /// The rank of an attribute.
  case rankOfAttribute
  static let count: UInt32 = 6
}

/// The kinds of values, with what their four words are.
enum ValueKind: UInt32 {
  /// Offset and length of a text.
  case string
  /// Low and high half.
  case int
  /// 0 or 1.
  case bool
  /// Seconds low and high, nanoseconds.
  case timestamp
  /// High half low and high, low half low and high.
  case ip
  /// Offset and length of the name, `admin` or `organization.admin`.
  case role
  /// Offset and length of `type:id`.
  case principal
  /// First and number of values, none of them a list.
  case list
  static let count: UInt32 = 8
}

/// What a name in `names` is of. Actions add their resource type's position.
enum NameDomain {
  static let scopeType: UInt32 = 1
  static let principalType: UInt32 = 2
  static let resourceType: UInt32 = 3
  static let attributeName: UInt32 = 4
  static let action: UInt32 = 16
}
