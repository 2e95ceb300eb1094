import { GetParameterCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";

/** A parameter's value, the number AWS gave it, and when it was written. */
export interface DatedParameter {
  readonly value: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}

/** Plain (not encrypted) SSM parameters, with their dates. */
export interface DatedParameters {
  /** Throws `ParameterNotFound` where there is none. */
  get(name: string): Promise<DatedParameter>;
  /** Replaces the value of a parameter that exists. */
  put(name: string, value: string): Promise<void>;
}

/** Parameters in AWS Systems Manager. */
export const createDatedParameters = (client: Pick<SSMClient, "send">): DatedParameters => ({
  get: async (name) => {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    const { Value, Version, LastModifiedDate } = Parameter ?? {};
    if (Value === undefined || Version === undefined || LastModifiedDate === undefined)
      throw new Error(`AWS answered without a value, a version or a date for the parameter ${name}.`);
    return { value: Value, version: Version, changedAt: LastModifiedDate.getTime() };
  },
  put: async (Name, Value) => {
    await client.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
  },
});
