import type { GetParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { CommandResult } from "../../cli/run-command";
import { parseCutoverNote } from "../../cutover/cutover-note";
import { caseScenario } from "./case-scenario";
import { type RampCase, rampCase } from "./ramp-case";
import { RampProcess, reportIn } from "./ramp-process";
import { configure } from "./refusal-case";
import type { Stage } from "./stage";

/** A minute of the region is three seconds: alarms look at whole minutes. */
const clockFactor = 20;
/** Three minutes of the region, as long as the command line advises at least. */
const bake = "9";
/** One minute of the region: for steps that nothing is to happen in. */
const shortBake = "3";

const image = (tag: string, digit: string): string =>
  `registry.example/switchyard-demo:${tag}@sha256:${digit.repeat(64)}`;
const sound = { version: "1.5.0.RELEASE", images: { web: image("1.5.0", "9") }, capacity: "full" };

const config = {
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("1.4.2", "b") }, capacity: "full" },
  "switchyard:green": { version: "1.6.0.RELEASE", images: { web: image("1.6.0-failing", "7") }, capacity: "full" },
  // 50 requests a second are 150 a minute of the region: a version that always fails gives 1 or 2 errors at 1 %, 37 at 25 %.
  "switchyard:alarmErrorsPerMinute": 10,
};

const rampWords = (steps: string, seconds: string): readonly string[] => [
  ...["flip", "green", "--steps", steps, "--bake", seconds, "--yes", "--json"],
];

const startRamp = (stage: Stage, steps: string, seconds = bake): RampProcess =>
  new RampProcess(stage, rampWords(steps, seconds));

const cli = ({ rehearsal: { pulumi } }: Stage, ...words: readonly string[]): Promise<CommandResult> =>
  pulumi.cli(words);

/** Everything to blue without a word about what was bad. */
const backToBlue = async (stage: Stage): Promise<void> => {
  await configure(stage, "blue");
  const { exitCode, stdout } = await stage.rehearsal.pulumi.up();
  if (exitCode !== 0) throw new Error(`Could not go back to blue:\n${stdout}`);
};

/** Deploys the sound version on green, in place of the failing one, and lets what was rolled back be forgotten with it. */
const deploySound = async ({ rehearsal: { pulumi } }: Stage): Promise<void> => {
  await pulumi.setConfig({ path: "green.version", value: sound.version });
  await pulumi.setConfig({ path: "green.images.web", value: sound.images.web });
  const { exitCode, stdout } = await pulumi.up();
  if (exitCode !== 0) throw new Error(`Could not deploy the sound version:\n${stdout}`);
};

const rolledBackFrom = async (stage: Stage): Promise<string | undefined> => {
  const { Parameter } = await stage.call<GetParameterCommandOutput>("ssm", "GetParameter", {
    Name: stage.parameterNames.cutover,
  });
  return parseCutoverNote(Parameter?.Value ?? "").rolledBackFrom?.color;
};

const remembersGreen =
  (wanted: boolean) =>
  async (stage: Stage): Promise<readonly string[]> =>
    ((await rolledBackFrom(stage)) === "green") === wanted ? [] : ["rolledBackFrom is wrong"];

/** One target of a colour fails three checks running, as one that hangs for a moment; the next two it passes. */
const hangOneTarget = ({ rehearsal: { region } }: Stage, targetGroupArn: string): void => {
  const [target] = region.state.elbv2.targetGroups[targetGroupArn]?.targets ?? [];
  if (target === undefined) throw new Error("No target to hang.");
  const result = { healthy: false, reason: "Target.Timeout" } as const;
  for (let probe = 0; probe < 3; probe += 1)
    region.observe({ kind: "target-probed", targetGroupArn, targetId: target.id, port: target.port, result });
};

/** The percents that a ramp says it reached. */
const reached = (result: CommandResult): string => {
  const { steps } = reportIn(result);
  return Array.isArray(steps) ? steps.map(({ percent }: { percent: number }) => percent).join() : "";
};

const reaches =
  (percents: string) =>
  async (_stage: Stage, result: CommandResult): Promise<readonly string[]> =>
    reached(result) === percents ? [] : [`reached ${reached(result)} instead of ${percents}`];

/** Without any call to AWS but the load balancer's own business. */
const callsOf = ({ rehearsal: { region } }: Stage): number =>
  region.calls.filter(({ service }) => service === "ssm" || service === "cloudwatch").length;

