import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { env } from "node:process";
import { promisify } from "node:util";

/** What to copy and where. */
export interface AwsSync {
  readonly endpoint: string;
  readonly bucket: string;
  readonly directory: string;
}

const identity = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_DEFAULT_REGION: "eu-west-1" };

/** Seconds that `aws s3 sync` takes for it, with the CLI's own settings; undefined where there is no `aws` command. */
export const awsSyncSeconds = async ({ endpoint, bucket, directory }: AwsSync): Promise<number | undefined> => {
  const args = ["s3", "sync", directory, `s3://${bucket}/sync`, "--endpoint-url", endpoint, "--only-show-errors"];
  const started = performance.now();
  try {
    await promisify(execFile)("aws", args, { env: { ...env, ...identity } });
    return (performance.now() - started) / 1000;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    console.error("aws s3 sync is not measured beside it: there is no aws command (pip install awscli).");
    return undefined;
  }
};
