import type { Color } from "../cutover/plan-weights";
import type { Pointer } from "../releases/plan-pointer";
import type { ReleaseFile } from "../releases/plan-release-files";
import type { ReleaseStores } from "./connect-releases";
import type { Frontend } from "./parse-frontend";
import type { EnablePlan } from "./plan-enable";
import type { Stack } from "./read-stack";
import type { ReleasePorts } from "./release";

/** A switch of releases that somebody asked for. */
export interface EnableRequest {
  readonly id: string;
  /** @default the active one */
  readonly color?: Color;
  /** Don't ask. */
  readonly yes: boolean;
}

/** A switch of releases under way. */
export interface EnableContext {
  readonly stack: Stack;
  readonly frontend: Frontend;
  readonly ports: ReleasePorts;
  readonly stores: ReleaseStores;
  readonly request: EnableRequest;
  readonly color: Color;
  /** What the colour had before. */
  readonly from: string;
  /** What the release consists of. */
  readonly files: readonly ReleaseFile[];
  readonly pointers: { readonly live: Pointer; readonly configured: Pointer; readonly wanted: Pointer };
  /** URN of the only resource that changes. */
  readonly pointerUrn: string;
  readonly plan: EnablePlan & { readonly kind: "enable" };
}

/** Sets bare keys of the project. */
export const configureColors = (
  { stack, ports }: Pick<EnableContext, "stack" | "ports">,
  change: Readonly<Record<string, unknown>>,
): Promise<void> =>
  ports.pulumi.configure(
    Object.fromEntries(Object.entries(change).map(([key, value]) => [`${stack.project}:${key}`, value])),
  );
