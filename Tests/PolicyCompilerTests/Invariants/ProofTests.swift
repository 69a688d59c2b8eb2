import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import Testing
import YAMLReader

/// Every proof against going through all small worlds with the slow reading of the design: what is reported as kept has
/// no counterexample, and what is reported as broken has one.
@Suite struct ProofTests {
  private typealias World = SmallWorld
  /// How many policies each case draws.
  private static let rounds = max(1, DifferentialTests.rounds / 2)

  /// Runs over policies and compares; `counterexample` says what breaks the invariant, if anything does. Where a
  /// condition decides, what is reported may be kept all the same: conditional grants count as granted.
  private func compare(
    shard: Int, _ kinds: [Invariant.Kind], holders: [SmallWorld.Holder] = [], areGifts: Bool = false,
    _ counterexample: (SmallWorld, Invariant.Kind) -> String?
  ) {
    var tally = (broken: 0, kept: 0, unsure: 0)
    // Who gives what to whom takes the longest to go through.
    for round in 0..<(areGifts ? Self.rounds / 2 : Self.rounds) {
      var policies = SmallPolicy(
        random: SeededRandom(seed: UInt64(DifferentialTests.firstSeed + shard * 1_000_000 + round)),
        mustGive: areGifts)
      let world = SmallWorld(policy: policies.make())
      for kind in kinds {
        var policy = world.policy
        policy.invariants = [Invariant("rule", kind)]
        #expect(validate(policy).filter { $0.severity == .error }.map(\.message) == [])
        let found = brokenInvariants(PolicyIndex(policy), world.directory(holders), at: World.now)
        let example = counterexample(world, kind)
        if found.isEmpty { tally.kept += 1 } else { tally.broken += 1 }
        if found.isEmpty == (example == nil) { continue }
        let isForbiddenPerhaps = policy.forbids.contains { $0.cells.contains { $0.condition != nil } }
        let isSure = found.contains { report in
          !isForbiddenPerhaps && !report.labels.contains { $0.span == SmallPolicy.conditional }
        }
        if example == nil, !isSure {
          tally.unsure += 1
          continue
        }
        Issue.record(
          "round \(round): reported \(found.map(\.message)), and there is \(example ?? "no example") of \(kind)\n\(policy.yaml)"
        )
        return
      }
    }
    // Without these the test could pass by looking at nothing.
    guard Self.rounds >= 20 else { return }
    #expect(tally.kept > 0 && tally.broken > tally.unsure, "\(tally)")
  }

  private static let types = ["user", "bot"]
  private static let homes: [String?] = [nil, "a", "sa", "t"]
  private static let things = [PermissionPattern("doc", "read"), PermissionPattern("org", "close")]

  @Test(arguments: 0..<4) func neverForRoles(shard: Int) {
    let kinds = Self.things.flatMap { thing in
      [RoleName("org", "mid"), RoleName("top", "op")].map {
        Invariant.Kind.never([thing], for: [.role(RolePattern($0.scopeType, $0.name))])
      }
    }
    compare(shard: shard, kinds) { world, kind in
      guard case .never(let things, let subjects) = kind, case .role(let pattern) = subjects[0] else { return nil }
      let role = RoleName(pattern.scopeType, pattern.role ?? "")
      // What anyone may, its holder may where it holds nothing, so that what forbids the role does not matter.
      return example(world, things[0], held: [role]) ?? example(world, things[0], held: [])
    }
  }

  @Test(arguments: 0..<4) func neverForTypesAndAnyone(shard: Int) {
    let kinds: [Invariant.Kind] = Self.things.flatMap { thing in
      [.never([thing], for: [.principalType(NamedType("bot"))]), .never([thing], for: [.anyone(.none)])]
    }
    compare(shard: shard, kinds) { world, kind in
      guard case .never(let things, let subjects) = kind else { return nil }
      if case .anyone = subjects[0] {
        for role in world.policy.roles.map(\.name) {
          if let example = example(world, things[0], held: [role]) { return example }
        }
        return example(world, things[0], held: [])
      }
      return example(world, things[0], held: [], types: ["bot"])
    }
  }

