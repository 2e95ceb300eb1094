import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { formatDeclared } from "../../cutover/declared";
import { type BeforeHookArgs, gateBefore } from "../../cutover/gate-before";
import { GateRound } from "../../cutover/gate-round";
import { planWeights, type Weights } from "../../cutover/plan-weights";
import { type AwsStub, errorXml, identityXml, rulesXml, type StubAnswer, startAwsStub } from "../support/aws-stub";

const accountId = "123456789012";
const ruleArn = `arn:aws:elasticloadbalancing:eu-west-1:${accountId}:listener-rule/app/lb/1/2/3`;
const onBlue = planWeights("blue", 0);
const onGreen = planWeights("green", 0);

/** A rule's inputs as the engine hands them to a hook. */
const inputs = ({ blue, green }: Weights, rest: object = {}) => ({
  __defaults: [],
  actions: [
    {
      __defaults: [],
      type: "forward",
      forward: {
        targetGroups: [
          { __defaults: [], arn: "arn:green", weight: green },
          { __defaults: [], arn: "arn:blue", weight: blue },
        ],
      },
    },
  ],
  ...rest,
});

const flip: BeforeHookArgs = { id: ruleArn, oldInputs: inputs(onBlue), newInputs: inputs(onGreen) };

const healthXml = (port: number): string =>
  `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult><TargetHealthDescriptions><member><Target><Id>i-1</Id><Port>${port}</Port></Target><TargetHealth><State>healthy</State></TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`;

const noHealthXml = healthXml(0).replace(/<member>.*<\/member>/, "");

const serviceOf = (serviceName: string) => ({
  serviceName,
  status: "ACTIVE",
  desiredCount: 1,
  runningCount: 1,
  deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" }],
});

/** The groups of `web` have names without its own, as every test but those of several services knows them. */
const ruleOf = (service: string) => {
  const group = service === "web" ? "arn:" : `arn:${service}-`;
  return {
    service,
    floor: 1,
    clusterArn: pulumi.output("arn:cluster"),
    groupArns: { blue: pulumi.output(`${group}blue`), green: pulumi.output(`${group}green`) },
    ecsServices: { blue: pulumi.output(`${service}-blue-1`), green: pulumi.output(`${service}-green-1`) },
  };
};

