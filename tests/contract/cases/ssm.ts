import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-ssm";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, refusal } from "../contract-case";

const put = ({ ssm }: AwsUnderTest, Name: string, rest: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value: "1", Type: "String", ...rest }));

const get = async ({ ssm }: AwsUnderTest, Name: string, WithDecryption = false): Promise<unknown> => {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption }));
  return [Parameter?.Name, Parameter?.Type, Parameter?.Value, Parameter?.Version, Parameter?.DataType];
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/ */
export const ssmCases: readonly ContractCase[] = [
  {
    name: "a parameter begins with version 1 and counts up",
    run: async (aws) => {
      const first = await put(aws, "/versions/declared");
      const second = await put(aws, "/versions/declared", { Value: "2", Overwrite: true });
      return [first.Version, second.Version, await get(aws, "/versions/declared")];
    },
    emulators: both,
  },
  {
    name: "a parameter is overwritten only on request",
    run: async (aws) => {
      await put(aws, "/overwrite/declared");
      const refused = await refusal(put(aws, "/overwrite/declared", { Value: "2" }));
      return [refused, await get(aws, "/overwrite/declared")];
    },
    emulators: both,
  },
  {
    name: "an older version is read by its number",
    run: async (aws) => {
      await put(aws, "/older/declared");
      await put(aws, "/older/declared", { Value: "2", Overwrite: true });
      const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name: "/older/declared:1" }));
      return [Parameter?.Value, Parameter?.Version];
    },
    emulators: both,
  },
  {
    name: "a version that never was can't be read",
    run: async (aws) => {
      await put(aws, "/never/declared");
      return refusal(aws.ssm.send(new GetParameterCommand({ Name: "/never/declared:7" })));
    },
    emulators: both,
  },
  {
    name: "the history is all versions, oldest first",
    run: async (aws) => {
      const Name = "/history/declared";
      await put(aws, Name);
      await put(aws, Name, { Value: "2", Overwrite: true });
      await put(aws, Name, { Value: "3", Overwrite: true });
      const { Parameters = [] } = await aws.ssm.send(new GetParameterHistoryCommand({ Name }));
      return Parameters.map(({ Version, Value, Type }) => [Version, Value, Type]);
    },
    emulators: both,
  },
  {
    name: "the history is cut into pages",
    run: async (aws) => {
      const Name = "/history-pages/declared";
      await put(aws, Name);
      for (const Value of ["2", "3", "4", "5"]) await put(aws, Name, { Value, Overwrite: true });
      const pages: unknown[] = [];
      let NextToken: string | undefined;
      do {
        const page = await aws.ssm.send(new GetParameterHistoryCommand({ Name, MaxResults: 2, NextToken }));
        pages.push((page.Parameters ?? []).map(({ Version }) => Version));
        NextToken = page.NextToken;
      } while (NextToken !== undefined && NextToken !== "");
      return pages;
    },
    emulators: both,
  },
  {
    name: "of several names the missing ones are listed",
    run: async (aws) => {
      await put(aws, "/several/a");
      const { Parameters = [], InvalidParameters } = await aws.ssm.send(
        new GetParametersCommand({ Names: ["/several/a", "/several/b"] }),
      );
      return [Parameters.map(({ Name, Value }) => [Name, Value]), InvalidParameters];
    },
    emulators: both,
  },
  {
    name: "more than ten names at once are refused",
    run: (aws) =>
      refusal(
        aws.ssm.send(new GetParametersCommand({ Names: Array.from({ length: 11 }, (_, index) => `/many/${index}`) })),
      ),
    emulators: {
      ministack: { differs: "MiniStack takes any number; AWS ten (API_GetParameters.html)" },
      moto: "agrees",
    },
  },
  {
    name: "a secret is readable with decryption, and not without",
    run: async (aws) => {
      const Name = "/secret/token";
      await put(aws, Name, { Type: "SecureString", Value: "xoxb" });
      const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name }));
      return [await get(aws, Name, true), Parameter?.Value === "xoxb"];
    },
    emulators: both,
  },
  {
    name: "a value of more than 4 KB needs the advanced tier",
    run: async (aws) => {
      const Value = "v".repeat(4097);
      return [
        await refusal(put(aws, "/large/standard", { Value })),
        await refusal(put(aws, "/large/advanced", { Value, Tier: "Advanced" })),
      ];
    },
    emulators: {
      ministack: { differs: "MiniStack has no limit; AWS 4 KB (parameter-store-advanced-parameters.html)" },
      moto: { differs: "moto has no limit; AWS 4 KB (parameter-store-advanced-parameters.html)" },
    },
  },
  {
    name: "a parameter is described by its name, without its value",
    run: async (aws) => {
      await put(aws, "/described/a", { Description: "what it is" });
      await put(aws, "/described/b");
      const ParameterFilters = [{ Key: "Name", Option: "Equals", Values: ["/described/a"] }];
      const { Parameters = [] } = await aws.ssm.send(new DescribeParametersCommand({ ParameterFilters }));
      return Parameters.map(({ Name, Type, Version, Description, Tier, DataType }) => ({
        Name,
        Type,
        Version,
        Description,
        Tier,
        DataType,
      }));
    },
    emulators: both,
  },
  {
    name: "a deleted parameter is gone, and its name begins anew",
    run: async (aws) => {
      const Name = "/deleted/declared";
      await put(aws, Name);
      await put(aws, Name, { Overwrite: true });
      await aws.ssm.send(new DeleteParameterCommand({ Name }));
      const gone = await refusal(aws.ssm.send(new GetParameterCommand({ Name })));
      const twice = await refusal(aws.ssm.send(new DeleteParameterCommand({ Name })));
      return [gone, twice, (await put(aws, Name)).Version];
    },
    emulators: both,
  },
  {
    name: "tags are added, replaced and removed",
    run: async (aws) => {
      const ResourceId = "/tagged/declared";
      const resource = { ResourceType: "Parameter", ResourceId } as const;
      await put(aws, ResourceId, { Tags: [{ Key: "a", Value: "1" }] });
      const Tags = [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "3" },
      ];
      await aws.ssm.send(new AddTagsToResourceCommand({ ...resource, Tags }));
      const added = await aws.ssm.send(new ListTagsForResourceCommand(resource));
      await aws.ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ["a"] }));
      const left = await aws.ssm.send(new ListTagsForResourceCommand(resource));
      const pairs = (list: typeof Tags | undefined): unknown =>
        (list ?? []).map(({ Key, Value }) => [Key, Value]).sort();
      return [pairs(added.TagList as typeof Tags), pairs(left.TagList as typeof Tags)];
    },
    emulators: both,
  },
  {
    name: "tags and overwriting don't go together",
    run: async (aws) => {
      await put(aws, "/tags-overwrite/a");
      return refusal(put(aws, "/tags-overwrite/a", { Overwrite: true, Tags: [{ Key: "a", Value: "1" }] }));
    },
    emulators: both,
  },
  {
    name: "a name with a hierarchy begins with a slash",
    run: (aws) => refusal(put(aws, "hierarchy/declared")),
    emulators: {
      ministack: { differs: "MiniStack takes it; AWS wants a fully qualified name (API_PutParameter.html, Name)" },
      moto: { differs: "moto takes it; AWS wants a fully qualified name (API_PutParameter.html, Name)" },
    },
  },
  {
    name: "a new parameter needs a type",
    run: ({ ssm }) => refusal(ssm.send(new PutParameterCommand({ Name: "/no-type", Value: "1" }))),
    emulators: both,
  },
];
