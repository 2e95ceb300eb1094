/** Where instances may come from. */
export interface TypePools {
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
}

/** What one list gains and loses. */
export interface ListChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Whether a fleet's pools are what the program declares. */
export type TypesPlan =
  | { readonly kind: "nothing-to-do" }
  | { readonly kind: "change"; readonly instanceTypes: ListChange; readonly subnetIds: ListChange }
  | { readonly kind: "refuse"; readonly reason: "no-types" | "no-subnets" };

/** Compares a fleet's pools with the declared ones; their order says nothing. */
export const planTypes = (current: TypePools, declared: TypePools): TypesPlan => {
  if (declared.instanceTypes.length === 0) return { kind: "refuse", reason: "no-types" };
  if (declared.subnetIds.length === 0) return { kind: "refuse", reason: "no-subnets" };
  const instanceTypes = changeOf(current.instanceTypes, declared.instanceTypes);
  const subnetIds = changeOf(current.subnetIds, declared.subnetIds);
  const changes = [instanceTypes, subnetIds].flatMap(({ added, removed }) => [...added, ...removed]);
  return changes.length === 0 ? { kind: "nothing-to-do" } : { kind: "change", instanceTypes, subnetIds };
};

const changeOf = (before: readonly string[], after: readonly string[]): ListChange => ({
  added: after.filter((item) => !before.includes(item)),
  removed: before.filter((item) => !after.includes(item)),
});
