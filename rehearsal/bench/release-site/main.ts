import { Region } from "../../region/region";
import { startEndpoint } from "../../wire/endpoint";

/** `<bucket> <milliseconds>`: a region with one bucket, whose uploads take so long, in a process of its own until standard input ends. */
const main = async (): Promise<void> => {
  const [bucket = "", milliseconds = "0"] = process.argv.slice(2);
  const region = new Region();
  const endpoint = await startEndpoint((service, operation, input) => region.call(service, operation, input));
  await region.call("s3", "CreateBucket", { Bucket: bucket });
  region.faults.plant({
    service: "s3",
    operation: "PutObject",
    effect: { kind: "delay", milliseconds: Number(milliseconds) },
  });
  console.log(endpoint.url);
  process.stdin.resume().once("end", () => void endpoint.close());
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
