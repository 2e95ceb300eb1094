import { type AwsSessionSettings, requireSameScope } from "../clients/aws-session";
import { createCallerIdentity } from "../clients/caller-identity";
import { createListenerRules } from "../clients/listener-rules";
import { createParameters } from "../clients/parameters";
import { parameterNames, type StackName } from "./parameter-names";
import type { LiveTruthPorts } from "./read-live-truth";

/** The two records and the rules of a stack, asked in the account and the region that its config names. */
export const createLiveTruthPorts = ({
  aws,
  ...stack
}: StackName & { readonly aws: AwsSessionSettings }): LiveTruthPorts => {
  const names = parameterNames(stack);
  const parameters = createParameters(aws);
  const rules = createListenerRules(aws);
  const identity = createCallerIdentity(aws);
  return {
    readParameter: (name, signal) => parameters.get(names[name], signal).catch(undefinedIfMissing),
    describeRules: async (ruleArns, signal) => {
      const [accountId, live] = await Promise.all([identity.accountId(signal), rules.describe(ruleArns, signal)]);
      for (const arn of ruleArns) requireSameScope(arn, { region: aws.region, accountId });
      return live;
    },
  };
};

const undefinedIfMissing = (error: unknown): undefined => {
  if (error instanceof Error && error.name === "ParameterNotFound") return undefined;
  throw error;
};
