import type { Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { fallbackPage } from "../../components/fallback-page";
import { parseDeclared } from "../../cutover/declared";
import { parseHistory } from "../../cutover/parse-history";
import type { Color } from "../../cutover/plan-weights";
import type { UpdateResult } from "../../rehearsal/engine/pulumi-project";
import { declaredBehaviors, startEdge } from "../../rehearsal/region/effects/edge";
import { Region } from "../../rehearsal/region/region";
import { Rehearsal } from "../../rehearsal/rehearsal";
import { parseDistribution } from "../../rehearsal/scenarios/frontend/deployed-distribution";
import { spoiledPointers } from "./spoiled-pointers";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;

const service = { port: 8080, cpu: 64, memory: 64, healthPath: "/health", count: { min: 1, max: 2 } };

const config = {
  "switchyard:exposure": "cloudfront",
  "switchyard:domain": { name: "app.example.com", hostedZoneId: "Z0123456789" },
  "switchyard:services": {
    web: { ...service, path: "/*" },
    api: { ...service, path: "/api/*" },
    worker: { cpu: 64, memory: 64, count: { min: 1, max: 2 } },
  },
  "switchyard:blue": {
    version: "1.4.2.RELEASE",
    images: { web: image("b"), api: image("b"), worker: image("b") },
    capacity: "full",
  },
  "switchyard:green": {
    version: "1.5.0.RELEASE",
    images: { web: image("9"), api: image("9"), worker: image("9") },
    capacity: "full",
  },
};

/** What a flip of this stack may touch: a weighted rule for each service with a path, then the record, then the frontend's pointer. */
const flipUpdates = ["api-weighted", "web-weighted", "record-declared", "frontend-active"];

const updatedNames = ({ changes }: UpdateResult): readonly string[] =>
  changes.updates.map((urn) => urn.split("::").at(-1) ?? urn);

const otherOperations = ({ changes }: UpdateResult): readonly string[] =>
  changes.steps.filter(({ operation }) => operation !== "update").map(({ operation, urn }) => `${operation} ${urn}`);

describe("a flip through the real engine", function () {
  this.timeout(180_000);
  let rehearsal: Rehearsal;
  let deployment: UpdateResult;

  before(async () => {
    const { signal } = new AbortController();
    rehearsal = await Rehearsal.start({ signal, show: () => undefined, config, checksPolicies: true });
    deployment = await rehearsal.up();
  });

  after(async () => {
    await rehearsal?.destroy();
    expect(await rehearsal?.close()).to.equal(0);
  });

  const rules = async (): Promise<readonly Rule[]> => {
    const [ListenerArn] = Object.keys(rehearsal.region.state.elbv2.listeners);
    const { Rules } = (await rehearsal.region.call("elbv2", "DescribeRules", { ListenerArn })) as { Rules: Rule[] };
    return Rules.filter(({ IsDefault }) => IsDefault !== true);
  };

  const weightsOf = (rule: Rule): readonly number[] =>
    rule.Actions?.[0]?.ForwardConfig?.TargetGroups?.map(({ Weight = 1 }) => Weight) ?? [];

  /** The weights [blue, green] of all rules, in the order of their priorities. */
  const weights = async (): Promise<readonly (readonly number[])[]> => {
    const byPriority = [...(await rules())].sort((one, other) => Number(one.Priority) - Number(other.Priority));
    return byPriority.map(weightsOf);
  };

  const declaredWeights = (): unknown => {
    const [parameter] = Object.values(rehearsal.region.state.ssm.parameters).filter(({ name }) =>
      name.endsWith("/declared"),
    );
    return parseDeclared(parameter?.versions.at(-1)?.value ?? "").weights;
  };

  const flipTo = async (color: Color): Promise<UpdateResult> => {
    await rehearsal.pulumi.setConfig({ path: "activeColor", value: color });
    return rehearsal.up();
  };

  const written = (since: number): readonly string[] =>
    rehearsal.region.calls.slice(since).flatMap(({ service: name, operation }) => {
      const isRead = /^(Describe|Get|List)/.test(operation);
      return isRead ? [] : [`${name}:${operation}`];
    });

  it("starts from a deployment that keeps every policy, all values being known", () => {
    expect(deployment.violations).to.deep.equal([]);
  });

  it("attaches both groups to every rule, testers' rules before the weighted one", async () => {
    expect(await weights()).to.deep.equal([
      [100, 0],
      [0, 100],
      [100, 0],
      [100, 0],
      [0, 100],
      [100, 0],
    ]);
    const unattached = Object.values(rehearsal.region.state.elbv2.targetGroups).filter(
      ({ targets }) => targets.length === 0,
    );
    expect(unattached).to.deep.equal([]);
  });

  it("declares the edge that the rehearsal has", async () => {
    const { behaviors, ...deployed } = parseDistribution(await rehearsal.pulumi.exportStack());

    expect(behaviors).to.deep.equal(declaredBehaviors(deployed));
  });

  for (const { title, spoil } of spoiledPointers) {
    it(`serves the fallback page, and with 200, ${title}`, async () => {
      const deployed = parseDistribution(await rehearsal.pulumi.exportStack());
      const region = new Region({ state: rehearsal.region.state });
      const edge = await startEdge(region, { ...deployed, ...(await spoil(region, deployed)) });
      const { status, headers, body } = await fetch(`${edge.url}/any/page`).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        body: await response.text(),
      }));
      await edge.close();

      expect([status, headers.get("content-type"), body]).to.deep.equal([
        200,
        "text/html; charset=utf-8",
        fallbackPage,
      ]);
    });
  }

  it("changes nothing when nothing is changed", async () => {
    const since = rehearsal.region.calls.length;
    const update = await rehearsal.up();

    expect(update.changes.steps).to.deep.equal([]);
    expect(written(since)).to.deep.equal([]);
  });

  it("is previewed as what it does, and the preview does nothing", async () => {
    const since = rehearsal.region.calls.length;
    const preview = await rehearsal.previewFlip("green");

    expect([...updatedNames(preview)].sort()).to.deep.equal([...flipUpdates].sort());
    expect(otherOperations(preview)).to.deep.equal([]);
    expect(written(since)).to.deep.equal([]);
    expect(declaredWeights()).to.deep.equal({ blue: 100, green: 0 });
  });

  it("updates the weighted rules, then the record, then the frontend's pointer, and nothing else", async () => {
    const since = rehearsal.region.calls.length;
    const flip = await flipTo("green");

    expect(updatedNames(flip).slice(-2)).to.deep.equal(flipUpdates.slice(-2));
    expect([...updatedNames(flip)].sort()).to.deep.equal([...flipUpdates].sort());
    expect(otherOperations(flip)).to.deep.equal([]);
    expect(written(since)).to.deep.equal([
      "elbv2:ModifyRule",
      "elbv2:ModifyRule",
      "ssm:PutParameter",
      // The notification is marked before it is posted.
      "ssm:PutParameter",
      "cloudfront-keyvaluestore:PutKey",
    ]);
    expect(await weights()).to.deep.equal([
      [100, 0],
      [0, 100],
      [0, 100],
      [100, 0],
      [0, 100],
      [0, 100],
    ]);
    expect(declaredWeights()).to.deep.equal({ blue: 0, green: 100 });
    expect(rehearsal.slack.messages).to.have.length(2);
  });

  it("goes back the same way", async () => {
    const flip = await flipTo("blue");

    expect([...updatedNames(flip)].sort()).to.deep.equal([...flipUpdates].sort());
    expect(otherOperations(flip)).to.deep.equal([]);
    expect(declaredWeights()).to.deep.equal({ blue: 100, green: 0 });
    expect(rehearsal.slack.messages).to.have.length(3);
  });

  it("refuses a third colour before anything is touched", async () => {
    const since = rehearsal.region.calls.length;
    await rehearsal.pulumi.setConfig({ path: "activeColor", value: "purple" });
    const update = await rehearsal.pulumi.up();
    await rehearsal.pulumi.setConfig({ path: "activeColor", value: "blue" });

    expect(update.exitCode).not.to.equal(0);
    expect(`${update.stdout}${update.stderr}`).to.match(/activeColor: got "purple", allowed: blue, green/);
    expect(rehearsal.region.calls.slice(since)).to.deep.equal([]);
  });

  it("stands in the history with its colour, failed updates told apart", async () => {
    const history = parseHistory(await rehearsal.pulumi.history(), "switchyard");

    expect(history.map(({ activeColor, result }) => `${activeColor} ${result}`)).to.deep.equal([
      "undefined failed",
      "blue succeeded",
      "green succeeded",
      "blue succeeded",
      "blue succeeded",
    ]);
  });

  it("is not failed, and hardly delayed, by a Slack that hangs", async () => {
    rehearsal.slack.misbehave({ kind: "hang" });
    const flip = await flipTo("green");
    rehearsal.slack.misbehave({ kind: "none" });

    expect(flip.exitCode).to.equal(0);
    expect(declaredWeights()).to.deep.equal({ blue: 0, green: 100 });
    expect(rehearsal.slack.messages).to.have.length(3);
  });

  it("leaves no trace of Slack's token in state, history or output", async () => {
    const texts = [await rehearsal.pulumi.exportStack(), await rehearsal.pulumi.history()];

    expect(texts.filter((text) => text.includes("xoxb-"))).to.deep.equal([]);
  });
});
