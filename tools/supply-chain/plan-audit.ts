/** One advisory that concerns a package of ours. */
export interface Finding {
  /** For example `GHSA-xxxx-xxxx-xxxx`, or the advisory's address where it has no such name. */
  readonly id: string;
  readonly packageName: string;
  readonly severity: string;
  readonly title: string;
}

/** What to make of the registry's answer. */
export type AuditPlan =
  | { readonly kind: "clean"; readonly answered: readonly Finding[] }
  | { readonly kind: "unanswered"; readonly findings: readonly Finding[] }
  /** Not every registry answers audits: a mirror may hold packages only. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Reads what `npm audit --json` printed.
 * @param answers - a text that names each advisory that somebody has looked at and answered
 */
export const planAudit = (report: unknown, answers: string): AuditPlan => {
  const { vulnerabilities, message } = asRecord(report);
  if (vulnerabilities === undefined) return { kind: "unknown", reason: asText(message, "no answer") };
  const all = Object.entries(asRecord(vulnerabilities)).flatMap(([name, entry]) => findingsOf(name, entry));
  const findings = [...new Map(all.map((finding) => [finding.id, finding])).values()];
  const open = findings.filter(({ id }) => !answers.includes(id));
  return open.length > 0 ? { kind: "unanswered", findings: open } : { kind: "clean", answered: findings };
};

/** `via` holds advisories, and names of packages whose own entries hold them. */
const findingsOf = (packageName: string, entry: unknown): readonly Finding[] => {
  const { via } = asRecord(entry);
  const advisories = (Array.isArray(via) ? via : []).filter((one) => typeof one === "object");
  return advisories.map((advisory) => {
    const { url, severity, title } = asRecord(advisory);
    const address = asText(url, "no address");
    const id = /GHSA(-[0-9a-z]{4}){3}/.exec(address)?.[0] ?? address;
    return { id, packageName, severity: asText(severity, "unknown"), title: asText(title, "untitled") };
  });
};

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const asText = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);
