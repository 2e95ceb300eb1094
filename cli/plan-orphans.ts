import type { StateResource } from "./parse-state";

/** A deployed resource that the program doesn't declare any more, though one that it declares stands on it. */
export interface Orphan {
  readonly urn: string;
  readonly neededBy: string;
}

/**
 * Finds what would break an update of single resources. The engine keeps everything else as it was, writes what the program
 * declares first and what it doesn't last, and then refuses its own snapshot, because a resource stands before what it
 * depends on: after the rules have been changed, and before the record is.
 * @param declared - the URNs that the program declares
 */
export const planOrphans = (resources: readonly StateResource[], declared: ReadonlySet<string>): readonly Orphan[] => {
  const isOrphan = ({ urn, type }: StateResource): boolean =>
    !declared.has(urn) && !type.startsWith("pulumi:providers:");
  const orphans = new Set(resources.filter(isOrphan).map(({ urn }) => urn));
  return resources
    .filter(({ urn }) => declared.has(urn))
    .flatMap(({ urn: neededBy, needs }) => needs.filter((urn) => orphans.has(urn)).map((urn) => ({ urn, neededBy })));
};
