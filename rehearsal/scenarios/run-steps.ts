import { Listr, ListrLogger, type ListrTask, PRESET_TIMER, ProcessOutput } from "listr2";

/** One line of the task list. */
export interface Step {
  readonly title: string;
  /**
   * Does the work; `show` replaces the line below the title while it runs.
   * @returns what to add to the title when done, or nothing
   */
  run(show: (line: string) => void): Promise<string | undefined>;
}

/** Runs the steps one after the other, with progress and timings on the given stream; stops at the first that fails. */
export const runSteps = async (steps: readonly Step[], progress: NodeJS.WriteStream): Promise<void> => {
  const logger = new ListrLogger({ processOutput: new ProcessOutput(progress, progress, { leaveEmptyLine: false }) });
  const tasks = steps.map(toTask);
  await (progress.isTTY
    ? new Listr(tasks, {
        renderer: "default",
        rendererOptions: { logger, timer: PRESET_TIMER, collapseSubtasks: false, removeEmptyLines: false },
        registerSignalListeners: false,
      })
    : new Listr(tasks, {
        renderer: "simple",
        rendererOptions: { logger, timer: PRESET_TIMER },
        registerSignalListeners: false,
      })
  ).run();
};

const toTask = ({ title, run }: Step): ListrTask => ({
  title,
  task: async (_context, task) => {
    const note = await run((line) => {
      task.output = line;
    });
    if (note !== undefined) task.title = `${title}: ${note}`;
  },
});
