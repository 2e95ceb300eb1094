import type { Fields } from "./fields";
import { integer, type Kind, text } from "./kinds";

/** Other bounds for the number of tasks from some moments on, on every colour with capacity `full`. */
export interface ScheduledCount {
  /** Its own within the service. */
  readonly name: string;
  /** The six fields of AWS's cron expressions, for example `0 7 ? * MON-FRI *`. */
  readonly cron: string;
  /** An IANA time zone, whose changes of the clock the schedule follows. */
  readonly timezone: string;
  readonly min: number;
  readonly max: number;
}

/** AWS takes 200 a scalable target: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-limits.html */
const mostActions = 200;

/** A part of the resource's name, which ends in a dash and seven digits. */
const nameKind = text(/^[a-z](-?[a-z0-9]){0,39}$/, "lower-case letters, digits and single dashes, at most 40", "x");

interface CronField {
  readonly least: number;
  readonly most: number;
  /** Names that stand for numbers, as alternatives of a pattern. */
  readonly names?: string;
  /** What else the field takes. @default nothing */
  readonly also?: RegExp;
}

/** Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const cronFields: readonly CronField[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31, also: /^(\?|L|\d{1,2}W)$/ },
  { least: 1, most: 12, names: "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC" },
  { least: 1, most: 7, names: "SUN|MON|TUE|WED|THU|FRI|SAT", also: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { least: 1970, most: 2199 },
];

const cronKind: Kind<string> = {
  allowed:
    "AWS's six fields: minutes, hours, day of month, month, day of week, year, with ? for one of both days, " +
    'for example "0 7 ? * MON-FRI *"',
  example: "0 0 * * ? *",
  parse: (raw) => (typeof raw === "string" && isCron(raw.split(" ")) ? raw : undefined),
};

const isCron = (parts: readonly string[]): boolean =>
  parts.length === cronFields.length &&
  cronFields.every((field, index) => isCronField(parts[index] ?? "", field)) &&
  // Exactly one of both days says when.
  (parts[2] === "?") !== (parts[4] === "?");

const isCronField = (part: string, field: CronField): boolean =>
  field.also?.test(part) === true || part.split(",").every((item) => isCronItem(item, field));

const isCronItem = (item: string, { least, most, names }: CronField): boolean => {
  const value = `\\d{1,4}${names === undefined ? "" : `|${names}`}`;
  const [, from, to] = new RegExp(`^(?:\\*|(${value})(?:-(${value}))?)(?:/[1-9]\\d{0,2})?$`).exec(item) ?? [
    "wrong",
    "x",
  ];
  return [from, to].every((end) => end === undefined || (end !== "x" && isBetween(end, least, most)));
};

/** Names are within their field by themselves. */
const isBetween = (end: string, least: number, most: number): boolean =>
  !/^\d/.test(end) || (Number(end) >= least && Number(end) <= most);

const timezoneKind: Kind<string> = {
  allowed: "an IANA time zone, for example Europe/Berlin, or UTC",
  example: "UTC",
  parse: (raw) => (typeof raw === "string" && isTimezone(raw) ? raw : undefined),
};

/** Node knows offsets and any case as well; AWS doesn't. */
const isTimezone = (name: string): boolean => {
  if (!/^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]*)+)$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Reads `schedule` of a service. */
export const parseSchedule = (service: Fields): readonly ScheduledCount[] => {
  const entries = service.objects("schedule");
  if (entries.length > mostActions)
    service.refuse("schedule", `at most ${mostActions} entries`, `${entries.length} entries`);
  const schedule = entries.map(parseEntry);
  const names = schedule.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined && !service.isWrong("schedule"))
    service.refuse("schedule", "a name of its own for each entry", `${twice} twice`);
  return schedule;
};

const parseEntry = (fields: Fields): ScheduledCount => {
  const entry: ScheduledCount = {
    name: fields.required("name", nameKind),
    cron: fields.required("cron", cronKind),
    timezone: fields.withDefault("timezone", timezoneKind, "UTC"),
    min: fields.required("min", integer(1, 1000)),
    max: fields.required("max", integer(1, 1000)),
  };
  fields.refuseUnknownKeys();
  const { min, max } = entry;
  if (min > max && !["min", "max"].some((key) => fields.isWrong(key)))
    fields.refuse("max", `at least min, which is ${min}`, String(max));
  return entry;
};
