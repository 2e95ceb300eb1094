import { Rehearsal, type RehearsalOptions } from "../rehearsal";
import type { ScenarioOptions } from "./scenario";
import { type RunStep, taskList } from "./steps";

/** How the region, the engine and the stack of a scenario are set up. */
export type RehearsalSetUp = Omit<RehearsalOptions, "signal" | "show">;

/** How every scenario on a stack of its own ends. */
export interface RehearsalEnd {
  /** Resources, processes, listeners, connections and files that were still there after the end. */
  readonly leftovers: number;
  /** From the start until all was cleared up. */
  readonly seconds: number;
}

/** Starts everything that a rehearsal needs, does the scenario's work on it, and clears up whatever comes of that. */
export const rehearse = async <Found>(
  options: ScenarioOptions,
  setUp: RehearsalSetUp,
  work: (rehearsal: Rehearsal, step: RunStep) => Promise<Found>,
): Promise<Found & RehearsalEnd> => {
  const startedAt = performance.now();
  const step = taskList(options.progress);
  const { signal } = options;
  const rehearsal = await step("Start region, engine and Slack", (show) => Rehearsal.start({ ...setUp, signal, show }));
  const found = await work(rehearsal, step).catch(async (error: unknown) => {
    await rehearsal.close();
    throw error;
  });
  const leftovers = await step(
    "Clear up",
    () => rehearsal.close(),
    (count) => `${count} left behind`,
  );
  return { ...found, leftovers, seconds: (performance.now() - startedAt) / 1000 };
};
