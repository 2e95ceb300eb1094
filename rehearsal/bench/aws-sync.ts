import { performance } from "node:perf_hooks";
import { env } from "node:process";
import { acquireAwsCli } from "../../tools/aws-cli/acquire-aws-cli";

/** What to copy and where. */
export interface AwsSync {
  readonly endpoint: string;
  readonly bucket: string;
  readonly directory: string;
}

/** Seconds that `aws s3 sync` takes for it, with the CLI's own settings; undefined where the `aws` command can't be had. */
export const awsSyncSeconds = async ({ endpoint, bucket, directory }: AwsSync): Promise<number | undefined> => {
  const aws = await acquireAwsCli({ variables: env, onProgress: (line) => console.error(line) });
  if (aws.kind === "missing") {
    console.error(`aws s3 sync is not measured beside it: there is no aws command. ${aws.reason}`);
    return undefined;
  }
  const started = performance.now();
  await aws.run(endpoint, ["s3", "sync", directory, `s3://${bucket}/sync`, "--only-show-errors"]);
  return (performance.now() - started) / 1000;
};