  @Test(arguments: 0..<4) func neverForWhatTypesHold(shard: Int) {
    let role = RoleName("org", "high")
    let bot = World.Holder(type: "bot", held: [role, RoleName("site", "hand")])
    let kinds = Self.things.map { Invariant.Kind.never([$0], for: [.principalType(NamedType("bot"))]) }
    compare(shard: shard, kinds, holders: [bot]) { world, kind in
      guard case .never(let things, _) = kind else { return nil }
      return example(world, things[0], held: bot.held, types: ["bot"])
        ?? example(world, things[0], held: [], types: ["bot"])
    }
  }

  @Test(arguments: 0..<4) func only(shard: Int) {
    let allowed = RoleName("org", "high")
    let kinds = Self.things.map { Invariant.Kind.only([$0], for: [.role(RolePattern("org", "high"))]) }
    compare(shard: shard, kinds) { world, kind in
      guard case .only(let things, _) = kind else { return nil }
      let index = PolicyIndex(world.policy)
      let others = world.policy.roles.map(\.name).filter { !index.closure(of: $0).contains(allowed) }
      for held in [[]] + others.map({ [$0] }) {
        if let example = example(world, things[0], held: held) { return example }
      }
      return nil
    }
  }

  /// Somebody who holds something in org a, or nothing, does something in org b.
  @Test(arguments: 0..<4) func isolated(shard: Int) {
    let kinds: [Invariant.Kind] = [[], [RolePattern("top", "op")]].map {
      .isolated(NamedType("org"), except: $0, sharedBy: [])
    }
    compare(shard: shard, kinds) { world, kind in
      guard case .isolated(_, let except, _) = kind else { return nil }
      let roles = world.policy.roles.map(\.name).filter { role in !except.contains { $0.matches(role) } }
      for type in Self.types {
        for home in Self.homes {
          for held in [[]] + roles.map({ [$0] }) {
            let holder = World.Holder(type: type, home: home, held: held)
            if let deed = world.deeds(of: holder).first(where: { $0.org == "b" }) { return "\(holder): \(deed)" }
          }
        }
      }
      return nil
    }
  }

  /// In a directory that is reported as kept, nobody does anything in both orgs.
  @Test(arguments: 0..<4) func isolatedDirectories(shard: Int) {
    var kept = 0
    for round in 0..<(Self.rounds * 4) {
      var random = SeededRandom(seed: UInt64(DifferentialTests.firstSeed + shard * 1_000_000 + round))
      var policies = SmallPolicy(random: SeededRandom(seed: random.next()))
      var policy = policies.make()
      policy.invariants = [Invariant("rule", .isolated(NamedType("org"), except: [], sharedBy: []))]
      let world = SmallWorld(policy: policy)
      var directory = world.directory([])
      for type in Self.types {
        let name = EntityName(type: type, id: "x")
        let home = random.pick([nil, "a", "b", "sa", "sb"])
        directory.principals.append(
          PrincipalInstance(name, attributes: home.map { [AttributeEntry("home", .string($0))] } ?? []))
        for _ in 0..<random.int(0...2) {
          let scope = random.pick(directory.scopes).name
          let roles = policy.roles.map(\.name).filter { $0.scopeType == scope.type }
          directory.assignments.append(Assignment(name, random.pick(roles).name, at: scope))
        }
      }
      guard brokenInvariants(PolicyIndex(policy), directory, at: World.now).isEmpty else { continue }
      kept += 1
      for principal in directory.principals {
        let orgs = Set(world.deeds(of: principal.name, in: directory).compactMap(\.org))
        #expect(orgs.count <= 1, "round \(round): \(principal)\n\(policy.yaml)\(directory.yaml(policy))")
      }
    }
    #expect(kept > 0)
  }

