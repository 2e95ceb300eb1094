import { createParameters } from "../clients/parameters";
import { awaitOutput } from "./await-output";
import { parseDeclared } from "./declared";
import type { GateArgs, GatedRule } from "./gate-before";
import type { GateSubject } from "./gate-facts";
import { orAborted } from "./or-aborted";
import { parameterNames } from "./parameter-names";

/** What a rule's gate looks at, as far as the program knows it. */
export const subjectFacts = async (rule: GatedRule, { releases, activeBefore }: GateArgs) => {
  const { service, floor, groupArns, ecsServices, beforeFlip } = rule;
  return {
    service,
    floor,
    activeBefore,
    groupArns: { blue: await awaitOutput(groupArns.blue), green: await awaitOutput(groupArns.green) },
    ecsServices: { blue: await awaitOutput(ecsServices.blue), green: await awaitOutput(ecsServices.green) },
    ...(beforeFlip && { beforeFlip: { ...beforeFlip, logGroup: await awaitOutput(beforeFlip.logGroup) } }),
    images: { blue: releases.blue.images[service] ?? "", green: releases.green.images[service] ?? "" },
  };
};

/**
 * The other services, which are about to change in the same way. Their rules' ARNs are the record's: the program learns them
 * when it is too late. A service that the record doesn't know has no requests yet.
 */
export const peerSubjects = async (
  { wanted }: Pick<GateSubject, "wanted">,
  others: readonly GatedRule[],
  { args, signal }: { readonly args: GateArgs; readonly signal: AbortSignal },
): Promise<readonly GateSubject[]> => {
  const { value } = await createParameters(args.aws).get(parameterNames(args).declared, signal);
  const { ruleArns, weights } = parseDeclared(value);
  const subjects = others.map(async (rule): Promise<readonly GateSubject[]> => {
    const ruleArn = ruleArns[rule.service];
    return ruleArn === undefined ? [] : [{ ...(await subjectFacts(rule, args)), ruleArn, known: weights, wanted }];
  });
  return (await orAborted(signal, Promise.all(subjects))).flat();
};
