import { invalid } from "./refusals";

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html */
const codeRange = [200, 499] as const;

/** Parses `200`, `200,202` or `200-299` into a test for status codes. */
export const parseMatcher = (httpCode: string | undefined): ((status: number) => boolean) => {
  const spans = (httpCode ?? "").split(",").map((part) => parseSpan(part.trim(), httpCode));
  return (status) => spans.some(([low, high]) => status >= low && status <= high);
};

const parseSpan = (part: string, whole: string | undefined): readonly [number, number] => {
  const [, low, high = low] = /^(\d{3})(?:-(\d{3}))?$/.exec(part) ?? [];
  const [least, most] = codeRange;
  const span = [Number(low), Number(high)] as const;
  if (low !== undefined && span[0] >= least && span[1] <= most && span[0] <= span[1]) return span;
  throw invalid(
    `Matcher.HttpCode is '${whole}': pass codes from ${least} to ${most}, for example 200, 200,202 or 200-299.`,
  );
};