describe("gateBefore", () => {
  let aws: AwsStub;
  let answers: Record<string, StubAnswer>;
  let warnings: string[];

  const json = (value: object): StubAnswer => ({ body: JSON.stringify(value) });

  beforeEach(async () => {
    aws = await startAwsStub();
    warnings = [];
    answers = {
      DescribeRules: { body: rulesXml([{ arn: ruleArn, groups: { "arn:blue": 100, "arn:green": 0 } }]) },
      GetCallerIdentity: { body: identityXml(accountId) },
      DescribeTargetHealth: { body: healthXml(1001) },
      DescribeServices: json({ services: ["web-blue-1", "web-green-1"].map(serviceOf) }),
      ListTasks: json({ taskArns: ["arn:task"] }),
      DescribeTasks: json({
        tasks: [
          {
            taskArn: "arn:task",
            lastStatus: "RUNNING",
            containerInstanceArn: "arn:instance",
            containers: [{ name: "web", image: "web:2", networkBindings: [{ hostPort: 1001 }] }],
          },
        ],
      }),
      DescribeContainerInstances: json({
        containerInstances: [
          { containerInstanceArn: "arn:instance", ec2InstanceId: "i-1", status: "ACTIVE", agentConnected: true },
        ],
      }),
    };
    aws.answer = ({ operation }) => answers[operation] ?? { status: 500, body: "" };
  });
  afterEach(() => aws.close());

  const run = (
    hook: BeforeHookArgs = flip,
    changes: {
      isPreview?: boolean;
      clusterArn?: pulumi.Output<string>;
      patience?: number;
      round?: GateRound;
      service?: string;
      command?: readonly string[];
      sleep?: (milliseconds: number) => Promise<unknown>;
    } = {},
  ) => {
    const {
      isPreview = false,
      clusterArn = pulumi.output("arn:cluster"),
      patience = 4000,
      round,
      service = "web",
      command,
      sleep = async () => undefined,
    } = changes;
    const task = command && { command, timeoutSeconds: 60, logGroup: pulumi.output("web-logs") };
    const endpoint = aws.settings.endpoints["ssm"] ?? "";
    return gateBefore(
      hook,
      {
        project: "shop",
        stack: "staging",
        releases: {
          blue: { images: { web: "web:1", api: "api:1" } },
          green: { images: { web: "web:2", api: "web:2" } },
        },
        aws: { ...aws.settings, endpoints: { ...aws.settings.endpoints, ecs: endpoint } },
        activeBefore: "blue",
        isPreview,
        clock: { now: Date.now, sleep, after: () => AbortSignal.timeout(patience) },
        rule: { ...ruleOf(service), clusterArn, ...(task && { beforeFlip: task }) },
        ...(round === undefined ? {} : { round }),
      },
      (line) => warnings.push(line),
    ).then(
      () => "passed",
      (error: Error) => error.message,
    );
  };

  it("lets a flip to a ready standby through", async () => {
    expect([await run(), warnings]).to.deep.equal(["passed", []]);
  });

  it("asks for exactly the cluster, the services, the tasks and the groups of this service", async () => {
    await run();
    const asked = aws.calls.map(({ operation, input }): [string, object] => [operation, input]);
    expect(asked).to.have.deep.members([
      ["DescribeRules", { "RuleArns.member.1": ruleArn }],
      ["GetCallerIdentity", {}],
      ["DescribeTargetHealth", { TargetGroupArn: "arn:green" }],
      ["DescribeTargetHealth", { TargetGroupArn: "arn:blue" }],
      ["DescribeServices", { cluster: "arn:cluster", services: ["web-blue-1", "web-green-1"] }],
      ["ListTasks", { cluster: "arn:cluster", serviceName: "web-green-1", desiredStatus: "RUNNING" }],
      ["DescribeTasks", { cluster: "arn:cluster", tasks: ["arn:task"] }],
      ["DescribeContainerInstances", { cluster: "arn:cluster", containerInstances: ["arn:instance"] }],
    ]);
  });

  it("throws where the standby isn't ready", async () => {
    answers["DescribeTargetHealth"] = { body: healthXml(4444) };
    expect(await run()).to.match(/^web: green is not ready for more requests.*\n.*\n {2}unknown-targets: 1 target/);
  });

  for (const [exitCode, outcome] of [
    [0, /^passed$/],
    [
      3,
      /^web: green is not ready.*\n {2}before-flip-failed: migrate ended with exit code 3;.* web-logs .*green\/web\/arn:once$/,
    ],
  ] as const) {
    it(`runs the image's task first and ${exitCode === 0 ? "passes" : "throws"} by its exit code ${exitCode}`, async () => {
      let note = "{}";
      const once = { taskArn: "arn:once", lastStatus: "STOPPED", containers: [{ exitCode }] };
      const isRun = () => aws.calls.some(({ operation }) => operation === "RunTask");
      const service = { ...serviceOf("web-green-1"), taskDefinition: "arn:task-definition/web-green:1" };
      const tasks = () => {
        const run = aws.calls.find(({ operation }) => operation === "RunTask");
        return [{ ...once, startedBy: run?.input["startedBy"] }];
      };
      const answersOnce: Readonly<
        Record<string, (input: Readonly<Record<string, unknown>>) => StubAnswer | undefined>
      > = {
        GetParameter: () => json({ Parameter: { Value: note, Version: 1 } }),
        PutParameter: ({ Value }) => {
          note = String(Value);
          return json({ Version: 2 });
        },
        RunTask: () => json({ tasks: tasks() }),
        ListTasks: (input) => ("family" in input ? json({ taskArns: isRun() ? ["arn:once"] : [] }) : undefined),
        DescribeTasks: (input) => (String(input["tasks"]) === "arn:once" ? json({ tasks: tasks() }) : undefined),
        DescribeServices: () => json({ services: [service, serviceOf("web-blue-1")] }),
      };
      const usual = aws.answer;
      aws.answer = (call) => answersOnce[call.operation]?.(call.input) ?? usual(call);
      expect(await run(flip, { command: ["migrate"] })).to.match(outcome);
      const runs = aws.calls.filter(({ operation }) => operation === "RunTask").map(({ input }) => input);
      expect(runs).to.have.length(1);
      expect(runs[0]).to.deep.include({
        cluster: "arn:cluster",
        taskDefinition: "arn:task-definition/web-green:1",
        overrides: { containerOverrides: [{ name: "web", command: ["migrate"] }] },
      });
      expect(note).to.contain(exitCode === 0 ? "succeeded" : "started");
    });
  }

  it("warns in a preview", async () => {
    answers["DescribeTargetHealth"] = { body: healthXml(4444) };
    expect(await run(flip, { isPreview: true })).to.equal("passed");
    expect(warnings).to.have.lengthOf(1);
  });

  it("asks nothing about changes that leave the weights alone", async () => {
    const hook = { ...flip, newInputs: inputs(onBlue, { priority: 7 }) };
    expect([await run(hook), aws.calls]).to.deep.equal(["passed", []]);
  });

  for (const oldInputs of [undefined, { actions: "none" }, { actions: [null, { forward: { targetGroups: [{}] } }] }]) {
    it(`takes inputs without weights for no requests: ${JSON.stringify(oldInputs)}`, async () => {
      expect(
        await run({ id: ruleArn, newInputs: inputs(onGreen), ...(oldInputs === undefined ? {} : { oldInputs }) }),
      ).to.equal("passed");
      expect(aws.calls).not.to.have.lengthOf(0);
    });
  }

  it("throws where the health can't be read", async () => {
    answers["DescribeTargetHealth"] = { status: 400, body: errorXml("Throttling", "Rate exceeded") };
    expect(await run()).to.match(/api-throttled: DescribeTargetHealth was throttled \(Rate exceeded\)/);
  });

  it("throws where the credentials lead to another account", async () => {
    answers["GetCallerIdentity"] = { body: identityXml("999999999999") };
    expect(await run()).to.match(/api-silent: DescribeRules was not answered: .* in account 123456789012/);
  });

  describe("of two services", () => {
    const apiRule = ruleArn.replace(/3$/, "4");
    const declared = (services: readonly string[]) =>
      formatDeclared({
        ruleArns: Object.fromEntries(services.map((name) => [name, name === "web" ? ruleArn : apiRule])),
        groupArns: Object.fromEntries(services.map((name) => [name, { blue: "arn:x", green: "arn:y" }])),
        weights: onBlue,
      });
    const apiFlip: BeforeHookArgs = JSON.parse(JSON.stringify({ ...flip, id: apiRule }).replaceAll("arn:", "arn:api-"));
    const ruleXml = (service: "web" | "api"): StubAnswer => {
      const group = service === "web" ? "arn:" : "arn:api-";
      const arn = service === "web" ? ruleArn : apiRule;
      return { body: rulesXml([{ arn, groups: { [`${group}blue`]: 100, [`${group}green`]: 0 } }]) };
    };
    let round: GateRound;
    let record: StubAnswer;
    /** The port that each group's only target listens at, 0 for none; no task listens at another one than 1001. */
    let ports: Record<string, number>;

    beforeEach(() => {
      round = new GateRound();
      for (const service of ["web", "api"]) round.join(ruleOf(service));
      record = json({ Parameter: { Value: declared(["web", "api"]), Version: 3 } });
      ports = {};
      const names = ["web-blue-1", "web-green-1", "api-blue-1", "api-green-1"];
      answers["DescribeServices"] = json({ services: names.map(serviceOf) });
      const own: Record<string, (input: object) => StubAnswer> = {
        GetParameter: () => record,
        DescribeTargetHealth: (input) => {
          const port = ports[String(Object.values(input)[0])] ?? 1001;
          return { body: port === 0 ? noHealthXml : healthXml(port) };
        },
        DescribeRules: (input) => ruleXml(JSON.stringify(input).includes(apiRule) ? "api" : "web"),
      };
      aws.answer = ({ operation, input }) => own[operation]?.(input) ?? answers[operation] ?? { status: 500, body: "" };
    });

    it("lets both through where both are ready, and asks once", async () => {
      expect(await run(flip, { round })).to.equal("passed");
      const asked = aws.calls.length;
      expect(await run({ ...apiFlip, id: apiRule }, { round, service: "api" })).to.equal("passed");
      expect([aws.calls.length - asked, warnings]).to.deep.equal([0, []]);
    });

    it("refuses both where one isn't ready, each with its own words", async () => {
      ports = { "arn:api-green": 4444 };
      expect(await run(flip, { round })).to.equal(
        "web: green is ready, but its rule stays as it is, since all services move together and api is not ready; the reasons are told there.",
      );
      expect(await run({ ...apiFlip, id: apiRule }, { round, service: "api" })).to.match(
        /^api: green is not ready for more requests.*\n.*\n {2}unknown-targets: 1 target/,
      );
    });

    it("lets one go alone whose other colour has no healthy target left, and says so", async () => {
      ports = { "arn:api-green": 4444, "arn:blue": 0 };
      expect(await run(flip, { round })).to.equal("passed");
      expect(warnings).to.deep.equal([
        "web: waiting would cost requests, so its rule moves to green without api. When the reasons told there are gone, the same update again completes it.",
      ]);
    });

    it("stops the update only when the one that goes alone has gone: the engine begins nothing after a failure", async () => {
      ports = { "arn:api-green": 4444, "arn:blue": 0 };
      const order: string[] = [];
      const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds / 50));
      const refused = run({ ...apiFlip, id: apiRule }, { round, service: "api", sleep });
      const gone = sleep(20_000).then(() => run(flip, { round }));
      await Promise.all([refused.then(() => order.push("api")), gone.then(() => order.push("web"))]);

      expect([await gone, order]).to.deep.equal(["passed", ["web", "api"]]);
      expect(await refused).to.match(/^api: green is not ready/);
    });

    it("lets a service that the record doesn't know hold nobody back, and judges it by itself", async () => {
      ports = { "arn:api-green": 4444 };
      record = json({ Parameter: { Value: declared(["web"]), Version: 3 } });
      expect(await run(flip, { round })).to.equal("passed");
      expect(await run({ ...apiFlip, id: apiRule }, { round, service: "api" })).to.match(/^api: green is not ready/);
    });

    it("judges each by itself, and says so, where the record isn't answered", async () => {
      ports = { "arn:api-green": 4444 };
      record = { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) };
      expect(await run(flip, { round })).to.equal("passed");
      expect(warnings).to.deep.equal([
        "web: each gate looks at its own service only, since the others can't be found: no",
      ]);
    });
  });

  describe("while what the rule stands on isn't known", () => {
    const clusterArn = pulumi.output(new Promise<string>(() => undefined));

    it("says in a preview that it can't say", async () => {
      expect(await run(flip, { isPreview: true, clusterArn, patience: 20 })).to.equal("passed");
      expect(warnings).to.deep.equal([
        "web: this preview can't say whether its gate would open: Error: no answer in time",
      ]);
    });

    it("throws in an update", async () => {
      expect(await run(flip, { clusterArn, patience: 20 })).to.equal("no answer in time");
    });
  });
});
