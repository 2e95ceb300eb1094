import { isSteady, runOnGreen, tasks, twoHealthy } from "./gate-conditions";
import type { RefusalCase } from "./refusal-case";
import type { Stage } from "./stage";

/** What green is declared to run: a tag, which may stand for one image today and for another one tomorrow. */
export const taggedImage = "registry.example/switchyard-demo:1.5.0.RELEASE";

/** Has the tag stand for another image from now on. */
const push = async ({ rehearsal: { region } }: Stage, digit: string): Promise<void> =>
  region.observe({ kind: "image-pushed", image: taggedImage, digest: `sha256:${digit.repeat(64)}` });

const otherImage = runOnGreen({ image: `registry.example/switchyard-demo@sha256:${"c".repeat(64)}` });
const endless = runOnGreen({ memory: 60_000 });
/** Each task pulls what the tag stands for when it starts. */
const loose = runOnGreen({ versionConsistency: "disabled" });
/** Nobody goes back to what ran before, so that the failure stays to be seen. */
const broken = runOnGreen(
  { image: "registry.example/nobody-pushed-this:1" },
  { deploymentCircuitBreaker: { enable: true, rollback: false } },
);

/** Reasons that lie in what the standby runs. */
export const deploymentCases: readonly RefusalCase[] = [
  {
    name: "standby running another image than declared",
    disturb: async (stage) => {
      await otherImage.start(stage);
      await isSteady(stage);
      await stage.untilHealth("green", twoHealthy);
    },
    refusedWith: ["other-image: 2 targets"],
    repair: async (stage) => {
      await otherImage.undo(stage);
      await isSteady(stage);
    },
  },
  {
    name: "deployment of the standby that doesn't end",
    disturb: endless.start,
    refusedWith: ["deployment-in-progress: 2 of 2 tasks running in 2 deployments"],
    repair: async (stage) => {
      await endless.undo(stage);
      await isSteady(stage);
    },
  },
  {
    name: "standby with two images behind one tag",
    disturb: async (stage) => {
      await push(stage, "1");
      await loose.start(stage);
      await isSteady(stage);
      await push(stage, "2");
      await tasks("green", 3)(stage);
    },
    refusedWith: ["mixed-digests: one tag stands for 2 images"],
    repair: async (stage) => {
      await loose.undo(stage);
      await tasks("green", 2)(stage);
      await isSteady(stage);
    },
  },
  {
    name: "standby whose last deployment failed",
    disturb: async (stage) => {
      await broken.start(stage);
      await stage.until("green's deployment has failed", async () => {
        const { deployments = [] } = await stage.ecsService("green");
        return deployments[0]?.rolloutState === "FAILED";
      });
    },
    refusedWith: ["deployment-failed: the last deployment of"],
    repair: async (stage) => {
      await broken.undo(stage);
      await isSteady(stage);
    },
  },
  {
    name: "standby whose ECS service is gone",
    disturb: async (stage) => {
      await stage.deleteService("green");
      await stage.untilHealth("green", []);
    },
    refusedWith: ["no-targets", "service-missing: ECS knows no active service of green"],
    repair: async (stage) => {
      const { exitCode, stdout } = await stage.rehearsal.pulumi.up({ refresh: true });
      if (exitCode !== 0) throw new Error(`The service did not come back:\n${stdout}`);
    },
  },
];
