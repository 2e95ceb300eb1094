import { expect } from "chai";
import { BlueGreenService } from "../../components/blue-green-service";
import { CutoverRecord } from "../../components/cutover-record";
import { StaticFrontend } from "../../components/static-frontend";
import { planWeights } from "../../cutover/plan-weights";
import { checkResource } from "../../rehearsal/provider/check-resource";
import { parsePointer } from "../../releases/plan-pointer";
import { awsCalls, createGround } from "../support/components";
import { keyOf, outputValue, type RecordedResource, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const key = "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey";
const rule = "aws:lb/listenerRule:ListenerRule";
const parameter = "aws:ssm/parameter:Parameter";
const images = { web: "example.com/web", api: "example.com/api", bot: "example.com/bot" };
const services = { web: { path: "/*", port: 80 }, api: { path: "/api/*", port: 81 }, bot: {} };
const color = { version: "1.0.0.RELEASE", images };
const domain = { name: "app.example.com", hostedZoneId: "Z0123456789" };
const longest = (letter: string) => `frontend_${letter.repeat(48)}`;

const recordAnew = (changes: Readonly<Record<string, unknown>>) =>
  recordResources(
    () => {
      const settings = settingsWith({ services, blue: color, green: color, ...changes });
      const weights = planWeights(settings.activeColor, settings.shift);
      const ground = createGround(settings);
      const created = settings.services.map(
        (service) => new BlueGreenService(service.name, { service, settings, weights, ...ground }),
      );
      const cutoverRecord = new CutoverRecord("record", {
        services: created,
        weights,
        activeColor: settings.activeColor,
      });
      return new StaticFrontend("frontend", {
        settings,
        loadBalancer: ground.loadBalancer,
        services: created,
        record: cutoverRecord,
        viewerRequestCode: "the code",
      });
    },
    { calls: awsCalls },
  );

type Recording = Awaited<ReturnType<typeof recordAnew>>;

/** A whole stack takes a while, so each variant of it is recorded once. */
const recordings = new Map<string, Promise<Recording>>();

const record = (changes: Readonly<Record<string, unknown>> = {}): Promise<Recording> => {
  const variant = JSON.stringify(changes);
  const recording = recordings.get(variant) ?? recordAnew(changes);
  recordings.set(variant, recording);
  return recording;
};

const pointerOf = ({ resources }: Recording): string =>
  String(resourceOf(resources, key, "frontend-active").inputs["value"]);

const ownOf = ({ resources }: Recording): readonly RecordedResource[] =>
  resources.filter(({ name }) => name === "frontend" || name.startsWith("frontend-"));

const changedNames = (before: Recording, after: Recording): readonly string[] => {
  const byKey = new Map(after.resources.map((resource) => [keyOf(resource), JSON.stringify(resource)]));
  expect([...byKey.keys()].sort()).to.deep.equal(before.resources.map(keyOf).sort());
  return before.resources
    .filter((resource) => JSON.stringify(resource) !== byKey.get(keyOf(resource)))
    .map(({ name }) => name)
    .sort();
};

describe("StaticFrontend", function () {
  this.timeout(20_000);

  it("is a bucket, a switch, a distribution and, with a domain, its certificate and records", async () => {
    const parents = (await record({ domain })).resources.flatMap(({ type, name, parent }) =>
      name.startsWith("frontend") ? [`${type.split(":").at(-1)} ${name} < ${parent?.split(":").at(-1)}`] : [],
    );
    expect(parents.sort()).to.deep.equal([
      "Bucket frontend-releases < ReleaseBucket frontend-releases",
      "BucketLifecycleConfiguration frontend-releases-lifecycle < ReleaseBucket frontend-releases",
      "BucketObjectv2 frontend-releases-fallback < ReleaseBucket frontend-releases",
      "BucketOwnershipControls frontend-releases-ownership < ReleaseBucket frontend-releases",
      "BucketPolicy frontend-releases-policy < ReleaseBucket frontend-releases",
      "BucketPublicAccessBlock frontend-releases-public-access < ReleaseBucket frontend-releases",
      "BucketServerSideEncryptionConfiguration frontend-releases-encryption < ReleaseBucket frontend-releases",
      "BucketVersioning frontend-releases-versioning < ReleaseBucket frontend-releases",
      "Certificate frontend-domain-certificate < FrontendDomain frontend-domain",
      "CertificateValidation frontend-domain-validation < FrontendDomain frontend-domain",
      "Distribution frontend-distribution < FrontendDistribution frontend",
      "FrontendDistribution frontend < StaticFrontend frontend",
      "FrontendDomain frontend-domain < StaticFrontend frontend",
      "Function frontend-viewer-request < ReleaseSwitch frontend",
      "KeyValueStore frontend-store < ReleaseSwitch frontend",
      "KeyvaluestoreKey frontend-active < ReleaseSwitch frontend",
      "OriginAccessControl frontend-access < FrontendDistribution frontend",
      "Record frontend-domain-a < FrontendDomain frontend-domain",
      "Record frontend-domain-aaaa < FrontendDomain frontend-domain",
      "Record frontend-domain-proof < FrontendDomain frontend-domain",
      "ReleaseBucket frontend-releases < StaticFrontend frontend",
      "ReleaseSwitch frontend < StaticFrontend frontend",
      "ResponseHeadersPolicy frontend-headers < FrontendDistribution frontend",
      "StaticFrontend frontend < undefined",
      "VpcOrigin frontend-vpc-origin < FrontendDistribution frontend",
    ]);
  });

  it("points at the live colour's release, and lets testers see the other one", async () => {
    const releases = {
      blue: { ...color, release: "frontend_2026-11-20_09-00" },
      green: { ...color, release: "frontend_2026-11-21_09-00" },
    };
    expect(parsePointer(pointerOf(await record({ ...releases, activeColor: "green" })))).to.deep.equal({
      v: 1,
      c: "green",
      r: "frontend_2026-11-21_09-00",
      x: ["frontend_2026-11-20_09-00"],
    });
  });

  it("points at the fallback page on a new stack, which has no release", async () => {
    expect(parsePointer(pointerOf(await record()))).to.deep.equal({ v: 1, c: "blue", r: "fallback", x: [] });
  });

  it("fits CloudFront's 1,024 bytes with the longest names", async () => {
    const blue = { ...color, release: longest("b") };
    const green = { ...color, release: longest("g") };
    const pointer = pointerOf(await record({ blue, green }));
    expect(parsePointer(pointer)).to.deep.equal({ v: 1, c: "blue", r: longest("b"), x: [longest("g")] });
    expect(Buffer.byteLength(pointer)).to.equal(148);
  });

  it("changes the pointer alone in a flip, beside the rules and the record", async () => {
    const [blue, green] = [await record(), await record({ activeColor: "green" })];
    const flip = ["api-weighted", "frontend-active", "record-declared", "web-weighted"];
    expect(changedNames(blue, green)).to.deep.equal(flip);
    expect(changedNames(green, blue)).to.deep.equal(flip);
  });

  it("changes the pointer alone when a colour gets another release", async () => {
    const [before, after] = [await record(), await record({ green: { ...color, release: longest("g") } })];
    expect(changedNames(before, after)).to.deep.equal(["frontend-active"]);
  });

  it("changes nothing while requests move gradually", async () => {
    const [before, after] = [await record(), await record({ shift: 25 })];
    expect(ownOf(after)).to.deep.equal(ownOf(before));
  });

  it("moves the pointer after every weighted rule and after the record", async () => {
    const { resources } = await record();
    expect(resourceOf(resources, key, "frontend-active").dependsOn).to.deep.equal([
      "aws:cloudfront/keyValueStore:KeyValueStore frontend-store",
      `${rule} api-weighted`,
      `${rule} web-weighted`,
      `${parameter} record-cutover`,
      `${parameter} record-declared`,
    ]);
  });

  it("lets nothing wait for the pointer", async () => {
    const { resources } = await record({ domain });
    expect(resources.filter(({ dependsOn }) => dependsOn.includes(`${key} frontend-active`))).to.deep.equal([]);
  });

  it("lets its own distribution alone read the bucket", async () => {
    const { resources } = await record();
    const policy = resourceOf(resources, "aws:s3/bucketPolicy:BucketPolicy", "frontend-releases-policy").inputs;
    const sources = String(policy["policy"]).match(/(?<="AWS:SourceArn":")[^"]+/g);
    expect(sources).to.deep.equal(Array(2).fill("arn:frontend-distribution:Distribution"));
  });

  it("keeps releases when a protected stack goes, and only then", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const production = { version: "1.0.0.RELEASE", images: { web: `example.com/web@${digest}` } };
    const only = { services: { web: services.web }, blue: production, green: production };
    const deletes = async (isProduction: boolean) =>
      resourceOf(
        (await record({ ...only, production: isProduction })).resources,
        "aws:s3/bucket:Bucket",
        "frontend-releases",
      ).inputs["forceDestroy"];
    expect([await deletes(true), await deletes(false)]).to.deep.equal([false, true]);
  });

  it("is called by its domain, or by CloudFront's", async () => {
    const [own, given] = [await record({ domain }), await record()];
    expect([await outputValue(own.result.url), await outputValue(given.result.url)]).to.deep.equal([
      "https://app.example.com",
      "https://frontend-distribution.cloudfront.net",
    ]);
  });

  it("tells where releases go and where the pointer is", async () => {
    const { result } = await record();
    expect(await outputValue(result.releaseBucket)).to.equal("frontend-releases-name");
    expect(await outputValue(result.pointerStoreArn)).to.equal("arn:frontend-store:KeyValueStore");
  });

  it("gives the provider nothing that it doesn't know, and everything that it needs", async () => {
    const { resources } = await record({ domain });
    const own = resources.filter(({ name, type }) => name.startsWith("frontend-") && type.startsWith("aws:"));
    const problems = own.flatMap(({ type, name, inputs }) =>
      checkResource({
        type,
        logicalName: name,
        news: inputs,
        olds: {},
        randomSeed: Uint8Array.of(1),
        region: "eu-central-1",
        defaultTags: {},
      }).problems.map(({ property, reason }) => `${name}.${property}: ${reason}`),
    );
    expect(problems).to.deep.equal([]);
    expect(own).to.have.length(20);
  });
});
