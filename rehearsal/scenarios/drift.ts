import { emptyCutoverNote, formatCutoverNote, imageText } from "../../cutover/cutover-note";
import type { Color } from "../../cutover/plan-weights";
import { type Attempt, flipTo, overrideIn, type RefusalCase } from "./refusal-case";
import { refusalScenario } from "./refusal-scenario";
import type { Stage, WeightPair } from "./stage";

const demoImage = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const images = { web: demoImage("9"), api: demoImage("8") };
const service = { port: 8080, cpu: 128, memory: 128, healthPath: "/health" };

/** A second service: what happens to its rule alone, the load on the first doesn't notice. */
const config = {
  "switchyard:services": {
    web: { ...service, path: "/*", count: { min: 2, max: 4 } },
    api: { ...service, path: "/api/*", count: { min: 1, max: 2 } },
  },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: demoImage("b"), api: demoImage("a") } },
  "switchyard:green": { version: "1.5.0.RELEASE", images },
};

const update = (stage: Stage) => stage.rehearsal.pulumi.up();

/** Takes the override that the stop has printed; it is good for the config as it was then. */
const overrideStop = async (stage: Stage, stopped: Attempt): Promise<void> => {
  const variables = { SWITCHYARD_OVERRIDE: overrideIn(stopped) };
  const { exitCode, stdout, stderr } = await stage.rehearsal.pulumi.up({ refresh: true, variables });
  if (exitCode !== 0) throw new Error(`The override did not help:\n${stdout}\n${stderr}`);
};

/** Has the stop printed anew, for the config that is back on blue, and overrides that. */
const override = async (stage: Stage): Promise<void> => overrideStop(stage, await update(stage));

const cli = (stage: Stage, ...words: readonly string[]) => stage.rehearsal.pulumi.cli(words);

const byHand = (weights: WeightPair) => (stage: Stage) =>
  Promise.all(["web", "api"].map((name) => stage.setWeights(weights, name)));

const back = (stage: Stage) => flipTo("blue")(stage);

const isPreviewRefused = async ({ rehearsal }: Stage): Promise<boolean> =>
  (await rehearsal.pulumi.preview()).exitCode !== 0;

const isDeclared = async (stage: Stage, [blue, green]: WeightPair): Promise<boolean> => {
  await stage.readRecord();
  const { weights } = stage.declared;
  return weights.blue === blue && weights.green === green;
};

const setParameter = (stage: Stage, name: "declared" | "cutover", Value: string) =>
  stage.call("ssm", "PutParameter", { Name: stage.parameterNames[name], Value, Overwrite: true });

const fault = (serviceName: string, operation: string) => {
  let remove = (): void => undefined;
  return {
    plant: async ({ rehearsal: { region } }: Stage): Promise<void> => {
      const effect = { kind: "error", code: "ServiceUnavailable", statusCode: 503 } as const;
      remove = region.faults.plant({ service: serviceName, operation, effect });
    },
    remove: async (): Promise<void> => remove(),
  };
};

const parametersDown = fault("ssm", "GetParameter");
const rulesDown = fault("elbv2", "DescribeRules");

const rolledBack = (color: Color, image: string): string =>
  formatCutoverNote({ ...emptyCutoverNote, rolledBackFrom: { color, image } });

const setGreenImage = ({ rehearsal: { pulumi } }: Stage, value: string) =>
  pulumi.setConfig({ path: "green.images.web", value });

