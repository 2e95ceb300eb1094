import type { Properties } from "./properties";

/** A value that the provider refuses before it asks AWS. */
export interface CheckProblem {
  readonly property: string;
  readonly reason: string;
}

type NameRule = (name: string) => string | undefined;

const atMost =
  (length: number): NameRule =>
  (name) =>
    name.length > length ? `"name" cannot be longer than ${length} characters: ${JSON.stringify(name)}` : undefined;

const lettersAndHyphens: NameRule = (name) =>
  /^[0-9A-Za-z-]+$/.test(name)
    ? undefined
    : `only alphanumeric characters and hyphens allowed in "name": ${JSON.stringify(name)}`;

const noHyphenAtTheEnds: NameRule = (name) => {
  if (name.startsWith("-")) return `"name" cannot begin with a hyphen: ${JSON.stringify(name)}`;
  return name.endsWith("-") ? `"name" cannot end with a hyphen: ${JSON.stringify(name)}` : undefined;
};

const notInternal: NameRule = (name) =>
  name.startsWith("internal-") ? `"name" cannot begin with "internal-": ${JSON.stringify(name)}` : undefined;

const notAnId: NameRule = (name) =>
  name.startsWith("sg-") ? "invalid value for name (cannot begin with sg-)" : undefined;

const inRange =
  (longest: number): NameRule =>
  (name) =>
    name.length >= 1 && name.length <= longest
      ? undefined
      : `expected length of name to be in the range (1 - ${longest}), got ${name}`;

/** Source: the provider's own validation, which runs after names were made up; texts as it prints them. */
const rules: Readonly<Record<string, readonly NameRule[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": [notAnId, inRange(255)],
  "aws:iam/role:Role": [inRange(64)],
  "aws:lb/loadBalancer:LoadBalancer": [atMost(32), lettersAndHyphens, noHyphenAtTheEnds, notInternal],
  "aws:lb/targetGroup:TargetGroup": [atMost(32), lettersAndHyphens, noHyphenAtTheEnds],
};

/** Six characters: the provider adds 26 of its own. */
const longestPrefix = 6;
const shortPrefixTypes = ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"];

/** What is wrong with the names in complete inputs; nothing where a name isn't known yet. */
export const nameProblems = (type: string, { name, namePrefix }: Properties): CheckProblem[] => {
  const found: CheckProblem[] = [];
  if (typeof name === "string") {
    for (const rule of rules[type] ?? []) {
      const reason = rule(name);
      if (reason !== undefined) found.push({ property: "name", reason });
    }
  }
  if (typeof namePrefix === "string" && shortPrefixTypes.includes(type) && namePrefix.length > longestPrefix) {
    const reason = `"name_prefix" cannot be longer than ${longestPrefix} characters: ${JSON.stringify(namePrefix)}`;
    found.push({ property: "namePrefix", reason });
  }
  return found;
};
