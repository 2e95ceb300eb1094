import { invalid } from "./refusals";

const maxNameLength = 32;

/**
 * Names of load balancers and target groups: at most 32 letters, digits and hyphens, no hyphen at either end; a load
 * balancer's doesn't begin with `internal-`.
 * Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export const validateName = (kind: "Load balancer" | "Target group", name: string | undefined): string => {
  if (name === undefined || name === "")
    throw invalid(`${kind} name is missing: pass 1 to ${maxNameLength} characters.`);
  if (name.length > maxNameLength) {
    throw invalid(`${kind} name '${name}' cannot be longer than '${maxNameLength}' characters: it has ${name.length}.`);
  }
  if (!/^[a-z\d-]+$/i.test(name)) {
    throw invalid(`${kind} name '${name}' can only contain letters, digits and hyphens.`);
  }
  if (name.startsWith("-") || name.endsWith("-")) {
    throw invalid(`${kind} name '${name}' cannot begin or end with a hyphen.`);
  }
  if (kind === "Load balancer" && name.startsWith("internal-")) {
    throw invalid(`${kind} name '${name}' cannot begin with 'internal-'.`);
  }
  return name;
};
