import { back } from "./gate-conditions";
import { flipTo, type RefusalCase } from "./refusal-case";
import type { Stage } from "./stage";

/** Has every new image of `web` run a task of the demo app before it gets requests. */
const migrating =
  (exitCode: number) =>
  async ({ rehearsal }: Stage): Promise<void> => {
    const parts = ["migrate", "200", String(exitCode)];
    const command = parts.map((part, index) => [`services.web.beforeFlip.command[${index}]`, part]);
    await rehearsal.pulumi.setPlainConfig(Object.fromEntries(command));
    await rehearsal.up();
  };

const countRuns = ({ rehearsal: { region } }: Stage): number =>
  region.calls.filter(({ operation }) => operation === "RunTask").length;

/** A task that decides whether its image may have requests; the last cases, since it stays configured. */
export const beforeFlipCases: readonly RefusalCase[] = [
  {
    name: "task before the flip that fails",
    disturb: migrating(3),
    refusedWith: ["before-flip-failed: migrate 200 3 ended with exit code 3"],
    holds: async (stage) => countRuns(stage) === 1,
    repair: async () => undefined,
  },
  {
    name: "task before the flip that succeeds, over three flips",
    disturb: migrating(0),
    act: async (stage) => {
      await flipTo("green")(stage);
      await flipTo("blue")(stage);
      return flipTo("green")(stage);
    },
    refusedWith: [],
    weightsAfter: [0, 100],
    // The one that failed and the one that succeeded: neither image runs its task a second time.
    holds: async (stage) => countRuns(stage) === 2,
    repair: back,
  },
];
