import { expect } from "chai";
import fc from "fast-check";
import { type ConfigLookup, configKeys, parseStackSettings } from "../settings";
import { defaultConfig, settingsWith, stackConfig } from "./support/stack";

/** The lines that say what is wrong, without the first and the last one. */
const problemsWith = (changes: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    settingsWith(changes);
    return [];
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => line.trim());
  }
};

const web = { path: "/*", port: 80 };
/** A secret as it stands in a stack file. */
const secret = { secure: "v1:c2VjcmV0" };
const digest = `sha256:${"a".repeat(64)}`;
const colorOf = (...services: string[]) => ({
  version: "1.0.0.RELEASE",
  images: Object.fromEntries(services.map((name) => [name, `example.com/${name}@${digest}`])),
});
/** Both colours and the services, so that a case can be about the services alone. */
const services = (entries: Readonly<Record<string, unknown>>) => ({
  services: entries,
  blue: colorOf(...Object.keys(entries)),
  green: colorOf(...Object.keys(entries)),
});

describe("parseStackSettings", () => {
  it("gives a new stack everything it needs", () => {
    expect(settingsWith()).to.deep.equal({
      activeColor: "blue",
      shift: 0,
      services: [
        {
          name: "web",
          path: "/*",
          port: 9898,
          priority: 4999,
          healthPath: "/healthz",
          cpu: 256,
          memory: 256,
          count: { min: 1, max: 4 },
          requestsPerTarget: 1000,
          schedule: [],
          environment: {},
          secrets: {},
          stopTimeoutSeconds: 30,
          placement: "any",
        },
      ],
      colors: {
        blue: {
          version: "6.11.0.RELEASE",
          images: { web: "ghcr.io/stefanprodan/podinfo:6.11.0" },
          capacity: "full",
        },
        green: {
          version: "6.11.2.RELEASE",
          images: { web: "ghcr.io/stefanprodan/podinfo:6.11.2" },
          capacity: "full",
        },
      },
      standby: { holdSeconds: 7200, afterHold: "min", maxDisconnects: 1000 },
      exposure: "cloudfront",
      production: false,
      gateWaitSeconds: 60,
      testerHeader: "x-switchyard-color",
      network: { kind: "create", cidr: "10.0.0.0/16", availabilityZones: 3, natGateways: "Single" },
      fleet: {
        architecture: "x86_64",
        instanceTypes: ["m5", "m5a", "m5d", "m5n", "m6a", "m6i", "m6id", "m6in", "m7a", "m7i", "m7i-flex"].map(
          (family) => `${family}.large`,
        ),
        targetCapacity: 2,
        maxCapacity: 6,
        onDemandBaseSize: 1,
        rootVolumeGib: 30,
        drainFailurePolicy: "continue",
        containerInsights: false,
      },
      deregistrationDelaySeconds: 45,
      logRetentionDays: 30,
      alarmErrorsPerMinute: 5,
    });
  });

  it("needs no more than a colour, services and images: the rest has defaults", () => {
    const config: Readonly<Record<string, unknown>> = { activeColor: "green", ...services({ web }) };
    const { count, cpu, memory, healthPath } = parseStackSettings((key) => config[key]).services[0] ?? {};
    expect({ count, cpu, memory, healthPath }).to.deep.equal({
      count: { min: 1, max: 4 },
      cpu: 256,
      memory: 512,
      healthPath: "/",
    });
  });

  it("reads texts and JSON, as Pulumi hands config to a program, like the values in a stack file", () => {
    const config = stackConfig("prod");
    const asText = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));
    const texts: ConfigLookup = (key) => (config[key] === undefined ? undefined : asText(config[key]));
    expect(parseStackSettings(texts)).to.deep.equal(parseStackSettings((key) => config[key]));
  });

  it("lists everything that is wrong at once, and says what to do", () => {
    expect(() =>
      settingsWith({
        activeColor: "red",
        blue: { version: "1.4", images: {} },
        services: { web: { ...web, count: { min: 0 } } },
      }),
    ).to.throw(
      [
        "4 problems in the stack's config, so nothing was touched:",
        '  activeColor: got "red", allowed: blue, green',
        "  services.web.count.min: got 0, allowed: a whole number from 1 to 1000",
        '  blue.version: got "1.4", allowed: x.y.z.RELEASE or x.y.z.MILESTONE, for example 1.4.2.RELEASE',
        "  blue.images.web: got nothing, allowed: an image, for example registry.example.com/web:1.4.2",
        "Edit the stack's Pulumi.<stack>.yaml, or use `pulumi config set --path <key> <value>`; Pulumi.yaml describes every key.",
      ].join("\n"),
    );
  });

  it("says so when there is a single problem", () => {
    expect(() => settingsWith({ activeColor: "" })).to.throw(
      /^1 problem in the stack's config, so nothing was touched:\n {2}activeColor: got nothing, allowed: blue, green\n/,
    );
  });

  it("never throws anything but the list, whatever the config holds", () => {
    const junk = fc.oneof(fc.jsonValue(), fc.json(), fc.constant(undefined));
    const configs = fc.record(Object.fromEntries(configKeys.map((key) => [key, junk])), { requiredKeys: [] });
    fc.assert(
      fc.property(configs, (junkConfig) => {
        const config: Readonly<Record<string, unknown>> = junkConfig;
        try {
          parseStackSettings((key) => config[key], Object.keys(config));
        } catch (error) {
          expect((error as Error).message).to.match(/^\d+ problems? in the stack's config/);
        }
      }),
    );
  });

  it("never lets a number out of its range, nor a fraction, through", () => {
    const numbers = fc.oneof(fc.integer(), fc.double(), fc.integer({ min: -5, max: 130 }));
    fc.assert(
      fc.property(numbers, numbers, numbers, (shift, port, min) => {
        const isValid = [
          Number.isInteger(shift) && shift >= 0 && shift <= 99,
          Number.isInteger(port) && port >= 1 && port <= 65_535,
          Number.isInteger(min) && min >= 1 && min <= 1000,
        ];
        const changes = { shift, ...services({ web: { path: "/*", port, count: { min, max: 1000 } } }) };
        const problems = problemsWith(changes);
        expect(problems.map((line) => line.split(":")[0])).to.deep.equal(
          ["shift", "services.web.port", "services.web.count.min"].filter((_, index) => !isValid[index]),
        );
      }),
    );
  });
});

