import { AwsError } from "../region/operation";
import type { WireRequest } from "./http-message";
import { malformed } from "./malformed";
import type { HttpBinding, OperationModel, ServiceModel } from "./service-model";

/** The operation that a REST request means, and what stood in the place of its labels. */
export interface Route {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly method: string;
  readonly path: RegExp;
  /** Query parameters that the operation's pattern fixes, for example `list-type=2`. */
  readonly query: readonly (readonly [string, string])[];
}

/** Finds the operation by method, path and fixed query parameters; of several the one that fixes the most. */
export const matchRoute = (service: ServiceModel, { method, path, query }: WireRequest): Route => {
  const candidates = [...service.operations.values()].flatMap((operation) => {
    const pattern = operation.http && patternOf(operation.http);
    const match = pattern?.method === method && fixesMatch(pattern, query) ? pattern.path.exec(path) : null;
    return pattern && match ? [{ operation, labels: decodeLabels(match), fixed: pattern.query.length }] : [];
  });
  const [best] = candidates.sort((left, right) => right.fixed - left.fixed);
  if (best !== undefined) return best;
  throw new AwsError("NotModelled", `${service.key} has no operation at ${method} ${path}?${query}.`, 501);
};

const patterns = new WeakMap<HttpBinding, Pattern>();

const patternOf = (binding: HttpBinding): Pattern => {
  const known = patterns.get(binding);
  if (known !== undefined) return known;
  const [path = "/", fixed] = binding[1].split("?");
  const pattern = { method: binding[0], path: toRegExp(path), query: [...new URLSearchParams(fixed)] };
  patterns.set(binding, pattern);
  return pattern;
};

/** `{Name}` is one segment of the path, `{Name+}` all that follow. */
const toRegExp = (path: string): RegExp => {
  const source = path
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const [, label, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
      if (label === undefined) return part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      return `(?<${label}>${greedy ? ".+" : "[^/]+"})`;
    })
    .join("");
  return new RegExp(`^${source}$`, "s");
};

const fixesMatch = (pattern: Pattern, query: URLSearchParams): boolean =>
  pattern.query.every(([name, value]) => query.get(name) === value);

const decodeLabels = ({ groups = {} }: RegExpExecArray): Record<string, string> =>
  Object.fromEntries(
    Object.entries(groups).map(([name, encoded]) => {
      try {
        return [name, decodeURIComponent(encoded)];
      } catch {
        throw malformed(`${name} in the path is ${JSON.stringify(encoded)}, which is not percent-encoded UTF-8.`);
      }
    }),
  );
