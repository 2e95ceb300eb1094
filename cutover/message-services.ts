import type { ColorRelease, CutoverMessageFacts } from "./message";
import { shares } from "./message-parts";
import { inlineCode } from "./mrkdwn";
import type { CutoverChange } from "./plan-notification";
import type { ServiceReadBack } from "./plan-read-back";
import { type Color, otherColor, type Weights } from "./plan-weights";
import { pulumiCommand } from "./pulumi-command";

/** Of the list of services and of the warning; together with everything else below the limit of a message. */
const maxServices = 2400;
const maxWarnings = 1200;

/** Of a service's or a version's name; longer ones are cut. */
const maxName = 64;

/** One section with a line for each service: the version it had, the version it has, the weights that were observed. */
export const serviceLines = (facts: CutoverMessageFacts): readonly string[] => {
  const observed = new Map(
    facts.readBack.kind === "read" ? facts.readBack.services.map((service) => [service.service, service]) : [],
  );
  const lines = servicesOf(facts).map((service) => {
    const weights = observed.get(service);
    return `${inlineCode(service, maxName)} ${versionsOf(service, facts)}${weights === undefined ? "" : `, ${observation(weights)}`}`;
  });
  return lines.length === 0 ? [] : [withinLimit(["*Services*", ...lines], maxServices)];
};

/** What must not be overlooked, or nothing where the load balancer does what was declared. */
export const warningText = ({ readBack, weights, stack }: CutoverMessageFacts): string | undefined => {
  if (readBack.kind === "unread") {
    return `:warning: *The weights could not be read back*, so nothing here confirms them: ${inlineCode(readBack.reason, 300)}`;
  }
  const lines = readBack.services
    .filter(({ kind }) => kind !== "as-declared")
    .map((one) => contradiction(one, weights));
  if (lines.length === 0) return undefined;
  const command = pulumiCommand(stack.stack, {}).replace(" --yes", " --refresh");
  const cure = `Only Pulumi may write them: ${inlineCode(command, 300)} sets them again.`;
  const text = withinLimit([":warning: *The load balancer does not do what was declared*", ...lines], maxWarnings);
  return `${text}\n${cure}`;
};

const servicesOf = ({ releases, readBack }: CutoverMessageFacts): readonly string[] => {
  const names = [
    ...Object.keys(releases.blue.images),
    ...Object.keys(releases.green.images),
    ...(readBack.kind === "read" ? readBack.services.map(({ service }) => service) : []),
  ];
  return [...new Set(names)].sort();
};

const versionsOf = (service: string, { change, releases, activeColor }: CutoverMessageFacts): string => {
  const to = colorOf(change) ?? activeColor;
  const after = versionOf(service, releases[to]);
  return colorOf(change) === undefined ? after : `${versionOf(service, releases[otherColor(to)])} → ${after}`;
};

const colorOf = (change: CutoverChange): Color | undefined => {
  if (change.kind === "shift") return change.gaining;
  return change.kind === "cutover" || change.kind === "settled" ? change.to : undefined;
};

const versionOf = (service: string, { version, images }: ColorRelease): string => {
  const digest = /@sha256:([0-9a-f]{8})/.exec(images[service] ?? "")?.[1];
  return inlineCode(digest === undefined ? version : `${version} ${digest}`, maxName);
};

const observation = (observed: ServiceReadBack): string => {
  switch (observed.kind) {
    case "as-declared":
    case "weights-differ":
      return `observed ${shares(observed.weights)}`;
    case "groups-differ":
      return "observed other target groups";
    case "rule-missing":
      return "observed no rule";
  }
};

const contradiction = (observed: ServiceReadBack, declared: Weights): string => {
  const service = inlineCode(observed.service, maxName);
  switch (observed.kind) {
    case "as-declared":
    case "weights-differ":
      return `${service} has ${shares(observed.weights)} instead of ${shares(declared)}`;
    case "groups-differ":
      return `${service} ${groupsProblem(observed)}`;
    case "rule-missing":
      return `${service} has no rule any more`;
  }
};

const groupsProblem = ({ missing, foreign }: ServiceReadBack & { readonly kind: "groups-differ" }): string =>
  [
    ...(missing.length === 0 ? [] : [`lacks the target group of ${missing.join(" and ")}`]),
    ...(foreign.length === 0
      ? []
      : [
          `forwards to ${foreign.length} other: ${inlineCode(foreign.map(({ groupArn }) => groupArn).join(", "), 200)}`,
        ]),
  ].join(" and ");

/** As many lines as fit, and how many were left out. */
const withinLimit = (lines: readonly string[], limit: number): string => {
  const more = (count: number): string => `+${count} more`;
  const room = limit - more(lines.length).length - 1;
  let length = 0;
  const fitting = lines.filter((line) => {
    length += line.length + 1;
    return length <= room;
  });
  return fitting.length === lines.length
    ? lines.join("\n")
    : [...fitting, more(lines.length - fitting.length)].join("\n");
};
