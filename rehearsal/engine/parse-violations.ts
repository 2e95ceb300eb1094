/** What a policy found. */
export interface PolicyViolation {
  readonly policy: string;
  /** URN of the resource; of the stack where the policy named none. */
  readonly urn: string;
  readonly message: string;
  readonly level: string;
}

/** Reads the policies' findings among the lines that `--event-log` wrote; an interrupted engine may leave the last one unfinished. */
export const parseViolations = (text: string): readonly PolicyViolation[] =>
  text
    .split("\n")
    .filter((line) => line.includes('"policyEvent"'))
    .flatMap(parseViolation);

const parseViolation = (line: string): readonly PolicyViolation[] => {
  const event = parseJson(line)?.policyEvent;
  return event === undefined
    ? []
    : [
        {
          policy: String(event["policyName"]),
          urn: String(event["resourceUrn"]),
          message: lastLineOf(String(event["message"])),
          level: String(event["enforcementLevel"]),
        },
      ];
};

/** The policy's description comes before what it found. */
const lastLineOf = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";

const parseJson = (line: string): { readonly policyEvent?: Readonly<Record<string, unknown>> } | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
