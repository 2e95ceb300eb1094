import { shares } from "../cutover/message-parts";
import { type Color, colors, type Weights } from "../cutover/plan-weights";
import { formatTable } from "./format-table";
import type { RampStatus } from "./plan-ramp-status";
import type { NotificationState, RollbackReadiness, ServiceStatus, Status } from "./plan-status";

/** Marks of a text, in colour where a terminal shows them. */
export interface Style {
  color(color: Color, text: string): string;
  bad(text: string): string;
  strong(text: string): string;
}

/** `status` for people. */
export const formatStatus = (stack: string, status: Status, style: Style): string => {
  const { activeColor, versions, cutover } = status;
  const row = (title: string, value: string): string => `  ${title.padEnd(13)}${value}`;
  return [
    `${style.strong(stack)}: ${style.color(activeColor, activeColor)} serves, version ${versions[activeColor]}, ${age(cutover.ageSeconds)}`,
    "",
    ...formatTable(["service", "live", "blue healthy", "green healthy"], status.services.map(serviceCells)).map(
      indented,
    ),
    "",
    ...colors.map((color) => row(color, colorText(status, color))),
    row("declared", shares(status.declared)),
    ...driftLines(status, style).map((line) => row("", line)),
    ...frontendLines(status, style).map(([title, line]) => row(title, line)),
    row("cutover", cutoverText(cutover)),
    ...rampLines(status.ramp, style).map(([title, line]) => row(title, line)),
    row("notification", notifications[status.notification]),
    row("way back", readiness(status.rollback)),
    row("standby", standbyText(status.standby)),
  ].join("\n");
};

const colorText = ({ versions, capacity, bounds = {} }: Status, color: Color): string =>
  [
    `${versions[color]}, capacity ${capacity[color]}`,
    ...Object.entries(bounds).flatMap(([service, { [color]: found }]) =>
      found === null ? [] : [`${service} ${found.min} to ${found.max} tasks`],
    ),
  ].join(", ");

const indented = (line: string): string => `  ${line}`;

const serviceCells = ({ service, weights, drift, health }: ServiceStatus): readonly string[] => [
  service,
  `${weights === null ? drift : weightsText(weights)}${drift === null ? "" : " (drift)"}`,
  ...colors.map((color) => (health[color] === null ? "?" : `${health[color].healthy} of ${health[color].total}`)),
];

const weightsText = ({ blue, green }: Weights): string => `blue ${blue} green ${green}`;

const driftLines = ({ isDrifted, isHalfway, isPending, configured }: Status, { bad }: Style): readonly string[] => [
  ...(isHalfway
    ? [bad("An update ended halfway; the same one again completes it: pulumi up, or npm run cli -- flip.")]
    : []),
  ...(isDrifted && !isHalfway
    ? [bad("The load balancer does something else; `pulumi preview` says what, and both ways out.")]
    : []),
  ...(isPending ? [bad(`The config wants ${shares(configured)}; npm run cli -- flip, or set it back.`)] : []),
];

const frontendLines = ({ frontend, activeColor }: Status, { bad }: Style): readonly (readonly [string, string])[] => {
  if (frontend === undefined) return [];
  const { color, release, isDrifted } = frontend;
  if (color === null) return [["frontend", "unknown, CloudFront doesn't say which release is live"]];
  if (!isDrifted) return [["frontend", `${release} of ${color}`]];
  return [
    ["frontend", `${release} of ${color} (drift)`],
    [
      "",
      bad(
        `Viewers get the frontend of ${color}, but ${activeColor} serves. Write it again: pulumi up --refresh --target '**::frontend-active'`,
      ),
    ],
  ];
};

const age = (seconds: number | null): string =>
  seconds === null ? "since an unknown time" : `for ${duration(seconds)}`;

/** The two largest units. */
const duration = (seconds: number): string => {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
};

const cutoverText = ({ id, requestedBy, approvedBy, rolledBackFrom }: Status["cutover"]): string =>
  [
    `id ${id}`,
    ...(requestedBy === null ? [] : [`requested by ${requestedBy}`]),
    ...(approvedBy === null ? [] : [`approved by ${approvedBy}`]),
    ...(rolledBackFrom === null ? [] : [`${rolledBackFrom} was rolled back`]),
  ].join(", ");

const rampLines = (ramp: RampStatus | null, { bad }: Style): readonly (readonly [string, string])[] => {
  if (ramp === null) return [];
  const { to, percent, state, reason, silentSeconds, goOn, back } = ramp;
  if (state === "running")
    return [["ramp", `${percent} % on ${to}, driven; last sign of life ${duration(silentSeconds)} ago`]];
  return [
    ["ramp", bad(`STALLED at ${percent} % on ${to}: ${reason}; last sign of life ${duration(silentSeconds)} ago`)],
    ["", `go on:  ${goOn}`],
    ["", `back:   ${back}`],
  ];
};

const notifications: Readonly<Record<NotificationState, string>> = {
  told: "sent",
  "not-told": "not sent for this cutover",
  "no-channel": "no channel is configured",
  "marked-earlier": "sent under an earlier id of the same weights; if that update died, look into the channel",
  unknown: "unknown, the parameter `cutover` can't be read",
};

const readiness = ({ to, kind, lacking, seconds, from }: RollbackReadiness): string => {
  switch (kind) {
    case "instant":
      return `to ${to}: instant, ${seconds === null ? "" : `about ${Math.ceil(seconds)} s, `}${from}`;
    case "needs-warming":
      return `to ${to}: needs warming, since ${lacking.join(", ")}`;
    case "unknown":
      return `to ${to}: unknown, AWS doesn't say how healthy it is`;
  }
};

const standbyText = (standby: Status["standby"]): string =>
  standby === null
    ? "none, both colours have requests"
    : `${standby.tasks} tasks reserve ${(standby.cpu / 1024).toFixed(2)} vCPU and ${standby.memory} MiB of the shared instances` +
      (standby.costPerHour === undefined ? "" : `, ${standby.costPerHour.toFixed(4)} an hour at the configured price`);
