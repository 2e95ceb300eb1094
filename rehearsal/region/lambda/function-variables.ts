import type { CallContext } from "../operation";
import type { FunctionRecord } from "./state";

/**
 * The environment of a function: its own variables and Lambda's, with AWS at the rehearsal's address. Queue URLs lead there as
 * well, since the SDK takes a queue's URL for its address.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const functionVariables = (
  { functionName, config }: FunctionRecord,
  endpointUrl: string,
  { region }: Pick<CallContext, "region">,
): Readonly<Record<string, string>> => {
  const own = Object.entries(config.Environment?.Variables ?? {}).map(([name, value]) => [
    name,
    value.replace(`https://sqs.${region}.amazonaws.com`, endpointUrl),
  ]);
  return {
    ...Object.fromEntries(own),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "rehearsal",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_SESSION_TOKEN: "rehearsal",
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.MemorySize ?? 128),
    _HANDLER: config.Handler ?? "",
    TZ: ":UTC",
    // Nothing of this machine's own set-up may get into a function.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
};
