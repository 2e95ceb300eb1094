import { isRecord, parseJson, recordsAt, textAt, valueAt } from "./pack/known-values";
import { type ResourceFacts, resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Everybody who may describe a task definition or a function reads its variables. */
export const environmentsHoldNoSecrets = resourcePolicy({
  name: "environments-hold-no-secrets",
  description: "Task definitions and functions get secrets by reference, never as plain variables.",
  level: "mandatory",
  types: [types.taskDefinition, types.function],
  defaults: { exceptions: [] as readonly string[] },
  check: (resource, { exceptions }) =>
    variablesOf(resource)
      .filter(({ name, value }) => !exceptions.includes(name) && isSecret(name, value))
      .map(
        ({ name }) =>
          `${name} holds what looks like a secret in plain text. ` +
          "Keep it in SSM or Secrets Manager, and pass a reference (`secrets` in a task definition) to it.",
      ),
});

interface Variable {
  readonly name: string;
  readonly value: string;
}

const variablesOf = ({ props }: ResourceFacts): readonly Variable[] => {
  const containers = recordsAt({ list: parseJson(props["containerDefinitions"]) }, "list");
  const ofContainers = containers.flatMap((container) => recordsAt(container, "environment"));
  const ofFunction = valueAt(props, "environment", "variables");
  const pairs = isRecord(ofFunction) ? Object.entries(ofFunction).map(([name, value]) => ({ name, value })) : [];
  return [...ofContainers, ...pairs].map((pair) => ({
    name: textAt(pair, "name") ?? "",
    value: textAt(pair, "value") ?? "",
  }));
};

const secretName = /(secret|token|passw(or)?d|passphrase|credential|private_?key|api_?key|access_?key)/i;

/** Names of what leads to a secret, and of what counts or lasts. */
const harmlessName = /_(arn|name|id|url|uri|path|parameter|file|ttl|seconds|count|limit|type|header)$/i;

/** References to SSM, Secrets Manager or a file. */
const reference = /^(arn:|\/|\{\{)/;

/** AWS access keys, tokens of Slack and GitHub, private keys, and passwords inside URLs. */
const secretValue =
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bxox[a-z]-|\bgh[a-z]_[0-9A-Za-z]{20}|\bgithub_pat_|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s:@]+:[^/\s:@]+@/;

const isSecret = (name: string, value: string): boolean =>
  secretValue.test(value) ||
  (value !== "" && secretName.test(name) && !harmlessName.test(name) && !reference.test(value));
