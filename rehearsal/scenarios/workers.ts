import { setTimeout as sleep } from "node:timers/promises";
import { type Color, otherColor } from "../../cutover/plan-weights";
import { valuesIn } from "../region/dynamodb/buckets";
import type { Region } from "../region/region";
import type { Rehearsal } from "../rehearsal";
import { rehearsalStackConfig } from "../stack-config";
import { type ConsumptionFigures, measureConsumption } from "./measure-consumption";
import { rehearse } from "./rehearse";
import type { Scenario } from "./scenario";
import type { RunStep } from "./steps";
import { WorkerTraffic } from "./worker-traffic";
import { isWorkersSound, type WorkersFacts, workersReport, workersText } from "./workers-report";

const service = "bot";
const messages = 10_000;
const perSecond = 60;
const flips = 10;
/** As the demo worker has it by DEMO_LEASE=short, in milliseconds. */
const leaseMs = 6_000;
/** How long the last messages may take, in milliseconds: those of a killed worker are hidden for 70 s. */
const drainLimitMs = 180_000;

const queueArn = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";

/** The usual stack and a queue worker with two tasks a colour. */
const config = (): Readonly<Record<string, unknown>> => {
  const usual = rehearsalStackConfig({ awsUrl: "", slackUrl: "" });
  const withBot = (color: Color) => {
    const entry = usual[`switchyard:${color}`] as { readonly images: Readonly<Record<string, string>> };
    return { ...entry, images: { ...entry.images, [service]: entry.images["web"] } };
  };
  return {
    "switchyard:services": {
      ...(usual["switchyard:services"] as object),
      [service]: {
        queue: queueArn,
        cpu: 64,
        memory: 128,
        count: { min: 2, max: 4 },
        environment: { DEMO_LEASE: "short", DEMO_WORK_MS: "40" },
      },
    },
    "switchyard:blue": withBot("blue"),
    "switchyard:green": withBot("green"),
  };
};

/** A queue worker in both colours under steady messages, flipped back and forth, killed and stopped. */
export const workers: Scenario = {
  name: "workers",
  summary: "flip a queue worker back and forth under 10,000 messages; duplicates, killed and stopped workers",
  run: async (options) => {
    const facts: WorkersFacts = await rehearse(options, { config: config() }, flipUnderMessages);
    return { report: workersReport(facts), text: workersText(facts), ok: isWorkersSound(facts) };
  },
};

const flipUnderMessages = async (rehearsal: Rehearsal, step: RunStep) => {
  const { region } = rehearsal;
  await region.call("sqs", "CreateQueue", { QueueName: "jobs" });
  await step("Deploy both colours: pulumi up", () => rehearsal.up());
  const traffic = await step(`Send ${perSecond} messages a second`, async () => {
    const started = new WorkerTraffic(region, queueUrl, { messages, perSecond });
    rehearsal.onClose(() => started.stop());
    return started;
  });
  const disturbed = { killed: 0, paused: 0 };
  let active: Color = "blue";
  for (let flip = 1; flip <= flips; flip += 1) {
    const to = otherColor(active);
    const disturbance = disturbances[flip % disturbances.length];
    const undo = await step(`${flip} of ${flips}: ${disturbance?.title ?? "flip"}, to ${to}`, async () => {
      await untilInFlight(traffic, rehearsal.signal);
      const undone = disturbance?.disturb(rehearsal, active, disturbed);
      await rehearsal.pulumi.setConfig({ path: "activeColor", value: to });
      await rehearsal.up();
      return undone;
    });
    await step("Wait until it consumes", () => untilReceiving(region, to, rehearsal.signal));
    undo?.();
    active = to;
  }
  await step("Wait for the last message", () => until("the queue is empty", () => traffic.isDone, rehearsal.signal));
  await traffic.stop();
  const figures = measure(region, traffic);
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return { ...figures, ...disturbed, messages: traffic.sent.length, duplicated: traffic.duplicated, flips };
};

interface Disturbance {
  readonly title: string;
  /** Returns what takes it back once the other colour consumes. */
  readonly disturb: (
    rehearsal: Rehearsal,
    active: Color,
    count: { killed: number; paused: number },
  ) => (() => void) | undefined;
}

/** One after the other: nothing, one worker killed, one stopped for longer than its lease, all of them killed. */
const disturbances: readonly (Disturbance | undefined)[] = [
  {
    title: "kill every worker in the middle of messages and flip",
    disturb: (rehearsal, active, count) => {
      for (const taskArn of tasksOf(rehearsal.region, active))
        if (rehearsal.signalTask(taskArn, "SIGKILL")) count.killed += 1;
      return undefined;
    },
  },
  undefined,
  {
    title: "kill a worker in the middle of a message and flip",
    disturb: (rehearsal, active, count) => {
      const [taskArn = ""] = tasksOf(rehearsal.region, active);
      if (rehearsal.signalTask(taskArn, "SIGKILL")) count.killed += 1;
      return undefined;
    },
  },
  {
    title: "stop a worker until its lease is over and flip",
    disturb: (rehearsal, active, count) => {
      const [taskArn = ""] = tasksOf(rehearsal.region, active);
      if (rehearsal.signalTask(taskArn, "SIGSTOP")) count.paused += 1;
      return () => rehearsal.signalTask(taskArn, "SIGCONT");
    },
  },
];

const tasksOf = ({ state }: Region, color: Color): readonly string[] =>
  Object.values(state.ecs.tasks)
    .filter(
      ({ taskArn, lastStatus }) =>
        lastStatus === "RUNNING" && colorOfTask(state.ecs.tasks[taskArn]?.taskDefinitionArn) === color,
    )
    .map(({ taskArn }) => taskArn);

const colorOfTask = (taskDefinitionArn = ""): Color | undefined => {
  if (taskDefinitionArn.includes(`-${service}-blue:`)) return "blue";
  return taskDefinitionArn.includes(`-${service}-green:`) ? "green" : undefined;
};

const measure = (region: Region, { sent }: WorkerTraffic): ConsumptionFigures => {
  const colors = new Map(
    Object.values(region.state.ecs.tasks).map(({ taskArn, taskDefinitionArn }) => [
      taskArn.split("/").at(-1),
      colorOfTask(taskDefinitionArn),
    ]),
  );
  const items = Object.values(region.state.dynamodb.tables).flatMap((table) => valuesIn(table.items));
  return measureConsumption({
    service,
    sent,
    items,
    calls: region.calls,
    colorOf: (caller) => colors.get(caller),
    leaseMs,
  });
};

const untilInFlight = (traffic: WorkerTraffic, signal: AbortSignal): Promise<void> =>
  until("a message is worked on", () => traffic.inFlight > 0 || traffic.isDone, signal);

const untilReceiving = (region: Region, color: Color, signal: AbortSignal): Promise<void> => {
  const first = region.calls.length;
  const ids = () => tasksOf(region, color).map((taskArn) => taskArn.split("/").at(-1));
  return until(
    `${color} receives`,
    () =>
      region.calls
        .slice(first)
        .some(({ operation, caller }) => operation === "ReceiveMessage" && ids().includes(caller)),
    signal,
  );
};

const until = async (what: string, condition: () => boolean, signal: AbortSignal): Promise<void> => {
  const deadline = Date.now() + drainLimitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`After ${drainLimitMs / 1000} s it isn't so that ${what}.`);
    await sleep(100, undefined, { signal });
  }
};
