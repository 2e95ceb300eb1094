import { expect } from "chai";
import { aloneWarning, heldBackText, passWarning, refusalText } from "../../cutover/gate-message";
import type { GateReason } from "../../cutover/plan-gate";

const names = {
  project: "shop",
  stack: "staging",
  service: "web",
  gaining: "green",
  cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/c",
  groupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-green-1/2",
  ecsService: "web-green-1",
} as const;

const health = `aws elbv2 describe-target-health --target-group-arn ${names.groupArn}`;
const at = `--cluster ${names.cluster}`;
const start = "Have what is missing started before requests move: npm run cli -- flip green --stack staging";

describe("refusalText", () => {
  const cases: readonly (readonly [GateReason, string])[] = [
    [
      { kind: "api-throttled", operation: "DescribeTargetHealth", problem: "Rate exceeded" },
      "DescribeTargetHealth was throttled (Rate exceeded). Wait a minute and repeat: pulumi up --stack staging",
    ],
    [
      { kind: "api-silent", operation: "DescribeServices", problem: "no answer in time" },
      "DescribeServices was not answered: no answer in time. Check: aws sts get-caller-identity",
    ],
    [
      {
        kind: "before-flip-failed",
        exitCode: 3,
        task: "arn:aws:ecs:eu-west-1:1:task/c/t1",
        command: "migrate up",
        logGroup: "web-logs",
      },
      "migrate up ended with exit code 3; the next flip runs it again. Read what it said: aws logs tail web-logs --since 1d --log-stream-names green/web/t1",
    ],
    [
      { kind: "before-flip-not-started", problem: "RESOURCE:MEMORY", command: "migrate up", logGroup: "web-logs" },
      `migrate up didn't start: RESOURCE:MEMORY. See what is free: aws ecs list-container-instances --status ACTIVE ${at}`,
    ],
    [
      { kind: "before-flip-running", seconds: 300, task: "t1", command: "migrate up", logGroup: "web-logs" },
      "migrate up still runs after 300 s. Watch it, and flip again when it is done: aws logs tail web-logs --since 1d --log-stream-names green/web/t1",
    ],
    [
      { kind: "before-flip-unknown", startedAt: 0, command: "migrate up", logGroup: "web-logs" },
      "migrate up was started at 1970-01-01T00:00:00.000Z, and nobody knows what came of it. Read what it said: " +
        "aws logs tail web-logs --since 1d; then take its entry out of /switchyard/shop/staging/before-flip to run it again " +
        '(aws ssm get-parameter, aws ssm put-parameter --overwrite), or write "state":"succeeded" there',
    ],
    [{ kind: "no-targets" }, `green has no target at all. ${start}`],
    [
      {
        kind: "too-few-ready",
        ready: 1,
        required: { total: 4, activeHealthy: 3, activeDesired: 4, floor: 2 },
      },
      `1 ready, 4 required, the most of blue healthy 3, blue desired 4 and count.min 2. ${start}`,
    ],
    [
      { kind: "unattached", count: 2 },
      "no rule leads to 2 targets, so nobody checks their health. Attach the group again: pulumi up --refresh --stack staging",
    ],
    [{ kind: "starting", count: 1 }, `1 target not checked yet. See: ${health}`],
    [{ kind: "unhealthy", count: 2 }, `2 targets not healthy. See why: ${health}`],
    [
      { kind: "leaving", count: 2, instanceIds: ["i-1", "i-2"] },
      `2 targets on instances that go (i-1, i-2) don't count. See: aws ecs list-container-instances --status DRAINING ${at}`,
    ],
    [{ kind: "unknown-targets", count: 1 }, `1 target healthy, but no task of web-green-1. See: ${health}`],
    [
      { kind: "other-image", count: 2, running: ["web:1", "web:2"], declared: "web:3" },
      `2 targets running web:1, web:2 instead of web:3. See: aws ecs describe-services ${at} --services web-green-1`,
    ],
    [
      { kind: "mixed-digests", digests: ["sha256:1", "sha256:2"] },
      `one tag stands for 2 images: sha256:1, sha256:2. Start all tasks anew: aws ecs update-service --force-new-deployment ${at} --service web-green-1`,
    ],
    [
      { kind: "service-missing" },
      "ECS knows no active service of green. Make it again: pulumi up --refresh --stack staging",
    ],
    [
      { kind: "deployment-in-progress", name: "web-green-1", desired: 3, running: 2, deployments: 2 },
      `2 of 3 tasks running in 2 deployments. Wait for it: aws ecs wait services-stable ${at} --services web-green-1`,
    ],
    [
      { kind: "deployment-failed", name: "web-green-1" },
      `the last deployment of web-green-1 failed. See: aws ecs describe-services ${at} --services web-green-1`,
    ],
  ];
  for (const [reason, words] of cases) {
    it(`explains ${reason.kind}`, () => {
      expect(refusalText([reason], names)).to.equal(
        `web: green is not ready for more requests, so its rule stays as it is.\n  ${reason.kind}: ${words}`,
      );
    });
  }

  it("has a line for each reason", () => {
    const reasons: readonly GateReason[] = [{ kind: "no-targets" }, { kind: "service-missing" }];
    expect(refusalText(reasons, names).split("\n")).to.have.lengthOf(3);
  });
});

describe("passWarning", () => {
  it("says what is given up", () => {
    const unmet: readonly GateReason[] = [{ kind: "starting", count: 1 }, { kind: "service-missing" }];
    expect(passWarning({ kind: "pass-for-want-of-active", healthy: 1, unmet }, names)).to.equal(
      "web: blue has no healthy target left, so green may take over with 1 healthy; " +
        "otherwise it would have been refused: starting, service-missing.",
    );
  });
});

describe("aloneWarning", () => {
  it("says why, and how the others follow", () => {
    expect(aloneWarning(["api", "shop"], { service: "web", gaining: "green" })).to.equal(
      "web: waiting would cost requests, so its rule moves to green without api, shop. When the reasons told there are gone, the same update again completes it.",
    );
  });
});

describe("heldBackText", () => {
  it("names the services that are waited for", () => {
    const subject = { service: "web", gaining: "green" } as const;
    expect([heldBackText(["api"], subject), heldBackText(["api", "shop"], subject)]).to.deep.equal([
      "web: green is ready, but its rule stays as it is, since all services move together and api is not ready; the reasons are told there.",
      "web: green is ready, but its rule stays as it is, since all services move together and api, shop are not ready; the reasons are told there.",
    ]);
  });
});
