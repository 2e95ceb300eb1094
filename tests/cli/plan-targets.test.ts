import { expect } from "chai";
import type { StateResource } from "../../cli/parse-state";
import { planCutoverTargets, planWarmTargets, targetUrns } from "../../cli/plan-targets";

const resource = (type: string, name: string, id = name): StateResource => ({
  urn: `urn:${type}::${name}`,
  type,
  name,
  id,
  needs: [],
});

const stateOf = (...resources: readonly StateResource[]) => ({
  project: "shop",
  stack: "prod",
  clusterName: undefined,
  resources,
});

const ruleType = "aws:lb/listenerRule:ListenerRule";
const ruleArns = { web: "arn:rule/web", api: "arn:rule/api" };
const web = resource(ruleType, "web-weighted", ruleArns.web);
const api = resource(ruleType, "api-weighted", ruleArns.api);
const record = resource("aws:ssm/parameter:Parameter", "record-declared", "/declared");
const pointer = resource("aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey", "frontend-active");

const find = (...resources: readonly StateResource[]) =>
  planCutoverTargets(stateOf(...resources), { ruleArns, groupArns: {}, weights: { blue: 100, green: 0 } }, "/declared");

describe("planCutoverTargets", () => {
  it("finds rules and record by what AWS calls them, among others of the same types", () => {
    const others = [
      resource(ruleType, "web-blue", "arn:rule/other"),
      resource("aws:ssm/parameter:Parameter", "note", "/cutover"),
      resource("t", "stranger", ruleArns.web),
      resource("t", "namesake", "/declared"),
    ];

    expect(find(...others, record, web, api)).to.deep.equal({
      kind: "targets",
      targets: { rules: { web: web.urn, api: api.urn }, record: record.urn },
    });
  });

  it("takes the pointer along where there is a frontend", () => {
    expect(find(record, web, api, pointer)).to.deep.equal({
      kind: "targets",
      targets: { rules: { web: web.urn, api: api.urn }, record: record.urn, pointer: pointer.urn },
    });
  });

  it("names every one that was never deployed", () => {
    expect(find()).to.deep.equal({
      kind: "missing",
      what: ["the weighted rule of web", "the weighted rule of api", "the record `declared`"],
    });
    expect(find(web, api)).to.deep.equal({ kind: "missing", what: ["the record `declared`"] });
    expect(find(api, record)).to.deep.equal({ kind: "missing", what: ["the weighted rule of web"] });
  });
});

describe("targetUrns", () => {
  it("lists rules first, then the record, then the pointer", () => {
    const targets = { rules: { web: web.urn, api: api.urn }, record: record.urn };

    expect(targetUrns(targets)).to.deep.equal([web.urn, api.urn, record.urn]);
    expect(targetUrns({ ...targets, pointer: pointer.urn })).to.deep.equal([web.urn, api.urn, record.urn, pointer.urn]);
  });
});

describe("planWarmTargets", () => {
  it("are one colour's task definitions, services and sizes", () => {
    const types = [
      "aws:ecs/taskDefinition:TaskDefinition",
      "aws:ecs/service:Service",
      "aws:appautoscaling/target:Target",
    ];
    const all = ["web-blue", "web-green"].flatMap((name) => [...types, ruleType].map((type) => resource(type, name)));
    const greens = types.map((type) => resource(type, "web-green").urn);

    expect(planWarmTargets(stateOf(...all), "green")).to.deep.equal(greens);
  });

  it("are its scaling policy and its scheduled actions too, whatever a service is called", () => {
    const policy = "aws:appautoscaling/policy:Policy";
    const action = "aws:appautoscaling/scheduledAction:ScheduledAction";
    const service = "aws:ecs/service:Service";
    const all = ["web", "web-green-x"].flatMap((name) =>
      ["blue", "green"].flatMap((color) => [
        resource(service, `${name}-${color}`),
        resource(policy, `${name}-${color}-requests`),
        resource(action, `${name}-${color}-morning`),
      ]),
    );
    const names = planWarmTargets(stateOf(...all), "blue").map((urn) => urn.split("::").at(-1));

    expect(names).to.deep.equal([
      "web-blue",
      "web-green-x-blue",
      "web-blue-requests",
      "web-blue-morning",
      "web-green-x-blue-requests",
      "web-green-x-blue-morning",
    ]);
  });
});
