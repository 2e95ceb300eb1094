import { execFile } from "node:child_process";
import path from "node:path";
import type { Rehearsal } from "../../rehearsal/rehearsal";

/** How a command ended. */
export interface Typed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The project's folder, where operators type. */
export const projectDirectory = path.join(__dirname, "..", "..");

/** A shell that an operator has made part of a rehearsal, as `--keep` says how. */
export class OperatorShell {
  private constructor(
    private readonly variables: string,
    private readonly stack: string,
  ) {}

  public static async open({ pulumi }: Rehearsal): Promise<OperatorShell> {
    return new OperatorShell(await pulumi.writeVariablesFile(), pulumi.stackName);
  }

  /** Runs a command line. */
  public type(command: string, cwd = projectDirectory): Promise<Typed> {
    return new Promise((resolve) => {
      const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
      execFile("bash", ["-c", `. '${this.variables}' && ${command}`], options, (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }

  /** Runs a command of ours on the rehearsed stack. */
  public cli(words: string, cwd?: string): Promise<Typed> {
    return this.type(`exec node -r ts-node/register/transpile-only cli/main.ts ${words} --stack ${this.stack}`, cwd);
  }
}

/** The object of `--json`. */
export const reportIn = ({ stdout }: Pick<Typed, "stdout">): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Readonly<Record<string, unknown>>;