const cases: readonly RefusalCase[] = [
  {
    name: "the other colour by hand, while nothing is to be changed",
    disturb: byHand([0, 100]),
    act: update,
    refusedWith: ["somebody else changed it", "web: live blue 0 %, green 100 %", "activeColor green"],
    holds: isPreviewRefused,
    repair: overrideStop,
  },
  {
    name: "the other colour by hand, overridden once from the command line",
    disturb: byHand([0, 100]),
    act: async (stage) => {
      const stopped = await cli(stage, "flip", "blue", "--yes");
      const [, digits = ""] = /flip blue --override ([0-9a-f]{8})$/m.exec(stopped.stderr) ?? [];
      return stopped.exitCode === 3 ? cli(stage, "flip", "blue", "--yes", "--override", digits) : stopped;
    },
    refusedWith: [],
    warnedWith: "Overriding the stop that printed",
    weightsAfter: [100, 0],
    holds: async (stage) => String(await stage.weights("api")) === "100,0" && (await isDeclared(stage, [100, 0])),
    repair: async () => undefined,
  },
  {
    name: "the other colour by hand, adopted from the command line",
    disturb: byHand([0, 100]),
    act: (stage) => cli(stage, "adopt", "--yes"),
    refusedWith: [],
    warnedWith: "Config and record say what is live",
    weightsAfter: [0, 100],
    holds: async (stage) => (await isDeclared(stage, [0, 100])) && (await cli(stage, "status")).exitCode === 0,
    repair: back,
  },
  {
    name: "the other colour by hand, during a ramp",
    disturb: (stage) => stage.setWeights([0, 100]),
    act: flipTo("blue", 10),
    refusedWith: ["web: live blue 0 %, green 100 %", "api: live blue 100 %, green 0 %, as declared"],
    repair: override,
  },
  {
    name: "half and half by hand, then adopted",
    disturb: byHand([50, 50]),
    act: update,
    refusedWith: ["web: live blue 50 %, green 50 %", "shift 50"],
    holds: async (stage) => (await flipTo("blue", 50)(stage)).exitCode === 0 && (await isDeclared(stage, [50, 50])),
    repair: back,
  },
  {
    name: "a group missing in a rule",
    disturb: (stage) => stage.setGroups(stage.ruleArn(), [{ TargetGroupArn: stage.groupArn("blue"), Weight: 100 }]),
    act: update,
    refusedWith: ["web: live without green's target group"],
    repair: overrideStop,
  },
  {
    name: "a foreign group in a rule",
    disturb: async (stage) =>
      stage.setGroups(stage.ruleArn(), [
        ...(await stage.groupsOf(stage.ruleArn())),
        { TargetGroupArn: stage.groupArn("blue", "api"), Weight: 0 },
      ]),
    act: update,
    refusedWith: ["web: live with weight 0 for arn:aws:elasticloadbalancing:"],
    repair: overrideStop,
  },
  {
    name: "a rule that is gone",
    disturb: (stage) => stage.call("elbv2", "DeleteRule", { RuleArn: stage.ruleArn("api") }),
    act: update,
    refusedWith: ["api: live nothing, its listener rule is gone"],
    repair: overrideStop,
  },
  {
    name: "the record lost",
    disturb: (stage) => stage.call("ssm", "DeleteParameter", { Name: stage.parameterNames.declared }),
    act: flipTo("green"),
    refusedWith: ['The parameter "declared" is gone'],
    repair: override,
  },
  {
    name: "the record overwritten with something else",
    disturb: (stage) => setParameter(stage, "declared", "something else"),
    act: flipTo("green"),
    refusedWith: ["What was declared can't be compared with what is live"],
    repair: override,
  },
  {
    name: "a process that died between the rules and the record",
    disturb: byHand([0, 100]),
    refusedWith: [],
    warnedWith: "An update ended halfway",
    weightsAfter: [0, 100],
    holds: (stage) => isDeclared(stage, [0, 100]),
    repair: back,
  },
  {
    name: "a process that died between two rules",
    disturb: (stage) => stage.setWeights([0, 100]),
    refusedWith: [],
    warnedWith: "This update completes it, for api too",
    weightsAfter: [0, 100],
    holds: async (stage) => String(await stage.weights("api")) === "0,100" && (await isDeclared(stage, [0, 100])),
    repair: back,
  },
  {
    name: "an old config after a rollback",
    disturb: (stage) => setParameter(stage, "cutover", rolledBack("green", imageText(images))),
    refusedWith: ["green was rolled back"],
    holds: isPreviewRefused,
    repair: async () => undefined,
  },
  {
    name: "another image after a rollback, deployed and flipped to at once",
    disturb: async () => undefined,
    act: async (stage) => {
      await setGreenImage(stage, demoImage("7"));
      return flipTo("green")(stage);
    },
    refusedWith: [],
    weightsAfter: [0, 100],
    repair: async (stage) => {
      await setParameter(stage, "cutover", formatCutoverNote(emptyCutoverNote));
      await setGreenImage(stage, images.web);
      await back(stage);
    },
  },
  {
    name: "no answer about the records",
    disturb: parametersDown.plant,
    refusedWith: ["AWS doesn't say what the load balancer does"],
    repair: parametersDown.remove,
  },
  {
    name: "no answer about the rules",
    disturb: async () => undefined,
    // The weights before and after are asked for in the same way, so the fault is there meanwhile only.
    act: async (stage) => {
      await rulesDown.plant(stage);
      const result = await flipTo("green")(stage);
      await rulesDown.remove();
      return result;
    },
    refusedWith: ["AWS doesn't say what the load balancer does: DescribeRules"],
    repair: async () => undefined,
  },
];

/** Everything that can be different between config, record and load balancer. */
export const drift = refusalScenario(
  "drift",
  "stop where somebody changed the load balancer by hand; heal and override",
  {
    cases,
    config,
    clockFactor: 4,
  },
);
