import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type AwsSessionSettings, clientConfig } from "./aws-session";

/** A parameter's value and the number AWS gave it. */
export interface ParameterValue {
  readonly value: string;
  readonly version: number;
}

/** Plain (not encrypted) SSM parameters. */
export interface Parameters {
  /** Throws `ParameterNotFound` where there is none. */
  get(name: string, signal: AbortSignal): Promise<ParameterValue>;
  /** Replaces the value of a parameter that exists and returns the new version. */
  put(parameter: { readonly name: string; readonly value: string }, signal: AbortSignal): Promise<number>;
}

/** Parameters in AWS Systems Manager. */
export const createParameters = (settings: AwsSessionSettings): Parameters => {
  const client = new SSMClient(clientConfig(settings, "ssm"));
  return {
    get: async (name, signal) => {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: name }), { abortSignal: signal });
      if (Parameter?.Value === undefined || Parameter.Version === undefined) {
        throw new Error(`AWS answered without a value for the parameter ${name}.`);
      }
      return { value: Parameter.Value, version: Parameter.Version };
    },
    put: async ({ name, value }, signal) => {
      const command = new PutParameterCommand({ Name: name, Value: value, Overwrite: true });
      const { Version } = await client.send(command, { abortSignal: signal });
      if (Version === undefined) throw new Error(`AWS answered without a version for the parameter ${name}.`);
      return Version;
    },
  };
};
