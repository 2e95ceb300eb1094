import type { Policy } from "../../policies/pack/policy";
import type { PolicyViolation } from "../engine/parse-violations";
import type { ScenarioResult } from "./scenario";

/** What the previews found. */
export interface PolicyFacts {
  readonly policies: readonly Pick<Policy, "name" | "level">[];
  /** Of the stack that breaks every policy with a resource of the policy's name. */
  readonly broken: readonly PolicyViolation[];
  /** Of the real stacks, by name. */
  readonly real: Readonly<Record<string, readonly PolicyViolation[]>>;
}

/** A policy fires where it finds its own broken resource; a stack is clean where it finds nothing. */
export const policiesResult = ({ policies, broken, real }: PolicyFacts): ScenarioResult => {
  const found = Object.values(real).flat();
  const rows = policies.map(({ name }) => ({
    name,
    fires: broken.some(({ policy, urn }) => policy === name && urn.endsWith(`::${name}`)),
    clean: !found.some(({ policy }) => policy === name),
  }));
  const strays = broken.filter(({ policy, urn }) => !urn.endsWith(`::${policy}`));
  const ok = rows.every(({ fires, clean }) => fires && clean) && strays.length === 0;
  const text = [
    "",
    ok
      ? `All ${rows.length} policies fire on what breaks them, and on nothing in ${Object.keys(real).join(", ")}.`
      : "Something did not hold; the lines below say what.",
    "",
    ...policies.map(({ level }, index) => rowText(rows[index], level)),
    ...[...strays, ...found].map(({ policy, urn, message }) => `  unexpected: ${policy} on ${nameOf(urn)}: ${message}`),
  ].join("\n");
  return { report: { scenario: "policies", policies: rows }, text, ok };
};

interface Row {
  readonly name: string;
  readonly fires: boolean;
  readonly clean: boolean;
}

const rowText = (row: Row | undefined, level: string): string =>
  `  ${row?.name.padEnd(42)}${level.padEnd(12)}${row?.fires ? "fires" : "SILENT"}   ${row?.clean ? "clean" : "NOT CLEAN"}`;

const nameOf = (urn: string): string => urn.split("::").slice(2).join(" ");
