import { AwsError } from "./operation";

/** A disturbance that a scenario or test plants in front of one operation. */
export interface Fault {
  readonly service: string;
  /** The operation, or `*` for all of the service. */
  readonly operation: string;
  readonly effect:
    | { readonly kind: "error"; readonly code: string; readonly statusCode?: number }
    | { readonly kind: "delay"; readonly milliseconds: number };
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

  /** Uses up one hit of the first fault that fits; throws its error, or returns its delay in milliseconds (0: none). */
  public strike(service: string, operation: string): number {
    const hit = this.planted.find(
      ({ fault, remaining }) =>
        remaining > 0 && fault.service === service && (fault.operation === operation || fault.operation === "*"),
    );
    if (hit === undefined) return 0;
    hit.remaining -= 1;
    const { effect } = hit.fault;
    if (effect.kind === "delay") return effect.milliseconds;
    throw new AwsError(effect.code, `${operation}: ${effect.code} (planted by the rehearsal)`, effect.statusCode);
  }
}
