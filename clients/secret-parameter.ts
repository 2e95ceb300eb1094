import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";

/** Reads a SecureString once and remembers it; a read that failed is tried again by the next caller. */
export const createSecretParameter = (ssm: Pick<SSMClient, "send">, name: string): (() => Promise<string>) => {
  let known: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    if (Parameter?.Value === undefined) throw new Error(`AWS answered without a value for the parameter ${name}.`);
    return Parameter.Value;
  };
  return async () => {
    known ??= read();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
};
