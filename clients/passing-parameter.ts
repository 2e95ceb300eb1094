import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";

/** One text that is there only while something is under way. */
export interface PassingParameter {
  /** Undefined where there is none. */
  read(): Promise<string | undefined>;
  write(value: string): Promise<void>;
  /** Removing what isn't there is no error. */
  remove(): Promise<void>;
}

/** A plain SSM parameter that Pulumi knows nothing of, so that no update stumbles over it. */
export const createPassingParameter = (ssm: Pick<SSMClient, "send">, name: string): PassingParameter => ({
  read: async () => {
    const answer = await ssm.send(new GetParameterCommand({ Name: name })).catch(ignoreMissing);
    return answer?.Parameter?.Value;
  },
  write: async (value) => {
    await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: "String", Overwrite: true }));
  },
  remove: async () => {
    await ssm.send(new DeleteParameterCommand({ Name: name })).catch(ignoreMissing);
  },
});

const ignoreMissing = (error: unknown): undefined => {
  if (!(error instanceof Error && error.name === "ParameterNotFound")) throw error;
  return undefined;
};
