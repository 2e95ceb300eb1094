import type { AwsSessionSettings } from "../clients/aws-session";
import type { Switch } from "../cutover/plan-way-back";
import { type Color, colors } from "../cutover/plan-weights";
import { parseAwsSession } from "../settings/aws-session";
import { type ColorSettings, parseColors } from "../settings/colors";
import { Fields } from "../settings/fields";
import { flag, integer, oneOf } from "../settings/kinds";
import { Problems } from "../settings/problems";
import { parseServices, type ServiceSettings } from "../settings/services";
import { parseStandby, type ReservationPrice } from "../settings/standby";
import { asRecord } from "./as-record";

/** What the commands need of a stack's config. */
export interface StackConfig extends Switch {
  /** Parsed, with defaults. */
  readonly colors: Readonly<Record<Color, ColorSettings>>;
  /** As written, to be compared with history and to be set back. */
  readonly entries: Readonly<Record<Color, unknown>>;
  readonly services: readonly ServiceSettings[];
  /** What reservations cost. @default nobody says */
  readonly price?: ReservationPrice;
  /** Whether cutovers are told to anybody. */
  readonly hasSlack: boolean;
  /** Where people are told, but for the secret to post there. @default nobody is told */
  readonly slack?: { readonly channel: string; readonly apiUrl?: string };
  readonly aws: AwsSessionSettings;
}

/** One value as `pulumi config --json` prints it; a secret has none. */
type Values = Readonly<Record<string, { readonly value: unknown; readonly isSecret: boolean }>>;

/** The keys of a project's config that are secret and that AWS calls need. */
export const secretAwsKeys = (text: string): readonly string[] =>
  ["aws:accessKey", "aws:secretKey", "aws:token"].filter((key) => parseValues(text)[key]?.isSecret === true);

/**
 * Reads what `pulumi config --json` prints, the defaults of Pulumi.yaml included.
 * Throws one error that lists everything that is wrong with it.
 * @param more - full keys to values that the text doesn't hold: secrets, and the region of the environment
 */
export const parseConfig = (
  text: string,
  project: string,
  more: Readonly<Record<string, string | undefined>>,
): StackConfig => {
  const values = parseValues(text);
  const lookUp = (key: string): unknown => values[key]?.value ?? more[key];
  const problems = new Problems();
  const own = ["activeColor", "shift", "production", "deregistrationDelaySeconds", "services", "standby", ...colors];
  const root = new Fields("", Object.fromEntries(own.map((key) => [key, lookUp(`${project}:${key}`)])), problems);
  // A secret inside hides the whole key.
  for (const key of own) if (values[`${project}:${key}`]?.isSecret === true) problems.add(key, "a secret", plain);
  const parsed = parseOwn(root);
  if (problems.summary !== undefined) throw new Error(problems.summary);
  return {
    ...parsed,
    entries: { blue: lookUp(`${project}:blue`), green: lookUp(`${project}:green`) },
    hasSlack: Boolean(lookUp(`${project}:slackChannel`)),
    ...slackOf(lookUp(`${project}:slackChannel`), lookUp(`${project}:slackApiUrl`)),
    aws: parseAwsSession((key) => lookUp(`aws:${key}`)),
  };
};

const plain = "plain values, which commands can read; name what is secret by its ARN in services.<name>.secrets";

const slackOf = (channel: unknown, apiUrl: unknown): Pick<StackConfig, "slack"> => {
  if (typeof channel !== "string" || channel === "") return {};
  return { slack: { channel, ...(typeof apiUrl === "string" && apiUrl !== "" ? { apiUrl } : {}) } };
};

const parseOwn = (root: Fields): Omit<StackConfig, "entries" | "hasSlack" | "slack" | "aws"> => {
  const activeColor = root.required("activeColor", oneOf<Color>(colors));
  const shift = root.withDefault("shift", integer(0, 99), 0);
  const production = root.withDefault("production", flag, false);
  const services = parseServices(root, root.withDefault("deregistrationDelaySeconds", integer(0, 3600), 45));
  const serviceNames = services.map(({ name }) => name);
  const parsed = parseColors(root, { activeColor, shift, production, serviceNames });
  const { price } = parseStandby(root);
  return { activeColor, shift, services, colors: parsed, ...(price === undefined ? {} : { price }) };
};

const parseValues = (text: string): Values =>
  Object.fromEntries(
    Object.entries(asRecord(JSON.parse(text))).map(([key, entry]) => {
      const { value, objectValue, secret } = asRecord(entry);
      return [key, { value: objectValue ?? value, isSecret: secret === true }];
    }),
  );
