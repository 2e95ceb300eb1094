/** The listener rule priorities of one service. */
export interface RulePriorities {
  /** Static rules, which lead testers to one colour. */
  readonly blue: number;
  readonly green: number;
  /** The weighted rule, which everybody else meets. */
  readonly weighted: number;
}

/** The longest path pattern that a listener rule takes: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
export const longestPath = 128;

/** The slot of the path that matches everything, behind all others; 4999 * 10 + 2 is within the 50,000 priorities. */
export const lastRuleSlot = 4999;

/** Services whose paths are equally long are spread over this many slots. */
const slotsPerLength = 8;

/**
 * The rule slot of a service that doesn't choose one: longer patterns come first, since the first match wins.
 * It depends on this service alone, so that adding one never renumbers another.
 */
export const defaultRuleSlot = (name: string, path: string): number =>
  path === "/*" ? lastRuleSlot : (longestPath - path.length) * slotsPerLength + (stableHash(name) % slotsPerLength) + 1;

/** A slot's three priorities; testers come before everybody else. */
export const planRulePriorities = (slot: number): RulePriorities => ({
  blue: slot * 10,
  green: slot * 10 + 1,
  weighted: slot * 10 + 2,
});

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const stableHash = (name: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};
