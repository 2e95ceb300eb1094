import { unknownValue, valueAt } from "./pack/known-values";
import { resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** A request forged through a container must not fetch the credentials of its instance. */
export const instancesRequireImdsv2 = resourcePolicy({
  name: "instances-require-imdsv2",
  description: "Instances answer metadata requests with a session token only, and none from inside a container.",
  level: "mandatory",
  types: [types.launchTemplate, types.instance],
  defaults: {},
  check: ({ props }) => {
    const options = valueAt(props, "metadataOptions");
    if (valueAt(options, "httpEndpoint") === "disabled") return [];
    return [
      ...problemOf(valueAt(options, "httpTokens"), "required", "httpTokens"),
      ...problemOf(valueAt(options, "httpPutResponseHopLimit"), "1", "httpPutResponseHopLimit"),
    ];
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html */
const problemOf = (got: unknown, allowed: string, option: string): readonly string[] =>
  got === unknownValue || String(got) === allowed
    ? []
    : [`metadataOptions.${option}: got ${got ?? "nothing"}, allowed: ${allowed}.`];
