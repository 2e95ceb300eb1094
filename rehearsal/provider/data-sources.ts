import type { GetParameterResult } from "@aws-sdk/client-ssm";
import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import type { SendCall } from "./aws-calls";
import { type Properties, textIn } from "./properties";

/** What a data source works with. */
export interface DataSourceContext {
  readonly send: SendCall;
  readonly region: string;
}

type DataSource = (args: Properties, context: DataSourceContext) => Promise<Properties> | Properties;

/** Answers a function of the provider by its token, for example `aws:index/getRegion:getRegion`. */
export const invokeDataSource = async (
  token: string,
  args: Properties,
  context: DataSourceContext,
): Promise<Properties> => {
  const source = dataSources[token];
  if (source === undefined) {
    throw new Error(
      `The rehearsal does not model the function ${token}: use one of ${Object.keys(dataSources).join(", ")}.`,
    );
  }
  return source(args, context);
};

const getCallerIdentity: DataSource = async (_args, { send }) => {
  const { Account, Arn, UserId } = await send<GetCallerIdentityResponse>("sts", "GetCallerIdentity", {});
  return { accountId: Account, arn: Arn, id: Account, userId: UserId };
};

const getRegion: DataSource = (args, context) => {
  const region = textIn(args, "region") ?? textIn(args, "name") ?? context.region;
  return {
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
    id: region,
    name: region,
    region,
  };
};

const getPartition: DataSource = () => ({
  dnsSuffix: "amazonaws.com",
  id: "aws",
  partition: "aws",
  reverseDnsPrefix: "com.amazonaws",
});

/** Three zones, as most regions have. */
const getAvailabilityZones: DataSource = (args, context) => {
  const region = textIn(args, "region") ?? context.region;
  const letters = ["a", "b", "c"];
  return {
    groupNames: [region],
    id: region,
    names: letters.map((letter) => `${region}${letter}`),
    region,
    state: "available",
    zoneIds: letters.map((_letter, index) => `${shortName(region)}-az${index + 1}`),
  };
};

/** `eu-west-1` is `euw1` in zone ids: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html */
const shortName = (region: string): string => {
  const [area = "", direction = "", number = ""] = region.split("-");
  return `${area}${direction.slice(0, 1)}${number}`;
};

/** AWS's lists have an id of their own in each region; the rehearsal makes one up. */
const getManagedPrefixList: DataSource = (args, { region }) => {
  const name = textIn(args, "name") ?? "";
  const id = textIn(args, "id") ?? "pl-0123456789abcdef0";
  return {
    addressFamily: "IPv4",
    arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
    entries: [],
    id,
    maxEntries: 55,
    name,
    ownerId: "AWS",
    region,
    tags: {},
    version: 1,
  };
};

/** AWS's own parameters name the newest images; one made-up image stands for all of an architecture. */
const publicParameters = "/aws/service/";

const getParameter: DataSource = async (args, { send, region }) => {
  const name = textIn(args, "name") ?? "";
  const found = name.startsWith(publicParameters) ? publicParameter(name, region) : await readParameter(name, send);
  const isSecure = found.type === "SecureString";
  return { ...found, id: name, insecureValue: isSecure ? "" : found.value, name, region, withDecryption: true };
};

const publicParameter = (name: string, region: string) => {
  if (!name.endsWith("/image_id")) {
    throw new Error(`The rehearsal does not model the public parameter ${name}: use one that ends in /image_id.`);
  }
  const value = name.includes("/arm64/") ? "ami-0a0000000000000a4" : "ami-0a0000000000000e6";
  return { arn: `arn:aws:ssm:${region}::parameter${name}`, type: "String", value, version: 1 };
};

const readParameter = async (name: string, send: SendCall) => {
  const input = { Name: name, WithDecryption: true };
  const { Parameter: found = {} } = await send<GetParameterResult>("ssm", "GetParameter", input);
  return { arn: found.ARN, type: found.Type, value: found.Value, version: found.Version };
};

const dataSources: Readonly<Record<string, DataSource>> = {
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": getManagedPrefixList,
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:ssm/getParameter:getParameter": getParameter,
};
