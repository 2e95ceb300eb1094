import { otherColor } from "../../cutover/plan-weights";
import type { RehearsedCase } from "./case-scenario";
import { configure } from "./refusal-case";
import type { Stage } from "./stage";

/** Two updates of one stack: the second finds the first one's lock while the first one stands before its gate. */
export const twoAtOnce: RehearsedCase = {
  name: "two updates at the same time",
  run: async (stage, load) => {
    const { pulumi, slack } = stage.rehearsal;
    const first = load.samples.length;
    const messages = slack.messages.length;
    await stage.readRecord();
    const { weights } = stage.declared;
    const to = otherColor(weights.green > weights.blue ? "green" : "blue");
    const weightsBefore = await stage.weights();
    await configure(stage, to);

    const { reached, letGo } = holdBeforeGate(stage);
    const one = pulumi.up();
    await reached;
    const other = await pulumi.up();
    const weightsMeanwhile = await stage.weights();
    letGo();
    const { exitCode } = await one;

    const weightsAfter = await stage.weights();
    await stage.readRecord();
    const samples = load.samples.slice(first);
    const failedRequests = samples.filter(({ ok }) => !ok).length;
    const isRefused = other.exitCode !== 0 && /currently locked by/.test(`${other.stdout}${other.stderr}`);
    const ok =
      isRefused &&
      exitCode === 0 &&
      failedRequests === 0 &&
      String(weightsMeanwhile) === String(weightsBefore) &&
      weightsAfter[to === "blue" ? 0 : 1] === 100 &&
      stage.declared.weights[to] === 100 &&
      slack.messages.length === messages + 1 &&
      (await pulumi.locks()).length === 0;
    return {
      name: "two updates at the same time",
      ok,
      refused: isRefused,
      reason: isRefused ? "the stack is locked by the first one" : "the second one was let in",
      weightsBefore,
      weightsAfter,
      requests: samples.length,
      failedRequests,
    };
  },
};

/** Keeps the next update before its gate, until it is let go or the rehearsal ends. */
const holdBeforeGate = ({ rehearsal }: Stage): { readonly reached: Promise<void>; readonly letGo: () => void } => {
  let letGo = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  rehearsal.onClose(async () => letGo());
  const reached = new Promise<void>((resolve) => {
    const before = (): Promise<void> => {
      resolve();
      return released;
    };
    const effect = { kind: "meanwhile", before } as const;
    rehearsal.region.faults.plant({ service: "elbv2", operation: "DescribeTargetHealth", effect, times: 1 });
  });
  return { reached, letGo };
};
