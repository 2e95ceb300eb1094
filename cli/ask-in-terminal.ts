import { createInterface } from "node:readline/promises";

/** Where a question is asked, and what ends the waiting. */
export interface TerminalQuestion {
  readonly question: string;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called on Ctrl-C: while a question waits, the terminal hands it over as a key and not as a signal. */
  readonly interrupt: () => void;
}

/** Asks for yes or no; Ctrl-D is no. Rejects when the signal is aborted. */
export const askInTerminal = async ({
  question,
  signal,
  interrupt,
  ...streams
}: TerminalQuestion): Promise<boolean> => {
  const terminal = createInterface(streams);
  terminal.on("SIGINT", interrupt);
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } catch (error) {
    if (signal.aborted || !isAbort(error)) throw error;
    return false;
  } finally {
    terminal.close();
  }
};

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
