/** A package as package-lock.json holds it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined where the package tells none. */
  readonly license: string | undefined;
  /** Whether only building and testing need it. */
  readonly isForDevelopment: boolean;
}

/** The packages under one licence. */
export interface LicenseGroup {
  readonly license: string;
  readonly runtime: readonly string[];
  readonly development: readonly string[];
}

/** All licences, the most frequent first; or what must not be used before somebody has looked at its licence. */
export type LicensePlan =
  | { readonly kind: "allowed"; readonly groups: readonly LicenseGroup[] }
  | {
      readonly kind: "refused";
      readonly refusals: readonly { readonly name: string; readonly reason: "no-license" | "not-allowed" }[];
    };

/** Sorts packages by licence. Not allowed is what isn't listed: a licence that nobody has read can't be kept. */
export const planLicenses = (packages: readonly LockedPackage[], allowed: ReadonlySet<string>): LicensePlan => {
  const isAllowed = (one: LockedPackage): one is LicensedPackage =>
    one.license !== undefined && allowed.has(one.license);
  const refusals = packages.filter((one) => !isAllowed(one)).map(refusalOf);
  if (refusals.length > 0) return { kind: "refused", refusals };
  const licensed = packages.filter(isAllowed);
  const licenses = [...new Set(licensed.map(({ license }) => license))];
  const groups = licenses.map((license) => groupOf(license, licensed));
  return { kind: "allowed", groups: groups.sort((one, other) => sizeOf(other) - sizeOf(one)) };
};

type LicensedPackage = LockedPackage & { readonly license: string };

const refusalOf = ({ name, version, license }: LockedPackage) =>
  license === undefined
    ? { name: `${name}@${version}`, reason: "no-license" as const }
    : { name: `${name}@${version} (${license})`, reason: "not-allowed" as const };

const groupOf = (license: string, packages: readonly LockedPackage[]): LicenseGroup => {
  const names = (isForDevelopment: boolean): readonly string[] =>
    packages
      .filter((one) => one.license === license && one.isForDevelopment === isForDevelopment)
      .map(({ name, version }) => `${name}@${version}`)
      .sort();
  return { license, runtime: names(false), development: names(true) };
};

const sizeOf = ({ runtime, development }: LicenseGroup): number => runtime.length + development.length;
