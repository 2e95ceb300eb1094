import { type Color, colors, type Weights } from "./plan-weights";

/** What Pulumi says the load balancer should do: the value of the SSM parameter `declared`. */
export interface Declared {
  /** The weighted rule of each service that takes requests. */
  readonly ruleArns: Readonly<Record<string, string>>;
  /** Both target groups of each of those services. */
  readonly groupArns: Readonly<Record<string, Readonly<Record<Color, string>>>>;
  /** The weights of every weighted rule. */
  readonly weights: Weights;
  /** Which colour serves: past the middle of a ramp the weights alone don't say. @default unknown, in older records */
  readonly activeColor?: Color;
}

/** The record as text; the same record gives the same text, whatever order its services were written in. */
export const formatDeclared = ({ ruleArns, groupArns, weights, activeColor }: Declared): string =>
  JSON.stringify({
    ...(activeColor === undefined ? {} : { activeColor }),
    ruleArns: sortedBy(ruleArns, (arn) => arn),
    groupArns: sortedBy(groupArns, ({ blue, green }) => ({ blue, green })),
    weights: { blue: weights.blue, green: weights.green },
  });

/** Reads the record back; throws an Error that names everything that is wrong with it. */
export const parseDeclared = (text: string): Declared => {
  const problems: string[] = [];
  const record = objectAt("the whole value", parseJson(text), problems);
  const ruleArns = textsAt("ruleArns", record["ruleArns"], problems);
  const groupArns = groupsAt(record["groupArns"], problems);
  const weights = weightsAt(record["weights"], problems);
  const activeColor = colorAt("activeColor", record["activeColor"], problems);
  problems.push(...unpairedServices(ruleArns, groupArns));
  if (problems.length > 0) {
    throw new Error(
      `The parameter "declared" is not what \`pulumi up\` writes: ${problems.join("; ")}. ` +
        "Let `pulumi up --refresh` write it again.",
    );
  }
  return { ruleArns, groupArns, weights, ...(activeColor === undefined ? {} : { activeColor }) };
};

const sortedBy = <Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> =>
  Object.fromEntries(
    Object.entries(record)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, value]) => [key, map(value)]),
  );

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const objectAt = (path: string, value: unknown, problems: string[]): Record<string, unknown> => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  problems.push(`${path} is ${shown(value)} instead of an object`);
  return {};
};

const textsAt = (path: string, value: unknown, problems: string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectAt(path, value, problems)).map(([key, text]) => [
      key,
      textAt(`${path}.${key}`, text, problems),
    ]),
  );

const textAt = (path: string, value: unknown, problems: string[]): string => {
  if (typeof value === "string" && value !== "") return value;
  problems.push(`${path} is ${shown(value)} instead of an ARN`);
  return "";
};

const groupsAt = (value: unknown, problems: string[]): Record<string, Record<Color, string>> =>
  Object.fromEntries(
    Object.entries(objectAt("groupArns", value, problems)).map(([service, groups]) => {
      const path = `groupArns.${service}`;
      const { blue, green } = objectAt(path, groups, problems);
      return [
        service,
        { blue: textAt(`${path}.blue`, blue, problems), green: textAt(`${path}.green`, green, problems) },
      ];
    }),
  );

const weightsAt = (value: unknown, problems: string[]): Weights => {
  const record = objectAt("weights", value, problems);
  const [blue, green] = colors.map((color) => percentAt(`weights.${color}`, record[color], problems));
  const weights = { blue: blue ?? 0, green: green ?? 0 };
  if (problems.length === 0 && weights.blue + weights.green !== 100) {
    problems.push(`weights sum to ${weights.blue + weights.green} instead of 100`);
  }
  return weights;
};

const percentAt = (path: string, value: unknown, problems: string[]): number => {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 100) return value;
  problems.push(`${path} is ${shown(value)} instead of an integer from 0 to 100`);
  return 0;
};

const colorAt = (path: string, value: unknown, problems: string[]): Color | undefined => {
  const color = colors.find((known) => known === value);
  if (color === undefined && value !== undefined) problems.push(`${path} is ${shown(value)} instead of blue or green`);
  return color;
};

const unpairedServices = (ruleArns: object, groupArns: object): string[] => [
  ...Object.keys(ruleArns)
    .filter((service) => !Object.hasOwn(groupArns, service))
    .map((service) => `${service} has a rule but no target groups`),
  ...Object.keys(groupArns)
    .filter((service) => !Object.hasOwn(ruleArns, service))
    .map((service) => `${service} has target groups but no rule`),
];

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
};
