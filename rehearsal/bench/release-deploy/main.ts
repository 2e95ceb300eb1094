import { setTimeout as sleep } from "node:timers/promises";
import { createThrottleRetry } from "../../../clients/drain-retry";
import { createS3Bucket, isTransientS3Error } from "../../../clients/s3-bucket";
import { deployRelease } from "../../../releases/deploy-release";

/** `<endpoint> <bucket> <id> <directory>`: one deploy in a process of its own, so that its memory can be measured and it can be killed. */
const main = async (): Promise<void> => {
  const [endpoint = "", bucket = "", id = "", directory = ""] = process.argv.slice(2);
  const retry = createThrottleRetry({ attempts: 4, random: Math.random, sleep, isTransient: isTransientS3Error });
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const settings = { region: "eu-west-1", credentials, endpoints: { s3: endpoint }, unsupported: [] };
  const started = performance.now();
  const { upload } = await deployRelease(
    { id, directory },
    {
      store: createS3Bucket(settings, bucket, retry),
      now: () => new Date(),
      clock: () => performance.now(),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  // Kilobytes: https://nodejs.org/api/process.html#processresourceusage
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  console.log(
    JSON.stringify({ seconds, cpuSeconds, peakMegabytes, stored: upload.stored, bytesStored: upload.bytesStored }),
  );
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
