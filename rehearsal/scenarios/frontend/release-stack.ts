import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Color } from "../../../cutover/plan-weights";
import { buildFrontend } from "../../build-frontend";
import { type Edge, startEdge } from "../../region/effects/edge";
import type { RecordedCall } from "../../region/region";
import type { Rehearsal } from "../../rehearsal";
import { type DeployedDistribution, parseDistribution } from "./deployed-distribution";
import type { SiteFile } from "./synced-site";

const demoImage = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const web = { path: "/*", port: 8080, cpu: 128, memory: 128, healthPath: "/health", count: { min: 1, max: 2 } };

/** What the stack file says beyond that of other scenarios. */
export const frontendConfig = {
  "switchyard:exposure": "cloudfront",
  "switchyard:services": { web },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: demoImage("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: demoImage("9") }, capacity: "full" },
};

/** A build, and what it is called as a release. */
export interface Release {
  readonly color: Color;
  /** What its pages say. */
  readonly version: string;
  readonly id: string;
  /** Where the build is. */
  readonly directory: string;
}

/** Builds both releases of the demo's frontend into a temporary folder, which goes when the rehearsal closes. */
export const buildReleases = async (rehearsal: Rehearsal): Promise<readonly [Release, Release]> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-frontend-"));
  rehearsal.onClose(() => rm(folder, { recursive: true, force: true }));
  const build = async (color: Color, version: string): Promise<Release> => {
    const directory = join(folder, color);
    await buildFrontend({ release: version, directory });
    return { color, version, id: `frontend_${version}`, directory };
  };
  return [await build("blue", "1.4.2"), await build("green", "1.5.0")];
};

/** What `release deploy --json` prints of an upload. */
export interface Deployed {
  readonly filesTotal: number;
  readonly stored: number;
}

/** Deploys a release as an operator does: by the command line, in a process of its own. */
export const deployRelease = async (rehearsal: Rehearsal, { id, directory }: Release): Promise<Deployed> => {
  const words = ["release", "deploy", directory, "--id", id, "--json"];
  const { exitCode, stdout, stderr } = await rehearsal.pulumi.cli(words);
  if (exitCode !== 0) throw new Error(`release deploy ended with exit code ${exitCode}:\n${stderr}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Deployed;
};

/** Names each colour's release in the stack file. */
export const nameReleases = async ({ pulumi }: Rehearsal, releases: readonly Release[]): Promise<void> => {
  for (const { color, id } of releases) await pulumi.setConfig({ path: `${color}.release`, value: id });
};

/** The deployed frontend, with one edge location that listens on this machine. */
export interface ServedFrontend extends DeployedDistribution {
  readonly edge: Edge;
}

/** Serves what was deployed; ends with the rehearsal. */
export const serveFrontend = async (rehearsal: Rehearsal): Promise<ServedFrontend> => {
  const deployed = parseDistribution(await rehearsal.pulumi.exportStack());
  const apiOrigin = rehearsal.appUrl().replace(/\/$/, "");
  const edge = await startEdge(rehearsal.region, { ...deployed, apiOrigin });
  rehearsal.onClose(() => edge.close());
  return { ...deployed, edge };
};

/** What one `pulumi up` cost. */
export interface SwitchFigures {
  readonly kvsWrites: number;
  readonly s3Writes: number;
  /** From the start to the end of `pulumi up`. */
  readonly seconds: number;
}

/** Cuts over to a colour, and counts what was written for it. */
export const switchTo = async (rehearsal: Rehearsal, color: Color): Promise<SwitchFigures> => {
  await rehearsal.pulumi.setConfig({ path: "activeColor", value: color });
  const since = rehearsal.region.calls.length;
  const { durationMs } = await rehearsal.up();
  return switchFigures(rehearsal.region.calls.slice(since), durationMs);
};

/** What a cutover wrote of the frontend, by the calls that AWS got during it. */
export const switchFigures = (calls: readonly RecordedCall[], durationMs: number): SwitchFigures => {
  const writes = calls.filter(isWrite);
  const count = (name: string): number => writes.filter(({ service }) => service === name).length;
  return {
    kvsWrites: count("cloudfront-keyvaluestore"),
    s3Writes: count("s3"),
    seconds: Math.round(durationMs / 10) / 100,
  };
};

const isWrite = ({ operation }: RecordedCall): boolean => !/^(Describe|Get|Head|List)/.test(operation);

/** Every value that the pointer has had since the first release went live, oldest first. */
export const pointerValues = (calls: readonly RecordedCall[], first: Pick<Release, "id">): readonly string[] => {
  const values = calls.flatMap(({ operation, input, error }) =>
    operation === "PutKey" && error === undefined ? [(input as { Value: string }).Value] : [],
  );
  return values.slice(values.findIndex((value) => value.includes(`"r":"${first.id}"`)));
};

/** The files of a build, as a sync sees them. */
export const filesOf = async ({ directory }: Pick<Release, "directory">): Promise<readonly SiteFile[]> => {
  const found: SiteFile[] = [];
  for (const entry of await readdir(directory, { recursive: true })) {
    const file = join(directory, entry);
    const { size, mtimeMs } = await stat(file);
    if ((await stat(file)).isFile()) found.push({ key: entry, size, modifiedAt: mtimeMs, body: await readFile(file) });
  }
  return found;
};
