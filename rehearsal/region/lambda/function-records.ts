import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { EventSourceMappingRecord, FunctionRecord } from "./state";

/** The region with this function added or replaced. */
export const putFunction = (state: RegionState, record: FunctionRecord): RegionState => ({
  ...state,
  lambda: { ...state.lambda, functions: { ...state.lambda.functions, [record.functionName]: record } },
});

/** The region with this event source mapping added or replaced. */
export const putMapping = (state: RegionState, record: EventSourceMappingRecord): RegionState => ({
  ...state,
  lambda: { ...state.lambda, mappings: { ...state.lambda.mappings, [record.uuid]: record } },
});

/** The function by name or ARN; refuses what isn't there. */
export const functionOf = (state: RegionState, name: string | undefined): FunctionRecord => {
  const found = Object.values(state.lambda.functions).find(
    ({ functionName, functionArn }) => functionName === name || functionArn === name,
  );
  if (found === undefined) throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
  return found;
};

/** The event source mapping by id; refuses what isn't there. */
export const mappingOf = (state: RegionState, uuid: string | undefined): EventSourceMappingRecord => {
  const found = state.lambda.mappings[uuid ?? ""];
  if (found === undefined) {
    throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", 404);
  }
  return found;
};

/** What the request says over what was there before. */
export const overlay = <Config extends object>(before: Config, change: object): Config => ({
  ...before,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
});