  @Test(arguments: 0..<4) func neverTogether(shard: Int) {
    let pair = (PermissionPattern("doc", "read"), PermissionPattern("doc", "write"))
    compare(shard: shard, [.neverTogether(pair.0, pair.1, for: [])]) { world, _ in
      for held in [[]] + world.policy.roles.map({ [$0.name] }) {
        for type in Self.types {
          // Conditions are counted, so each may be met by a home of its own.
          let deeds = Self.homes.reduce(into: Set<SmallWorld.Deed>()) { deeds, home in
            deeds.formUnion(world.deeds(of: World.Holder(type: type, home: home, held: held)))
          }
          for one in deeds where pair.0.matches(one.type, one.action) {
            let other = deeds.first { pair.1.matches($0.type, $0.action) && $0.org == one.org }
            if let other { return "\(type) \(held): \(one) and \(other)" }
          }
        }
      }
      return nil
    }
  }

  /// What two assignments of one principal come to.
  @Test(arguments: 0..<4) func neverTogetherByTwoRoles(shard: Int) {
    let pair = (PermissionPattern("doc", "read"), PermissionPattern("doc", "write"))
    let holder = World.Holder(type: "user", held: [RoleName("org", "mid"), RoleName("site", "hand")])
    let kind = Invariant.Kind.neverTogether(pair.0, pair.1, for: [.principalType(NamedType("user"))])
    compare(shard: shard, [kind], holders: [holder]) { world, _ in
      for held in [[], holder.held] {
        let deeds = Self.homes.reduce(into: Set<SmallWorld.Deed>()) { deeds, home in
          deeds.formUnion(world.deeds(of: World.Holder(type: "user", home: home, held: held)))
        }
        for one in deeds where pair.0.matches(one.type, one.action) {
          if let other = deeds.first(where: { pair.1.matches($0.type, $0.action) && $0.org == one.org }) {
            return "\(held): \(one) and \(other)"
          }
        }
      }
      return nil
    }
  }

  /// Somebody gives a role to a newcomer, or to themselves, who then do what the giver could not.
  @Test(arguments: 0..<4) func noEscalation(shard: Int) {
    let kind = Invariant.Kind.noEscalation(
      [PermissionPattern("member", "add")], role: .attribute(owner: "resource", name: "grade", .none), except: [])
    compare(shard: shard, [kind], areGifts: true) { world, _ in
      let roles = world.policy.roles.map(\.name)
      // What a role held beside forbids its holder is not looked at.
      let index = PolicyIndex(world.policy)
      let forbidden = world.policy.forbids.flatMap { row in
        row.cells.compactMap { cell in cell.role.map { RoleName(row.scopeType, $0) } }
      }
      let others = roles.filter { index.closure(of: $0).isDisjoint(with: forbidden) }
      let pairs = others.flatMap { one in others.map { [one, $0] } }
      let givers: [[RoleName]] = [[]] + roles.map { [$0] } + pairs
      for held in givers {
        for type in Self.types {
          for home in Self.homes {
            let giver = World.Holder(type: type, home: home, held: held)
            let own = world.deeds(of: giver)
            for gift in own where gift.action == "add" && gift.org == "a" {
              let given = RoleName("org", gift.grade ?? "")
              for takes in [[given], held + [given]] {
                let taker = World.Holder(type: type, home: home, held: takes)
                if let gain = world.deeds(of: taker).subtracting(own).first(where: { $0.org == "a" }) {
                  return "\(giver) gives \(given), and so \(gain)"
                }
              }
            }
          }
        }
      }
      return nil
    }
  }

  /// Somebody with the roles who does the thing.
  private func example(
    _ world: SmallWorld, _ thing: PermissionPattern, held: [RoleName], types: [String] = Self.types
  ) -> String? {
    for type in types {
      for home in Self.homes {
        let holder = World.Holder(type: type, home: home, held: held)
        if let deed = world.deeds(of: holder).first(where: { thing.matches($0.type, $0.action) }) {
          return "\(holder): \(deed)"
        }
      }
    }
    return nil
  }
}
