import * as aws from "@pulumi/aws";
import { expect } from "chai";
import fc from "fast-check";
import { ColorRoutes } from "../../components/color-routes";
import { isRouted } from "../../components/plan-routing";
import { colors, planWeights } from "../../cutover/plan-weights";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:ColorRoutes web";
const group = "aws:lb/targetGroup:TargetGroup";
const rule = "aws:lb/listenerRule:ListenerRule";
const loadBalancer = "aws:lb/loadBalancer:LoadBalancer edge";

const record = (weights = planWeights("blue", 0)) =>
  recordResources(() => {
    const [service] = settingsWith().services.filter(isRouted);
    if (service === undefined) throw new Error("The default config has no service with a path");
    const routes = new ColorRoutes("web", {
      service,
      loadBalancer: new aws.lb.LoadBalancer("edge"),
      listenerArn: "arn:listener",
      vpcId: "vpc-1",
      testerHeader: "x-color",
      deregistrationDelaySeconds: 45,
    });
    return { routes, weighted: routes.createWeightedRule(weights, { startsAfter: [] }) };
  });

const forward = (blue: number, green: number) => [
  {
    type: "forward",
    forward: {
      targetGroups: [
        { arn: "arn:web-blue:TargetGroup", weight: blue },
        { arn: "arn:web-green:TargetGroup", weight: green },
      ],
    },
  },
];

describe("ColorRoutes", () => {
  it("makes two target groups and three rules, all its own children", async () => {
    const { resources, result } = await record();
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.have.deep.members([
      [loadBalancer, undefined],
      [component, undefined],
      [`${group} web-blue`, component],
      [`${group} web-green`, component],
      [`${rule} web-blue`, component],
      [`${rule} web-green`, component],
      [`${rule} web-weighted`, component],
    ]);
    expect(await outputValue(result.routes.groupArns.blue)).to.equal("arn:web-blue:TargetGroup");
    expect(await outputValue(result.routes.groupArns.green)).to.equal("arn:web-green:TargetGroup");
    expect(result.routes.staticRules).to.have.length(2);
  });

  for (const color of colors) {
    it(`makes a ${color} group without a name of its own, so that it can be replaced`, async () => {
      const { resources } = await record();
      expect(resourceOf(resources, group, `web-${color}`).inputs).to.deep.equal({
        vpcId: "vpc-1",
        targetType: "instance",
        protocol: "HTTP",
        port: 80,
        deregistrationDelay: 45,
        healthCheck: {
          enabled: true,
          protocol: "HTTP",
          path: "/healthz",
          port: "traffic-port",
          matcher: "200",
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      });
    });
  }

  it("makes new groups for a new load balancer, since a group serves one for good", async () => {
    const { resources } = await record();
    const groups = resources.filter(({ type }) => type === group);
    expect(groups.map(({ replaceWith }) => replaceWith)).to.deep.equal([[loadBalancer], [loadBalancer]]);
  });

  it("leads testers to the colour that their header names", async () => {
    const { resources } = await record();
    const path = { pathPattern: { values: ["/*"] } };
    expect(resourceOf(resources, rule, "web-blue").inputs).to.deep.equal({
      listenerArn: "arn:listener",
      priority: 49_990,
      conditions: [{ httpHeader: { httpHeaderName: "x-color", values: ["blue"] } }, path],
      actions: forward(100, 0),
    });
    expect(resourceOf(resources, rule, "web-green").inputs).to.deep.equal({
      listenerArn: "arn:listener",
      priority: 49_991,
      conditions: [{ httpHeader: { httpHeaderName: "x-color", values: ["green"] } }, path],
      actions: forward(0, 100),
    });
  });

  it("leads everybody else by the weights", async () => {
    const { resources } = await record({ blue: 90, green: 10 });
    expect(resourceOf(resources, rule, "web-weighted").inputs).to.deep.equal({
      listenerArn: "arn:listener",
      priority: 49_992,
      conditions: [{ pathPattern: { values: ["/*"] } }],
      actions: forward(90, 10),
    });
  });

  it("names both groups with explicit weights in every rule, for every colour and shift", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...colors), fc.integer({ min: 0, max: 99 }), async (color, shift) => {
        const { resources } = await record(planWeights(color, shift));
        const rules = resources.filter(({ type }) => type === rule);
        const { blue, green } = planWeights(color, shift);
        expect(rules.map(({ inputs }) => inputs["actions"])).to.have.deep.members([
          forward(100, 0),
          forward(0, 100),
          forward(blue, green),
        ]);
      }),
      { numRuns: 15 },
    );
  });
});
