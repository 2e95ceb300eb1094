/** What a scenario is given besides its own parameters. */
export interface ScenarioOptions {
  /** Leave everything up at the end until the signal is aborted. */
  readonly keep: boolean;
  /** Aborted by Ctrl-C; the scenario then clears up and rejects. */
  readonly signal: AbortSignal;
  /** Where progress goes; standard output belongs to the result. */
  readonly progress: NodeJS.WriteStream;
}

/** What a scenario found out. */
export interface ScenarioResult {
  /** The one JSON object of `--json`. */
  readonly report: Readonly<Record<string, unknown>>;
  /** The same for people, several lines. */
  readonly text: string;
  /** False where something that the scenario promises didn't hold; the command then exits with 1. */
  readonly ok: boolean;
}

/** One rehearsal that `npm run rehearse -- <name>` can run. */
export interface Scenario {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}
