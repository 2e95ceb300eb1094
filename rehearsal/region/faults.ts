import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "./operation";

/** What happens to a call. */
export type FaultEffect =
  | { readonly kind: "error"; readonly code: string; readonly statusCode?: number }
  | { readonly kind: "delay"; readonly milliseconds: number }
  | Meanwhile;

/**
 * Something of the scenario's that the call has to wait for: `before` it takes effect, or `after` that and before its answer.
 * What it throws is the answer, so that a call can be lost on its way, or its answer on the way back.
 */
export interface Meanwhile {
  readonly kind: "meanwhile";
  readonly before?: () => Promise<unknown>;
  readonly after?: () => Promise<unknown>;
}

/** A disturbance that a scenario or test plants in front of one operation. */
export interface Fault {
  readonly service: string;
  /** The operation, or `*` for all of the service. */
  readonly operation: string;
  /** Which of its calls, by their input. @default all */
  readonly matches?: (input: unknown) => boolean;
  readonly effect: FaultEffect;
  /** How many calls it hits before it wears off. @default every call until it is removed */
  readonly times?: number;
}

interface PlantedFault {
  readonly fault: Fault;
  remaining: number;
}

/** The planted faults, in the order of planting. */
export class Faults {
  private planted: PlantedFault[] = [];

  /** Plants a fault; returns the function that removes it. */
  public plant(fault: Fault): () => void {
    const planted = { fault, remaining: fault.times ?? Number.POSITIVE_INFINITY };
    this.planted.push(planted);
    return () => {
      this.planted = this.planted.filter((other) => other !== planted);
    };
  }

  /** Uses up one hit of the first fault that fits; throws its error, or returns what the call has to wait for. */
  public strike(service: string, operation: string, input: unknown): Omit<Meanwhile, "kind"> {
    const hit = this.planted.find(
      ({ fault, remaining }) =>
        remaining > 0 &&
        fault.service === service &&
        (fault.operation === operation || fault.operation === "*") &&
        (fault.matches?.(input) ?? true),
    );
    if (hit === undefined) return {};
    hit.remaining -= 1;
    const { effect } = hit.fault;
    switch (effect.kind) {
      case "meanwhile":
        return effect;
      case "delay":
        return { before: () => sleep(effect.milliseconds) };
      case "error":
        throw new AwsError(effect.code, `${operation}: ${effect.code} (planted by the rehearsal)`, effect.statusCode);
    }
  }
}
