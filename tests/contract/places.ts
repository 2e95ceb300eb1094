import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateClusterCommand, ECSClient, RegisterContainerInstanceCommand } from "@aws-sdk/client-ecs";
import { createModelClock } from "../../rehearsal/model-clock";
import { startLambdaFunctions } from "../../rehearsal/region/effects/lambda-functions";
import { Region } from "../../rehearsal/region/region";
import { startEndpoint } from "../../rehearsal/wire/endpoint";
import type { RunningEmulator } from "../../tools/emulators/start-emulator";
import { type AwsUnderTest, type CallEvents, createAwsUnderTest, type Network, regionName } from "./aws-under-test";

/** A place whose calls can be made now. */
export interface OpenPlace {
  readonly aws: AwsUnderTest;
  readonly close: () => Promise<void>;
}

/** Milliseconds between two looks at the clock. */
const advanceEvery = 20;

/** Our region behind its HTTP wire, in real time. */
export const openRegion = async (): Promise<OpenPlace> => {
  const region = new Region({ region: regionName });
  const endpoint = await startEndpoint(region.call.bind(region));
  const bundleFolder = await mkdtemp(join(tmpdir(), "contract-"));
  const functions = await startLambdaFunctions(region, {
    bundleFolder,
    endpointUrl: endpoint.url,
    clock: createModelClock(1),
  });
  const timer = setInterval(() => {
    region.advance();
    functions.reconcile();
  }, advanceEvery);
  const aws = createAwsUnderTest({
    url: endpoint.url,
    imageId: "ami-1",
    registerContainerInstance: containerInstancesOver(endpoint.url, async () => "i-0123456789abcdef0"),
    callEvents: (operation, input) => region.call("events", operation, input),
    createKeyValueStore: async (Name) => {
      const made = (await region.call("cloudfront", "CreateKeyValueStore", { Name })) as {
        readonly KeyValueStore: { readonly ARN: string };
      };
      return made.KeyValueStore.ARN;
    },
    // The region takes any name for a subnet: networks are not modelled.
    network: async () => ({
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupId: "sg-1",
    }),
  });
  return {
    aws,
    close: async () => {
      clearInterval(timer);
      aws.destroy();
      await functions.close();
      await endpoint.close();
      await rm(bundleFolder, { recursive: true });
    },
  };
};

/** An emulator that runs already; who started it stops it. */
export const openEmulator = ({ url }: RunningEmulator): OpenPlace => {
  const aws = createAwsUnderTest({
    url,
    // One of those that moto brings.
    imageId: "ami-03cf127a",
    registerContainerInstance: containerInstancesOver(url, () => runInstance(url)),
    callEvents: eventsOver(url),
    createKeyValueStore: keyValueStoresOver(url),
    network: networkOver(url),
  });
  return { aws, close: async () => aws.destroy() };
};

/** Emulators read the service in the signature's scope, and check no signature. */
const signedFor = (service: string): Readonly<Record<string, string>> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/${regionName}/${service}/aws4_request, SignedHeaders=host, Signature=00`,
});

const eventsOver =
  (url: string): CallEvents =>
  async (operation, input) => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        ...signedFor("events"),
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSEvents.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const answer = JSON.parse((await response.text()) || "{}") as Readonly<Record<string, unknown>>;
    if (response.ok) return answer;
    const type = String(answer["__type"]).split("#").at(-1) ?? "";
    throw Object.assign(new Error(String(answer["message"])), { name: type });
  };

const keyValueStoresOver =
  (url: string) =>
  async (name: string): Promise<string> => {
    const response = await fetch(`${url}/2020-05-31/key-value-store`, {
      method: "POST",
      headers: { ...signedFor("cloudfront"), "content-type": "application/xml" },
      body: `<CreateKeyValueStoreRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>${name}</Name></CreateKeyValueStoreRequest>`,
    });
    const text = await response.text();
    const arn = /<ARN>([^<]+)<\/ARN>/.exec(text)?.[1];
    if (arn === undefined) throw new Error(`no key value store: ${response.status} ${text}`);
    return arn;
  };

const configFor = (url: string) => ({
  region: regionName,
  endpoint: url,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  maxAttempts: 1,
});

const runInstance = async (url: string): Promise<string> => {
  const ec2 = new EC2Client(configFor(url));
  const input = { ImageId: "ami-03cf127a", InstanceType: "m5.large", MinCount: 1, MaxCount: 1 } as const;
  const { Instances = [] } = await ec2.send(new RunInstancesCommand(input));
  ec2.destroy();
  return Instances[0]?.InstanceId ?? "";
};

/** The region takes an instance's id as its identity document, moto the document itself. */
const containerInstancesOver =
  (url: string, launch: () => Promise<string>) =>
  async (clusterName: string): Promise<string> => {
    const ecs = new ECSClient(configFor(url));
    await ecs.send(new CreateClusterCommand({ clusterName }));
    const instanceId = await launch();
    const { containerInstance } = await ecs.send(
      new RegisterContainerInstanceCommand({
        cluster: clusterName,
        instanceIdentityDocument: JSON.stringify({ instanceId }),
      }),
    );
    ecs.destroy();
    return containerInstance?.containerInstanceArn ?? "";
  };

/** Made once for each emulator. */
const networkOver = (url: string): (() => Promise<Network>) => {
  let network: Promise<Network> | undefined;
  return () => {
    network ??= createNetwork(url);
    return network;
  };
};

const createNetwork = async (url: string): Promise<Network> => {
  const ec2 = new EC2Client(configFor(url));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.7.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  const subnet = async (number: number, zone: string): Promise<string> => {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId,
        CidrBlock: `10.7.${number}.0/24`,
        AvailabilityZone: `${regionName}${zone}`,
      }),
    );
    return Subnet?.SubnetId ?? "";
  };
  const subnetIds = [await subnet(0, "a"), await subnet(1, "b")] as const;
  const group = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: "contract", Description: "contract" }),
  );
  ec2.destroy();
  return { vpcId: VpcId, subnetIds, securityGroupId: group.GroupId ?? "" };
};
