import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { completeActions } from "../../../../rehearsal/region/elbv2/validate-actions";
import { AwsError } from "../../../../rehearsal/region/operation";
import { createEdge, type Edge, fixed, forwardTo } from "./edge";

describe("completeActions", () => {
  let edge: Edge;

  before(async () => {
    edge = await createEdge();
  });

  const complete = (actions: readonly Action[] | undefined): unknown => {
    try {
      return completeActions(edge.region.state.elbv2, actions);
    } catch (error) {
      if (error instanceof AwsError) return error.code;
      throw error;
    }
  };
  const forward = (ForwardConfig: Action["ForwardConfig"], TargetGroupArn?: string): readonly Action[] => [
    { Type: "forward", TargetGroupArn, ForwardConfig },
  ];

  it("gives a group whose weight is left out the weight 1, so never think of 0", () => {
    const groups = [{ TargetGroupArn: edge.blue, Weight: 100 }, { TargetGroupArn: edge.green }];
    expect(complete(forward({ TargetGroups: groups }))).to.deep.equal([
      {
        Type: "forward",
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: edge.blue, Weight: 100 },
            { TargetGroupArn: edge.green, Weight: 1 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  it("spells a forward to one group both ways, whichever was given, and keeps the order", () => {
    const both = [
      {
        Type: "forward",
        TargetGroupArn: edge.blue,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: edge.blue, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ];
    expect(complete(forward(undefined, edge.blue))).to.deep.equal(both);
    expect(complete(forwardTo([edge.blue, 1]))).to.deep.equal(both);
    expect(complete(both as Action[])).to.deep.equal(both);
    expect(complete([{ ...both[0], Order: 1 } as Action])).to.deep.equal([{ ...both[0], Order: 1 }]);
  });

  it("echoes stickiness", () => {
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    const groups = [{ TargetGroupArn: edge.blue, Weight: 1 }];
    const [action] = complete(forward({ TargetGroups: groups, TargetGroupStickinessConfig })) as Action[];
    expect(action?.ForwardConfig?.TargetGroupStickinessConfig).to.deep.equal(TargetGroupStickinessConfig);
  });

  it("fills a redirect's placeholders and a fixed response's type in", () => {
    expect(complete([{ Type: "redirect", RedirectConfig: { StatusCode: "HTTP_302" } }])).to.deep.equal([
      {
        Type: "redirect",
        RedirectConfig: {
          Protocol: "#{protocol}",
          Host: "#{host}",
          Port: "#{port}",
          Path: "/#{path}",
          Query: "#{query}",
          StatusCode: "HTTP_302",
        },
      },
    ]);
    expect(complete(fixed("404"))).to.deep.equal([
      {
        Type: "fixed-response",
        FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain", MessageBody: "" },
      },
    ]);
  });

  const refusals: readonly (readonly [title: string, actions: () => readonly Action[] | undefined, code: string])[] = [
    ["none", () => undefined, "ValidationError"],
    ["an empty list", () => [], "ValidationError"],
    ["two", () => [...fixed("200"), ...fixed("200")], "InvalidLoadBalancerActionException"],
    ["an authentication by name", () => [{ Type: "authenticate-oidc" }], "NotModelled"],
    ["a forward without groups", () => forward({ TargetGroups: [] }), "ValidationError"],
    ["weight -1", () => forwardTo([edge.blue, -1]), "ValidationError"],
    ["weight 1000", () => forwardTo([edge.blue, 1000]), "ValidationError"],
    ["weight 0.5", () => forwardTo([edge.blue, 0.5]), "ValidationError"],
    ["a group twice", () => forwardTo([edge.blue, 1], [edge.blue, 2]), "ValidationError"],
    ["an unknown group", () => forwardTo(["arn:none", 1]), "TargetGroupNotFoundException"],
    [
      "six groups",
      () => forwardTo(...[1, 2, 3, 4, 5, 6].map((n) => [`arn:${n}`, 1] as const)),
      "InvalidLoadBalancerActionException",
    ],
    [
      "two spellings that differ",
      () => forward({ TargetGroups: [{ TargetGroupArn: edge.green }] }, edge.blue),
      "ValidationError",
    ],
    [
      "stickiness without a duration",
      () => forward({ TargetGroups: [{ TargetGroupArn: edge.blue }], TargetGroupStickinessConfig: { Enabled: true } }),
      "ValidationError",
    ],
    [
      "stickiness beyond seven days",
      () =>
        forward({
          TargetGroups: [{ TargetGroupArn: edge.blue }],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 604_801 },
        }),
      "ValidationError",
    ],
    ["a fixed 302", () => fixed("302"), "ValidationError"],
    [
      "a fixed response that is too long",
      () => [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", MessageBody: "m".repeat(1025) } }],
      "ValidationError",
    ],
    [
      "a fixed response of another type",
      () => [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", ContentType: "image/png" } }],
      "ValidationError",
    ],
    ["a redirect without a status", () => [{ Type: "redirect" }], "ValidationError"],
  ];
  for (const [title, actions, code] of refusals) {
    it(`refuses ${title}`, () => {
      expect(complete(actions())).to.equal(code);
    });
  }

  it("takes the weights 0 and 999 and five groups", async () => {
    const more = await Promise.all(["c", "d", "e"].map((name) => edge.group(name)));
    const groups = [edge.blue, edge.green, ...more].map((arn, index) => [arn, index === 0 ? 999 : 0] as const);
    expect(complete(forwardTo(...groups))).to.have.lengthOf(1);
  });
});
