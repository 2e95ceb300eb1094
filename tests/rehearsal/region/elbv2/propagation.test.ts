import { expect } from "chai";
import fc from "fast-check";
import {
  currentVersions,
  reachesNodeAt,
  routingChanges,
  rulesAtNode,
} from "../../../../rehearsal/region/elbv2/propagation";
import { createEdge, type Edge, fixed, forwardTo } from "./edge";

describe("the propagation of rules", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const statusAt = (node: number): string | undefined => {
    const versions = edge.region.state.elbv2.routing[edge.listenerArn] ?? [];
    return rulesAtNode(versions, { node, nodes: 4 }, edge.now)[0]?.actions[0]?.FixedResponseConfig?.StatusCode;
  };
  const statuses = () => [0, 1, 2, 3].map(statusAt);
  const described = async (): Promise<string | undefined> => {
    type Described = { Rules: { Actions: { FixedResponseConfig?: { StatusCode: string } }[] }[] };
    const { Rules } = await edge.call<Described>("DescribeRules", { ListenerArn: edge.listenerArn });
    return Rules[0]?.Actions[0]?.FixedResponseConfig?.StatusCode;
  };

  it("takes a quarter of the delay more for each of four nodes, while DescribeRules is right at once", async () => {
    await edge.rule(1, fixed("200"));
    const seen = [[await described(), ...statuses()]];
    for (let step = 0; step < 4; step += 1) {
      edge.now += 250;
      seen.push([await described(), ...statuses()]);
    }
    expect(seen).to.deep.equal([
      ["200", "503", "503", "503", "503"],
      ["200", "200", "503", "503", "503"],
      ["200", "200", "200", "503", "503"],
      ["200", "200", "200", "200", "503"],
      ["200", "200", "200", "200", "200"],
    ]);
  });

  it("takes as long as a scenario says, for changes made from then on", async () => {
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 60_000 });
    await edge.rule(1, fixed("200"));
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 0 });
    edge.now += 59_999;
    edge.region.advance();
    const late = statuses();
    edge.now += 1;
    expect([late, statuses()]).to.deep.equal([
      ["200", "200", "200", "503"],
      ["200", "200", "200", "200"],
    ]);
  });

  it("is overtaken by a later change that spreads faster", async () => {
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 60_000 });
    const RuleArn = await edge.rule(1, fixed("200"));
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 0 });
    await edge.call("ModifyRule", { RuleArn, Actions: fixed("201") });
    edge.now += 120_000;
    expect(statuses()).to.deep.equal(["201", "201", "201", "201"]);
  });

  it("keeps old versions as long as a node follows them, and no longer", async () => {
    const RuleArn = await edge.rule(1, fixed("200"));
    edge.now += 100;
    await edge.call("ModifyRule", { RuleArn, Actions: fixed("201") });
    const kept = () => edge.region.state.elbv2.routing[edge.listenerArn]?.length;
    const counts = [kept()];
    for (const wait of [899, 1, 100]) {
      edge.now += wait;
      edge.region.advance();
      counts.push(kept());
    }
    expect(counts).to.deep.equal([3, 3, 2, 1]);
  });

  it("never loses what a node follows when old versions are dropped", () => {
    const history = fc.array(fc.record({ at: fc.nat(5000), propagationDelayMs: fc.nat(3000) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(history, fc.nat(9000), fc.nat(3), (changes, now, node) => {
        const versions = changes
          .sort((one, other) => one.at - other.at)
          .map((change, index) => ({
            ...change,
            rules: [{ arn: `${index}`, listenerArn: "", priority: 1, conditions: [], actions: [] }],
          }));
        const kept = currentVersions(versions, 4, now);
        for (const later of [now, now + 500, now + 10_000]) {
          expect(rulesAtNode(kept, { node, nodes: 4 }, later)).to.deep.equal(
            rulesAtNode(versions, { node, nodes: 4 }, later),
          );
        }
      }),
    );
  });

  it("is over for the last node after exactly the delay", () => {
    expect(
      [0, 1, 2, 3].map((node) => reachesNodeAt({ at: 100, propagationDelayMs: 1000 }, { node, nodes: 4 })),
    ).to.deep.equal([350, 600, 850, 1100]);
  });

  it("is told with each change since a moment", async () => {
    edge.now += 1;
    const since = edge.now;
    const RuleArn = await edge.rule(1, forwardTo([edge.blue, 1]));
    edge.now += 5;
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 60_000 });
    await edge.call("ModifyRule", { RuleArn, Actions: fixed("200") });
    await edge.call("SetRulePriorities", { RulePriorities: [{ RuleArn, Priority: 9 }] });
    await edge.call("DeleteRule", { RuleArn });
    await edge.call("DeleteListener", { ListenerArn: edge.listenerArn });
    const { listenerArn } = edge;
    expect(routingChanges(edge.region.state.elbv2, since)).to.deep.equal([
      { at: since, operation: "CreateRule", listenerArn, ruleArn: RuleArn, propagationDelayMs: 1000 },
      { at: since + 5, operation: "ModifyRule", listenerArn, ruleArn: RuleArn, propagationDelayMs: 60_000 },
      { at: since + 5, operation: "SetRulePriorities", listenerArn, ruleArn: RuleArn, propagationDelayMs: 60_000 },
      { at: since + 5, operation: "DeleteRule", listenerArn, ruleArn: RuleArn, propagationDelayMs: 60_000 },
      { at: since + 5, operation: "DeleteListener", listenerArn, ruleArn: listenerArn, propagationDelayMs: 0 },
    ]);
  });
});
