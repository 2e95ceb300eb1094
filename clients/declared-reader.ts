import { GetParameterCommand, ParameterNotFound, type SSMClient } from "@aws-sdk/client-ssm";

/** A parameter's value and when AWS took it. */
export interface DatedValue {
  readonly value: string;
  /** Epoch milliseconds, by AWS's clock. */
  readonly modifiedAt: number;
}

/** Reads a plain parameter; undefined where there is none. */
export type DeclaredReader = () => Promise<DatedValue | undefined>;

/** Reads a parameter of AWS Systems Manager. */
export const createDeclaredReader =
  (client: Pick<SSMClient, "send">, Name: string): DeclaredReader =>
  async () => {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name }));
      if (Parameter?.Value !== undefined && Parameter.LastModifiedDate !== undefined)
        return { value: Parameter.Value, modifiedAt: Parameter.LastModifiedDate.getTime() };
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
    throw new Error(`AWS answered without a value or a date for the parameter ${Name}.`);
  };
