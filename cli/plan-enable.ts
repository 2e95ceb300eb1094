import { type Color, otherColor } from "../cutover/plan-weights";
import { isSamePointer, type Pointer, pointerText } from "../releases/plan-pointer";
import type { ConfigChange } from "./plan-cutover";

/** What a switch of releases starts from. */
export interface EnableFacts {
  /** The colour whose release is to change. */
  readonly color: Color;
  readonly activeColor: Color;
  /** The colour's release as configured, and as asked for. */
  readonly from: string;
  readonly to: string;
  /** The colour's entry as written. */
  readonly entry: unknown;
  readonly pointers: {
    /** What CloudFront has. */
    readonly live: Pointer;
    /** What the config makes of it now, and with the release that is asked for. */
    readonly configured: Pointer;
    readonly wanted: Pointer;
  };
}

/** What a switch of releases needs. */
export type EnablePlan =
  | { readonly kind: "nothing-to-do" }
  | {
      readonly kind: "enable";
      /** Whether viewers get it; otherwise it can only be previewed. */
      readonly isLive: boolean;
      /** Whether CloudFront has it already and only the config doesn't say so. */
      readonly isThere: boolean;
      readonly change: ConfigChange;
      readonly undo: ConfigChange;
    }
  | {
      readonly kind: "refused";
      /** `flip-pending`: another colour is live. `active-changed`: somebody has switched since the config was written. */
      readonly reason: "flip-pending" | "active-changed";
      readonly message: string;
    };

/** Decides what must be set; refuses to overwrite a switch that the config doesn't know of. */
export const planEnable = (facts: EnableFacts): EnablePlan => {
  const { color, activeColor, from, to, entry, pointers } = facts;
  const { live, configured, wanted } = pointers;
  if (live.c !== activeColor) return { kind: "refused", reason: "flip-pending", message: flipPending(live.c) };
  const isThere = isSamePointer(live, wanted);
  if (isThere && from === to) return { kind: "nothing-to-do" };
  if (!isThere && !isSamePointer(live, configured)) {
    const message = from === to ? notCompleted(live, facts) : activeChanged(live, configured);
    return { kind: "refused", reason: "active-changed", message };
  }
  const change = { [color]: { ...(typeof entry === "object" ? entry : {}), release: to } };
  return { kind: "enable", isLive: color === activeColor, isThere, change, undo: { [color]: entry } };
};

const flipPending = (live: Color): string =>
  `The config's active colour is ${otherColor(live)}, but ${live} is live, so a flip is pending. Nothing was changed. ` +
  `Flip first: npm run cli -- flip ${otherColor(live)}. Or set activeColor back to ${live}.`;

/** A stale config must not undo somebody's way back, and looks the same as a switch that broke off. */
const notCompleted = (live: Pointer, { color, from, activeColor }: EnableFacts): string => {
  const isLive = color === activeColor;
  const first = isLive ? ` To have it all the same: npm run cli -- release enable ${live.r}, then this again.` : "";
  return (
    `The config has ${from} for ${color} already, but active is ${pointerText(live)}: a switch broke off, or somebody has gone ` +
    `back since. Nothing was changed. Look which (pulumi stack history, git log).${first} Or: pulumi up.`
  );
};

const activeChanged = (live: Pointer, configured: Pointer): string =>
  `active changed to ${pointerText(live)}, but this stack's config makes it ${pointerText(configured)}: somebody else has ` +
  "switched, or a change of the config is pending. Nothing was changed. Bring the config up to date (git pull), or run " +
  "pulumi refresh and pulumi up; then repeat.";
