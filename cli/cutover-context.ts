import type { CutoverGoal, CutoverPlan } from "./plan-cutover";
import type { AwsPorts, CliPorts } from "./ports";
import type { Live } from "./read-live";
import type { Stack } from "./read-stack";

/** A cutover that somebody asked for. */
export interface CutoverRequest extends CutoverGoal {
  /** `Flip` or `Roll back`, for people and for the history. */
  readonly verb: string;
  /** Don't ask. */
  readonly yes: boolean;
  /** The digits by which one stop is overridden, once. @default none is */
  readonly override?: string;
}

/** A cutover under way. */
export interface CutoverContext {
  readonly stack: Stack;
  readonly live: Live;
  readonly aws: AwsPorts;
  readonly ports: CliPorts;
  readonly request: CutoverRequest;
  readonly plan: CutoverPlan & { kind: "cut-over" };
}

/** Sets bare keys of the project. */
export const configure = (
  { stack, ports }: Pick<CutoverContext, "stack" | "ports">,
  change: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const values = Object.entries(change).map(([key, value]) => [`${stack.project}:${key}`, value]);
  return values.length === 0 ? Promise.resolve() : ports.pulumi.configure(Object.fromEntries(values));
};

/** Sets the config back; what can't be set back is told. */
export const undo = async (context: CutoverContext): Promise<void> => {
  try {
    await configure(context, context.plan.undo);
  } catch (error) {
    context.ports.say(`The config could not be set back (${String(error)}); see: git diff`);
  }
};