describe("a stack's config", () => {
  const shown = "x".repeat(81);

  const cases: readonly [title: string, changes: Readonly<Record<string, unknown>>, ...problems: string[]][] = [
    ["refuses a third colour", { activeColor: "red" }, 'activeColor: got "red", allowed: blue, green'],
    ["refuses a shift of 100", { shift: 100 }, "shift: got 100, allowed: a whole number from 0 to 99"],
    ["refuses half a percent", { shift: "1.5" }, 'shift: got "1.5", allowed: a whole number from 0 to 99'],
    ["refuses a text for a number", { shift: "abc" }, 'shift: got "abc", allowed: a whole number from 0 to 99'],
    ["cuts long values", { activeColor: shown }, `activeColor: got "${"x".repeat(79)}..., allowed: blue, green`],
    ["refuses maybe", { production: "maybe" }, 'production: got "maybe", allowed: true, false'],
    ["refuses another exposure", { exposure: "lan" }, 'exposure: got "lan", allowed: cloudfront, public'],
    [
      "refuses a gate that waits longer than a quarter of an hour",
      { gateWaitSeconds: 901 },
      "gateWaitSeconds: got 901, allowed: a whole number from 0 to 900",
    ],
    [
      "refuses a header that isn't one",
      { testerHeader: "my header" },
      'testerHeader: got "my header", allowed: letters, digits and dashes, at most 40, and not host',
    ],
    [
      "refuses the host header",
      { testerHeader: "Host" },
      'testerHeader: got "Host", allowed: letters, digits and dashes, at most 40, and not host',
    ],
    [
      "refuses a certificate of another service",
      { certificateArn: "arn:aws:iam::1:x" },
      'certificateArn: got "arn:aws:iam::1:x", allowed: the ARN of a certificate in AWS Certificate Manager',
    ],
    [
      "finds a typo in a key of its own",
      { activeColour: "green" },
      `activeColour: got an unknown key, allowed: ${[...configKeys].sort().join(", ")} (did you mean activeColor?)`,
    ],
    [
      "finds a typo in a service",
      services({ web: { ...web, helthPath: "/" } }),
      "services.web.helthPath: got an unknown key, allowed: beforeFlip, count, cpu, environment, healthPath, memory, path, placement, port, priority, queue, requestsPerTarget, schedule, secrets, stopTimeoutSeconds (did you mean healthPath?)",
    ],
    [
      "suggests nothing for what resembles nothing",
      { green: { ...colorOf("web"), whatever: 1 } },
      "green.whatever: got an unknown key, allowed: capacity, images, release, version",
    ],
    ["needs a service", { services: {} }, "services: got none, allowed: at least one service"],
    ["refuses a list for an object", { services: [] }, "services: got a list, allowed: an object"],
    ["refuses a text for a service", services({ web: "x" }), 'services.web: got "x", allowed: an object'],
    [
      "needs a port where there is a path",
      services({ web: { path: "/*" } }),
      "services.web.port: got nothing, allowed: a whole number from 1 to 65535",
    ],
    [
      "refuses a port that doesn't exist",
      services({ web: { path: "/*", port: 65_536 } }),
      "services.web.port: got 65536, allowed: a whole number from 1 to 65535",
    ],
    [
      "refuses what a queue worker can't have",
      services({ bot: { port: 80, healthPath: "/up", priority: 5 } }),
      "services.bot.port: got 80, allowed: nothing, since the service has no path and so takes no requests",
      "services.bot.priority: got 5, allowed: nothing, since the service has no path and so takes no requests",
      'services.bot.healthPath: got "/up", allowed: nothing, since the service has no path and so takes no requests',
    ],
    [
      "refuses a task before the flip that isn't one",
      services({
        web: { path: "/*", port: 80, beforeFlip: {} },
        api: { path: "/api/*", port: 81, beforeFlip: { command: ["migrate", []], timeoutSeconds: 0, retries: 1 } },
        bot: { beforeFlip: { command: ["migrate"] } },
      }),
      "services.web.beforeFlip.command: got nothing, allowed: a list of at least one text",
      "services.api.beforeFlip.command.1: got a list, allowed: a text, a number, true or false",
      "services.api.beforeFlip.timeoutSeconds: got 0, allowed: a whole number from 1 to 3600",
      "services.api.beforeFlip.retries: got an unknown key, allowed: command, timeoutSeconds",
      "services.bot.beforeFlip: got a task, allowed: nothing, since the service has no path and so no gate",
    ],
    [
      "refuses a queue that a worker can't consume",
      services({ bot: { queue: "arn:aws:sqs:eu-central-1:123456789012:jobs.fifo" }, mail: { queue: "jobs" } }),
      'services.bot.queue: got "arn:aws:sqs:eu-central-1:123456789012:jobs.fifo", allowed: the ARN of a standard queue of SQS',
      'services.mail.queue: got "jobs", allowed: the ARN of a standard queue of SQS',
    ],
    [
      "refuses a queue for a service that takes requests",
      services({ web: { path: "/*", port: 80, queue: "arn:aws:sqs:eu-central-1:123456789012:jobs" } }),
      'services.web.queue: got "arn:aws:sqs:eu-central-1:123456789012:jobs", allowed: nothing, since the service has a path and so isn\'t a queue worker',
    ],
    [
      "refuses a path without its slash",
      services({ web: { path: "api/*", port: 80 } }),
      'services.web.path: got "api/*", allowed: a path pattern that starts with / and has at most 5 wildcards and 128 characters',
    ],
    [
      "refuses a sixth wildcard",
      services({ web: { path: "/*/*/*/*/?/*", port: 80 } }),
      'services.web.path: got "/*/*/*/*/?/*", allowed: a path pattern that starts with / and has at most 5 wildcards and 128 characters',
    ],
    [
      "refuses a path of 129 characters",
      services({ web: { path: `/${"a".repeat(128)}`, port: 80 } }),
      "services.web.path: got 129 characters, allowed: a path pattern that starts with / and has at most 5 wildcards and 128 characters",
    ],
    [
      "refuses a health path without its slash",
      services({ web: { ...web, healthPath: "health" } }),
      'services.web.healthPath: got "health", allowed: a path that starts with /, without spaces',
    ],
    [
      "refuses a minimum above the maximum",
      services({ web: { ...web, count: { min: 3, max: 2 } } }),
      "services.web.count: got min 3, max 2, allowed: a max that is at least min",
    ],
    [
      "refuses memory below what Docker takes",
      services({ web: { ...web, memory: 5, cpu: 1 } }),
      "services.web.cpu: got 1, allowed: a whole number from 2 to 196608",
      "services.web.memory: got 5, allowed: a whole number from 6 to 1048576",
    ],
    [
      "refuses two services with one path",
      services({ web, api: web }),
      "services.api.path: got /*, which web has too, allowed: a path of its own",
    ],
    [
      "refuses two services in one slot and names the way out",
      services({ web: { ...web, path: "/a", priority: 7 }, api: { ...web, path: "/b", priority: 7 } }),
      "services.api.priority: got slot 7, which web has too, allowed: 1 to 4999, a slot of its own: set priority here",
    ],
    [
      "refuses more than the record of a cutover can hold",
      services(
        Object.fromEntries(
          Array.from({ length: 17 }, (_, i) => [`s${i}`, { path: `/${i}`, port: 80, priority: i + 1 }]),
        ),
      ),
      "services: got 17 services with a path, allowed: at most 16 services with a path",
    ],
    [
      "refuses an environment that isn't one",
      services({ web: { ...web, environment: { "9A": "x", SWITCHYARD_COLOR: "red", LIST: [] } } }),
      "services.web.environment.LIST: got a list, allowed: a text, a number, true or false",
      "services.web.environment.9A: got this name, allowed: letters, digits and _, not starting with a digit, other than SWITCHYARD_COLOR, SWITCHYARD_VERSION, SWITCHYARD_SERVICE, SWITCHYARD_TABLE, SWITCHYARD_DECLARED, SWITCHYARD_QUEUE_URL",
      "services.web.environment.SWITCHYARD_COLOR: got this name, allowed: letters, digits and _, not starting with a digit, other than SWITCHYARD_COLOR, SWITCHYARD_VERSION, SWITCHYARD_SERVICE, SWITCHYARD_TABLE, SWITCHYARD_DECLARED, SWITCHYARD_QUEUE_URL",
    ],
    [
      "refuses a variable that is both plain and secret",
      services({
        web: {
          ...web,
          environment: { TOKEN: "x" },
          secrets: { TOKEN: "arn:aws:ssm:eu-central-1:123456789012:parameter/token" },
        },
      }),
      "services.web.secrets.TOKEN: got a name that it has too, allowed: a name that environment doesn't have",
    ],
    [
      "refuses a stop that outlasts the notice of a spot instance, and counts it out",
      { deregistrationDelaySeconds: 60, ...services({ web: { ...web, stopTimeoutSeconds: 46 } }) },
      "services.web.stopTimeoutSeconds: got 46 s + deregistrationDelaySeconds 60 s + 15 s to react = 121 s, allowed: at most 120 s in all, the notice of a spot instance; or placement: on-demand",
    ],
    [
      "counts no deregistration for a queue worker",
      { deregistrationDelaySeconds: 60, ...services({ bot: { stopTimeoutSeconds: 106 } }) },
      "services.bot.stopTimeoutSeconds: got 106 s + deregistrationDelaySeconds 0 s + 15 s to react = 121 s, allowed: at most 120 s in all, the notice of a spot instance; or placement: on-demand",
    ],
    [
      "needs a version and an image of every service in both colours",
      { ...services({ web, bot: {} }), green: { images: { web: "example.com/web:1" } } },
      "green.version: got nothing, allowed: x.y.z.RELEASE or x.y.z.MILESTONE, for example 1.4.2.RELEASE",
      "green.images.bot: got nothing, allowed: an image, for example registry.example.com/web:1.4.2",
    ],
    [
      "refuses an image of a service that isn't there",
      { green: { ...colorOf("web"), images: { web: "example.com/web:1", wep: "example.com/web:1" } } },
      "green.images.wep: got an unknown key, allowed: web (did you mean web?)",
    ],
    [
      "refuses an image with a space",
      { green: { ...colorOf(), images: { web: "example.com/web 1" } } },
      'green.images.web: got "example.com/web 1", allowed: an image, for example registry.example.com/web:1.4.2',
    ],
    [
      "refuses a tag and a milestone in production",
      {
        production: true,
        blue: colorOf("web"),
        green: { version: "1.1.0.MILESTONE", images: { web: "example.com/web:1" } },
      },
      'green.version: got "1.1.0.MILESTONE", allowed: x.y.z.RELEASE in production, for example 1.4.2.RELEASE',
      'green.images.web: got "example.com/web:1", allowed: an image with its digest in production, for example registry.example.com/web@sha256:<64 hex digits>',
    ],
    [
      "refuses an active colour that isn't at full capacity",
      { blue: { ...colorOf("web"), capacity: "min" } },
      'blue.capacity: got "min", allowed: full, since blue is the active colour',
    ],
    [
      "refuses to lead requests to a standby that isn't at full capacity",
      { shift: 5, green: { ...colorOf("web"), capacity: "off" } },
      'green.capacity: got "off", allowed: full, since shift leads 5 % from blue to it',
    ],
    [
      "refuses another capacity",
      { green: { ...colorOf("web"), capacity: "half", release: "a b" } },
      'green.release: got "a b", allowed: fallback, or frontend_ and 1 to 48 letters, digits or _.-',
      'green.capacity: got "half", allowed: full, min, off',
    ],
    [
      "refuses a range that isn't one",
      { network: { cidr: "10.999.0.0/16" } },
      'network.cidr: got "10.999.0.0/16", allowed: a private IPv4 range from /16 to /22 by its first address, for example 10.0.0.0/16',
    ],
    [
      "refuses a range by an address in its middle, as the provider does",
      { network: { cidr: "10.0.4.0/20" } },
      'network.cidr: got "10.0.4.0/20", allowed: a private IPv4 range from /16 to /22 by its first address, for example 10.0.0.0/16',
    ],
    [
      "refuses a public range and a single zone",
      { network: { cidr: "172.32.0.0/16", availabilityZones: 1, natGateways: "None" } },
      'network.cidr: got "172.32.0.0/16", allowed: a private IPv4 range from /16 to /22 by its first address, for example 10.0.0.0/16',
      "network.availabilityZones: got 1, allowed: a whole number from 2 to 4",
      'network.natGateways: got "None", allowed: Single, OnePerAz',
    ],
    [
      "refuses half of an existing network",
      { exposure: "public", network: { vpcId: "vpc-12345678", privateSubnetIds: ["subnet-12345678", "nonsense"] } },
      'network.privateSubnetIds.1: got "nonsense", allowed: the id of a subnet, for example subnet-0123456789abcdef0',
      "network.publicSubnetIds: got none, allowed: at least 2 in different availability zones",
    ],
    [
      "refuses a new and an existing network at once, and one subnet twice",
      {
        network: {
          vpcId: "vpc-12345678",
          privateSubnetIds: ["subnet-12345678", "subnet-12345678"],
          cidr: "10.0.0.0/16",
        },
      },
      "network.privateSubnetIds: got a subnet twice, allowed: each subnet once",
      "network.cidr: got an unknown key, allowed: privateSubnetIds, publicSubnetIds, vpcId",
    ],
    [
      "refuses instance types of another architecture",
      { fleet: { architecture: "arm64", targetCapacity: 0, instanceTypes: ["m7g.large", "m7i.large", "t3.large"] } },
      "fleet.instanceTypes: got m7i.large, t3.large, allowed: types of architecture arm64",
    ],
    [
      "refuses few types where spot instances are asked for",
      { fleet: { instanceTypes: ["m5.large", "m6i.large"] } },
      "fleet.instanceTypes: got 2 different types, allowed: at least 10 while targetCapacity is above 0, otherwise 1",
    ],
    [
      "refuses what isn't an instance type, an image or an architecture",
      { fleet: { architecture: "mips", amiId: "ami", instanceTypes: ["large"] } },
      'fleet.architecture: got "mips", allowed: x86_64, arm64',
      'fleet.amiId: got "ami", allowed: the id of a machine image, for example ami-0123456789abcdef0',
      'fleet.instanceTypes.0: got "large", allowed: an instance type, for example m7g.large',
    ],
    [
      "refuses a fleet that begins beyond its maximum",
      { fleet: { targetCapacity: 4, maxCapacity: 3 } },
      "fleet.maxCapacity: got 3, allowed: at least 4, which is targetCapacity",
    ],
    [
      "refuses fleets that nobody means",
      { fleet: { maxCapacity: 1001 } },
      "fleet.maxCapacity: got 1001, allowed: a whole number from 0 to 1000",
    ],
    [
      "refuses a fleet of nothing",
      { fleet: { targetCapacity: 0, onDemandBaseSize: 0 } },
      "fleet.onDemandBaseSize: got 0, allowed: at least 1 while targetCapacity is 0",
    ],
    [
      "refuses services bound to on-demand instances where there are none",
      { fleet: { onDemandBaseSize: 0 }, ...services({ web: { ...web, placement: "on-demand" } }) },
      "fleet.onDemandBaseSize: got 0, allowed: at least 1, since web has placement: on-demand",
    ],
    [
      "refuses a retention that CloudWatch doesn't know",
      { logRetentionDays: 31 },
      "logRetentionDays: got 31, allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      "refuses an alarm that would always ring",
      { alarmErrorsPerMinute: 0 },
      "alarmErrorsPerMinute: got 0, allowed: a whole number from 1 to 1000000",
    ],
    [
      "needs a token where there is a Slack channel",
      { slackChannel: "#releases" },
      "slackToken: got nothing, allowed: a bot token, since slackChannel is set: `pulumi config set --secret slackToken`",
    ],
    [
      "needs a channel where there is a token, which it doesn't show",
      { slackToken: secret },
      "slackChannel: got nothing, allowed: the name or the id of a Slack channel, since slackToken is set",
    ],
    [
      "refuses a token that isn't encrypted, without showing it",
      { slackChannel: "#releases", slackToken: "xoxb-hidden" },
      "slackToken: got a plain text, allowed: a secret: `pulumi config set --secret slackToken`",
    ],
    [
      "sends no token over plain HTTP to another machine",
      { slackApiUrl: "http://slack.com/api/" },
      'slackApiUrl: got "http://slack.com/api/", allowed: an https URL, since the token is sent there (http to 127.0.0.1 only)',
    ],
  ];

  for (const [title, changes, ...problems] of cases) {
    it(title, () => expect(problemsWith(changes)).to.deep.equal(problems));
  }

  for (const name of ["Web", "9web", "web_1", "-web", "web-", "a--b", "web-blue", "x-green"]) {
    it(`refuses ${name} as the name of a service`, () => {
      expect(problemsWith(services({ [name]: web }))).to.deep.equal([
        `services.${name}: got this name, allowed: lower-case letters, digits and single dashes, not ending in -blue or -green, at most 18 characters (<name>-green must be within 24)`,
      ]);
    });
  }

  it("refuses a name whose target group's would overflow, and counts it", () => {
    const name = "a-name-of-nineteen1";
    expect(problemsWith(services({ [name]: web }))).to.deep.equal([
      `services.${name}: got a name of 19 characters, allowed: lower-case letters, digits and single dashes, not ending in -blue or -green, at most 18 characters (<name>-green must be within 24)`,
    ]);
    expect(problemsWith(services({ "a-name-of-eighteen": web }))).to.deep.equal([]);
  });

  it("never shows what stands where a secret's ARN should", () => {
    const problems = problemsWith(services({ web: { ...web, secrets: { TOKEN: "hunter2" } } }));
    expect(problems).to.deep.equal([
      "services.web.secrets.TOKEN: got something else, allowed: the ARN of an SSM parameter or a Secrets Manager secret",
    ]);
  });

  it("takes names of services that objects have by nature", () => {
    const { colors } = settingsWith(services({ constructor: web }));
    expect(colors.blue.images).to.deep.equal({ constructor: `example.com/constructor@${digest}` });
    expect(problemsWith({ ...services({ constructor: web }), blue: colorOf() })).to.deep.equal([
      "blue.images.constructor: got nothing, allowed: an image, for example registry.example.com/web:1.4.2",
    ]);
  });

  const accepted: readonly [title: string, changes: Readonly<Record<string, unknown>>][] = [
    [
      "exactly the notice of a spot instance",
      { deregistrationDelaySeconds: 60, ...services({ web: { ...web, stopTimeoutSeconds: 45 } }) },
    ],
    [
      "a slow stop on on-demand instances",
      services({ web: { ...web, stopTimeoutSeconds: 600, placement: "on-demand" } }),
    ],
    [
      "one type where no spot instance is asked for",
      { fleet: { targetCapacity: 0, instanceTypes: ["c7gn.large"], architecture: "arm64" } },
    ],
    [
      "Graviton's first generation as arm64",
      { fleet: { targetCapacity: 0, instanceTypes: ["a1.large"], architecture: "arm64" } },
    ],
    ["types with a g elsewhere as x86", { fleet: { targetCapacity: 0, instanceTypes: ["g6.xlarge", "m5.large"] } }],
    [
      "secrets with a key",
      services({
        web: { ...web, secrets: { A: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf:key::" } },
      }),
    ],
    [
      "an existing network without public subnets for an internal load balancer",
      { network: { vpcId: "vpc-12345678", privateSubnetIds: ["subnet-12345678", "subnet-87654321"] } },
    ],
    ["five wildcards", services({ web: { path: "/*/*/*/?/*", port: 80 } })],
    ["a standby that costs nothing", { green: { ...colorOf("web"), capacity: "off" } }],
    ["a local Slack", { slackChannel: "C0123", slackToken: secret, slackApiUrl: "http://127.0.0.1:4000/api/" }],
    ["numbers and flags as environment", services({ web: { ...web, environment: { PORT: 80, ON: true } } })],
  ];
  for (const [title, changes] of accepted) {
    it(`takes ${title}`, () => expect(problemsWith(changes)).to.deep.equal([]));
  }
});

describe("Slack's settings", () => {
  it("hold the channel and the API, and never the token", () => {
    const settings = settingsWith({ slackChannel: "#releases", slackToken: secret });
    expect(settings.slack).to.deep.equal({ channel: "#releases", apiUrl: "https://slack.com/api/" });
    expect(JSON.stringify(settings)).not.to.include("v1:");
  });
});

describe("Pulumi.yaml", () => {
  it("declares every config key, and no other", () => {
    expect(Object.keys(defaultConfig).sort()).to.deep.equal([...configKeys].sort());
  });
});

describe("Pulumi.staging.yaml and Pulumi.prod.yaml", () => {
  const [staging, prod] = ["staging", "prod"].map((stack) => {
    const { "aws:region": _region, ...config } = stackConfig(stack);
    return parseStackSettings((key) => config[key], Object.keys(config));
  });

  it("differ where production must be safer than staging, which must be cheaper", () => {
    const choices = [staging, prod].map((settings) => ({
      production: settings?.production,
      natGateways: settings?.network.kind === "create" && settings.network.natGateways,
      tasks: settings?.services[0]?.count,
      onDemandBaseSize: settings?.fleet.onDemandBaseSize,
      standby: settings?.colors.green.capacity,
      versions: [settings?.colors.blue.version, settings?.colors.green.version],
      containerInsights: settings?.fleet.containerInsights,
      logRetentionDays: settings?.logRetentionDays,
    }));
    expect(choices).to.deep.equal([
      {
        production: false,
        natGateways: "Single",
        tasks: { min: 1, max: 2 },
        onDemandBaseSize: 0,
        standby: "min",
        versions: ["6.11.0.RELEASE", "6.11.2.MILESTONE"],
        containerInsights: false,
        logRetentionDays: 7,
      },
      {
        production: true,
        natGateways: "OnePerAz",
        tasks: { min: 3, max: 12 },
        onDemandBaseSize: 3,
        standby: "full",
        versions: ["6.11.0.RELEASE", "6.11.2.RELEASE"],
        containerInsights: true,
        logRetentionDays: 365,
      },
    ]);
  });

  it("use networks that don't overlap, so that they can be peered", () => {
    expect(
      [staging, prod].map((settings) => settings?.network.kind === "create" && settings.network.cidr),
    ).to.deep.equal(["10.10.0.0/16", "10.20.0.0/16"]);
  });

  it("runs what production runs by digest", () => {
    for (const color of [prod?.colors.blue, prod?.colors.green])
      expect(color?.images["web"]).to.match(/^ghcr\.io\/stefanprodan\/podinfo@sha256:[0-9a-f]{64}$/);
  });

  it("takes the ARN of a topic for alarms, and nothing else", () => {
    const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:alarms";
    expect(settingsWith({ alarmTopicArn }).alarmTopicArn).to.equal(alarmTopicArn);
    expect(() => settingsWith({ alarmTopicArn: "alarms" })).to.throw(
      'alarmTopicArn: got "alarms", allowed: the ARN of a standard SNS topic',
    );
  });

  it("knows three things to do with an instance whose drain takes too long", () => {
    const policyOf = (drainFailurePolicy: string) =>
      settingsWith({ fleet: { drainFailurePolicy } }).fleet.drainFailurePolicy;
    expect(["continue", "undo", "retain"].map(policyOf)).to.deep.equal(["continue", "undo", "retain"]);
    expect(() => policyOf("abandon")).to.throw(
      'fleet.drainFailurePolicy: got "abandon", allowed: continue, undo, retain',
    );
  });
});
