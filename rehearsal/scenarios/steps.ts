import { Listr, ListrLogger, type ListrTask, PRESET_TIMER, ProcessOutput } from "listr2";

/** Replaces the line below the running step's title. */
export type Show = (line: string) => void;

/**
 * Runs one step, with its progress and its time on the task list.
 * @param describe - what to add to the title when done
 */
export type RunStep = <Result>(
  title: string,
  work: (show: Show) => Promise<Result>,
  describe?: (result: Result) => string,
) => Promise<Result>;

/** A task list that grows with the scenario: each step can use what the ones before it found out. */
export const taskList = (progress: NodeJS.WriteStream): RunStep => {
  const logger = new ListrLogger({ processOutput: new ProcessOutput(progress, progress, { leaveEmptyLine: false }) });
  return async (title, work, describe) => {
    const results: Awaited<ReturnType<typeof work>>[] = [];
    const task: ListrTask = {
      title,
      task: async (_context, line) => {
        const result = await work((text) => {
          line.output = text;
        });
        results.push(result);
        if (describe !== undefined) line.title = `${title}: ${describe(result)}`;
      },
    };
    await showing(task, progress.isTTY, logger).run();
    const [result] = results;
    return result as Awaited<ReturnType<typeof work>>;
  };
};

const showing = (task: ListrTask, isTerminal: boolean, logger: ListrLogger) => {
  const options = { rendererOptions: { logger, timer: PRESET_TIMER }, registerSignalListeners: false };
  return isTerminal
    ? new Listr([task], { ...options, renderer: "default" })
    : new Listr([task], { ...options, renderer: "simple" });
};