const cases: readonly RampCase[] = [
  {
    name: "bad arguments",
    act: async (stage) => {
      const before = callsOf(stage);
      const bad = ["--steps 25,1", "--steps 0,50", "--steps 1 --bake 0", "--bake 60"];
      const results = await Promise.all(bad.map((words) => cli(stage, "flip", "green", ...words.split(" "), "--json")));
      const [first] = results;
      if (first === undefined || callsOf(stage) !== before) throw new Error("AWS was asked about bad arguments.");
      return results.find(({ exitCode }) => exitCode !== first.exitCode) ?? first;
    },
    exitCode: 2,
    says: { reason: "usage" },
    weightsAfter: [100, 0],
  },
  {
    name: "an alarm of the new colour at 25 %",
    act: (stage) => startRamp(stage, "1,25,100").ended,
    exitCode: 1,
    says: { kind: "taken-back", reason: "alarm", weightsAfter: { blue: 100, green: 0 } },
    weightsAfter: [100, 0],
    failingColor: "green",
    problems: async (stage, result) => [
      ...(await reaches("1,25")(stage, result)),
      ...(await remembersGreen(true)(stage)),
    ],
    repair: deploySound,
  },
  {
    name: "1, 25, 100 %",
    act: (stage) => startRamp(stage, "1,25,100", shortBake).ended,
    exitCode: 0,
    says: { kind: "done", weightsBefore: { blue: 100, green: 0 }, weightsAfter: { blue: 0, green: 100 } },
    weightsAfter: [0, 100],
    problems: reaches("1,25,100"),
    repair: backToBlue,
  },
  {
    name: "an alarm of the active colour",
    act: async (stage) => {
      const ramp = startRamp(stage, "1,100", "30");
      await ramp.untilWatched(1);
      hangOneTarget(stage, stage.groupArn("blue"));
      return ramp.ended;
    },
    exitCode: 1,
    says: { kind: "taken-back", reason: "alarm" },
    weightsAfter: [100, 0],
    problems: remembersGreen(false),
  },
  {
    name: "Ctrl-C while a step is under watch",
    act: async (stage) => {
      const ramp = startRamp(stage, "1,100", "30");
      await ramp.untilWatched(1);
      ramp.interrupt();
      return ramp.ended;
    },
    exitCode: 130,
    says: { kind: "taken-back", reason: "cancelled", weightsAfter: { blue: 100, green: 0 } },
    weightsAfter: [100, 0],
  },
  {
    name: "kill -9, then the same command",
    act: async (stage) => {
      const ramp = startRamp(stage, "1,100", shortBake);
      await ramp.untilWatched(1);
      await ramp.kill();
      await stage.until("status says that the ramp stands still", async () => {
        const { ramp: found } = reportIn(await cli(stage, "status", "--json"));
        return typeof found === "object" && found !== null && "state" in found && found.state === "stalled";
      });
      return startRamp(stage, "1,100", shortBake).ended;
    },
    exitCode: 0,
    says: { kind: "done", weightsBefore: { blue: 99, green: 1 }, weightsAfter: { blue: 0, green: 100 } },
    weightsAfter: [0, 100],
    problems: reaches("100"),
    repair: backToBlue,
  },
  {
    name: "a step that the gate refuses",
    act: async (stage) => {
      const ramp = startRamp(stage, "1,100", shortBake);
      await ramp.untilWatched(1);
      await stage.updateService("green", { desiredCount: 1 });
      return ramp.ended;
    },
    exitCode: 1,
    says: { kind: "stalled", reason: "step-failed", weightsAfter: { blue: 99, green: 1 } },
    weightsAfter: [99, 1],
    repair: async (stage) => {
      await stage.updateService("green", { desiredCount: 2 });
      await backToBlue(stage);
    },
  },
  {
    name: "kill -9, then rollback",
    act: async (stage) => {
      const ramp = startRamp(stage, "1,100", "30");
      await ramp.untilWatched(1);
      await ramp.kill();
      return cli(stage, "rollback", "--yes", "--json");
    },
    exitCode: 0,
    says: { kind: "done", weightsBefore: { blue: 99, green: 1 }, weightsAfter: { blue: 100, green: 0 } },
    weightsAfter: [100, 0],
    problems: remembersGreen(true),
  },
];

/** A flip by steps through the real command line: what takes it back, what it survives, and what it says. */
export const ramp = caseScenario("ramp", "flip by steps under alarms: taken back, interrupted, killed, gone on with", {
  cases: cases.map(rampCase),
  config,
  clockFactor,
});
