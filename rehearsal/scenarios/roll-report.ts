import type { RehearsalEnd } from "./rehearse";

/** What the roll scenario measured. */
export interface RollFigures {
  readonly requests: number;
  readonly failed: number;
  /** Before the roll. */
  readonly instances: number;
  /** Instances that an update with a new image left alone. */
  readonly keptByUpdate: number;
  /** Of the interrupted roll, the one that went on, the one with nothing to do, and the change of types. */
  readonly exitCodes: readonly number[];
  /** Old instances that are gone. */
  readonly replaced: number;
  /** Instances of the new image, of `instancesAfter`. */
  readonly newImages: number;
  readonly instancesAfter: number;
  /** How often each instance was drained. */
  readonly drains: readonly number[];
  /** Instance types that the fleet may launch in the end. */
  readonly fleetTypes: number;
  readonly rollSeconds: number;
  readonly destroySeconds: number;
}

/** Everything that the roll scenario found out. */
export interface RollFacts extends RollFigures, RehearsalEnd {
  readonly clockFactor: number;
}

/** The object of `--json`. */
export const rollReport = ({ drains, rollSeconds, destroySeconds, seconds, ...facts }: RollFacts) => ({
  scenario: "roll",
  ...facts,
  drainedTwice: drains.filter((count) => count > 1).length,
  rollSeconds: Math.round(rollSeconds),
  destroySeconds: Math.round(destroySeconds),
  seconds: Math.round(seconds),
});

/** 130: Ctrl-C. */
const expectedExitCodes = [130, 0, 0, 0];
/** Those of the config in the end. */
const expectedTypes = 10;
/** By the machine's clock: hooks of 15 minutes would show. Seconds. */
const longestDestroy = 120;

/** Whether everything held that the scenario promises. */
export const isRollSound = (facts: RollFacts): boolean =>
  facts.failed === 0 &&
  facts.requests > 0 &&
  facts.keptByUpdate === facts.instances &&
  facts.replaced === facts.instances &&
  facts.newImages === facts.instancesAfter &&
  facts.instancesAfter === facts.instances &&
  facts.drains.length > 0 &&
  facts.drains.every((count) => count === 1) &&
  facts.fleetTypes === expectedTypes &&
  facts.exitCodes.join() === expectedExitCodes.join() &&
  facts.destroySeconds <= longestDestroy &&
  facts.leftovers === 0;

/** The same for people. */
export const rollText = (facts: RollFacts): string =>
  [
    "",
    isRollSound(facts)
      ? "Every instance was replaced, across a Ctrl-C, and no request noticed."
      : "Something did not hold; the figures below say what.",
    "",
    row("requests", facts.requests.toLocaleString("en")),
    row("failed", facts.failed),
    row("instances replaced", `${facts.replaced} of ${facts.instances}`),
    row("instances of the new image", `${facts.newImages} of ${facts.instancesAfter}`),
    row("kept by pulumi up itself", `${facts.keptByUpdate} of ${facts.instances}`),
    row("drained twice", facts.drains.filter((count) => count > 1).length),
    row("types of the fleet afterwards", facts.fleetTypes),
    row("roll after Ctrl-C", `${facts.rollSeconds.toFixed(0)} s`),
    row("destroy", `${facts.destroySeconds.toFixed(0)} s`),
    "",
    `  Clock: the region's runs ${facts.clockFactor} times as fast as this machine's; the command line's does not.`,
    `  Left behind: ${facts.leftovers}.`,
  ].join("\n");

const row = (title: string, value: string | number): string => `  ${title.padEnd(32)}${String(value).padStart(10)}`;
