import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { ParameterRecord } from "./state";

/** The region with this parameter added or replaced. */
export const putParameterRecord = (state: RegionState, parameter: ParameterRecord): RegionState => ({
  ...state,
  ssm: { parameters: { ...state.ssm.parameters, [parameter.name]: parameter } },
});

/** The parameter by name or ARN. */
export const findParameter = (state: RegionState, name: string | undefined): ParameterRecord | undefined =>
  state.ssm.parameters[name ?? ""] ?? Object.values(state.ssm.parameters).find(({ arn }) => arn === name);

/** The parameter by name or ARN; refuses what isn't there. */
export const parameterOf = (state: RegionState, name: string | undefined): ParameterRecord => {
  const parameter = findParameter(state, name);
  if (parameter === undefined) throw new AwsError("ParameterNotFound", `Parameter ${name} not found.`);
  return parameter;
};
