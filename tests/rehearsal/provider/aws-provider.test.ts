import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type AwsProvider, startAwsProvider } from "../../../rehearsal/provider/aws-provider";
import { type Properties, unknownValue } from "../../../rehearsal/provider/properties";
import { fromStruct, toStruct } from "../../../rehearsal/provider/property-struct";
import { AwsError } from "../../../rehearsal/region/operation";
import { type Script, type SentCall, scriptedAws } from "./scripted-aws";

const identity = { "sts:GetCallerIdentity": { Account: "123456789012" } };
const stored = { Parameter: { ARN: "arn:p", Name: "p", Type: "String", DataType: "text", Value: "v", Version: 1 } };
const parameters = { "ssm:PutParameter": {}, "ssm:GetParameter": stored, "ssm:DeleteParameter": {} };
const parameter = { name: "p", type: "String", insecureValue: "v", region: "eu-west-1", __defaults: [] };
const urnOf = (type: string, name = "web") => `urn:pulumi:test::switchyard::a:b:C$${type}::${name}`;
const parameterUrn = urnOf("aws:ssm/parameter:Parameter");

type Call<Request, Response> = (
  request: Request,
  done: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** A provider with an engine's end of the line. */
class Session {
  private constructor(
    public readonly provider: AwsProvider,
    public readonly calls: readonly SentCall[],
    private readonly client: ResourceProviderClient,
  ) {}

  public static async start(script: Script): Promise<Session> {
    const { call, calls } = scriptedAws(script);
    const provider = await startAwsProvider({ call, pollMs: 1 });
    const client = new ResourceProviderClient(`127.0.0.1:${provider.port}`, credentials.createInsecure());
    return new Session(provider, calls, client);
  }

  public async close(): Promise<void> {
    this.client.close();
    await this.provider.close();
  }

  public configure(args: Properties = { region: "eu-west-1" }): Promise<messages.ConfigureResponse> {
    const request = new messages.ConfigureRequest();
    request.setArgs(toStruct(args));
    return this.ask(this.client.configure, request);
  }

  public check(urn: string, news: Properties): Promise<messages.CheckResponse> {
    const request = new messages.CheckRequest();
    request.setUrn(urn);
    request.setNews(toStruct(news));
    return this.ask(this.client.check, request);
  }

  public diff(urn: string, olds: Properties, news: Properties): Promise<messages.DiffResponse> {
    const request = new messages.DiffRequest();
    request.setUrn(urn);
    request.setOldInputs(toStruct(olds));
    request.setNews(toStruct(news));
    return this.ask(this.client.diff, request);
  }

  public async create(urn: string, inputs: Properties, isPreview = false) {
    const request = new messages.CreateRequest();
    request.setUrn(urn);
    request.setProperties(toStruct(inputs));
    request.setPreview(isPreview);
    const response = await this.ask<messages.CreateRequest, messages.CreateResponse>(this.client.create, request);
    return { id: response.getId(), state: fromStruct(response.getProperties()) };
  }

  public async update(
    urn: string,
    id: string,
    {
      isPreview = false,
      ...change
    }: Readonly<Record<"state" | "olds" | "news", Properties>> & { readonly isPreview?: boolean },
  ) {
    const request = new messages.UpdateRequest();
    request.setPreview(isPreview);
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(toStruct(change.state));
    request.setOldInputs(toStruct(change.olds));
    request.setNews(toStruct(change.news));
    const response = await this.ask<messages.UpdateRequest, messages.UpdateResponse>(this.client.update, request);
    return fromStruct(response.getProperties());
  }

  public async read(urn: string, id: string, { state, inputs }: Readonly<Record<"state" | "inputs", Properties>>) {
    const request = new messages.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(toStruct(state));
    request.setInputs(toStruct(inputs));
    const response = await this.ask<messages.ReadRequest, messages.ReadResponse>(this.client.read, request);
    return {
      id: response.getId(),
      state: fromStruct(response.getProperties()),
      inputs: fromStruct(response.getInputs()),
    };
  }

  public delete(urn: string, id: string, state: Properties): Promise<Empty> {
    const request = new messages.DeleteRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(toStruct(state));
    return this.ask(this.client.delete, request);
  }

  public async invoke(token: string): Promise<Properties> {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct({}));
    const response = await this.ask<messages.InvokeRequest, messages.InvokeResponse>(this.client.invoke, request);
    return fromStruct(response.getReturn());
  }

  public cancel(): Promise<Empty> {
    return this.ask(this.client.cancel, new Empty());
  }

  public version(): Promise<string> {
    return this.ask<Empty, { getVersion(): string }>(this.client.getPluginInfo, new Empty()).then((info) =>
      info.getVersion(),
    );
  }

  public schema(): Promise<unknown> {
    return this.ask(this.client.getSchema, new messages.GetSchemaRequest());
  }

  private ask<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      call.call(this.client, request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }
}

const detailsOf = (error: unknown): string => (error as ServiceError).details;

describe("startAwsProvider", () => {
  let session: Session;
  const start = async (script: Script = {}): Promise<Session> => {
    session = await Session.start(script);
    await session.configure();
    return session;
  };
  afterEach(() => session.close());

  it("says which release it stands for, and refuses by name what it doesn't offer", async () => {
    const { version, schema } = await start().then((started) => ({
      version: started.version(),
      schema: started.schema().catch(detailsOf),
    }));
    expect([await version, await schema]).to.deep.equal([
      "7.48.0",
      "The rehearsal's AWS provider doesn't offer getSchema.",
    ]);
  });

  it("takes previews, but neither secrets, resources nor outputs: the engine keeps secrets secret", async () => {
    await start();
    expect((await session.configure()).toObject()).to.deep.equal({
      acceptsecrets: false,
      supportspreview: true,
      acceptresources: false,
      acceptoutputs: false,
      supportsAutonamingConfiguration: false,
    });
  });

  it("works in one region only", async () => {
    await start();
    expect(await session.configure({ region: "us-east-1" }).catch(detailsOf)).to.equal(
      "The rehearsal simulates one region, eu-west-1: it can't be configured for us-east-1 too.",
    );
    const elsewhere = { ...parameter, region: "us-east-1" };
    expect(await session.create(parameterUrn, elsewhere).catch(detailsOf)).to.equal(
      "The rehearsal simulates one region, eu-west-1: it has no aws:ssm/parameter:Parameter in us-east-1.",
    );
    expect(session.calls).to.deep.equal([]);
  });

  it("wants to be configured first", async () => {
    session = await Session.start({});
    expect(await session.check(parameterUrn, {}).catch(detailsOf)).to.equal(
      "The provider isn't configured yet: the engine has to call Configure first.",
    );
  });

  it("completes inputs and lists every problem", async () => {
    await start();
    const response = await session.check(parameterUrn, { name: "p", wrong: 1 });
    expect(fromStruct(response.getInputs())).to.deep.equal({
      name: "p",
      wrong: 1,
      region: "eu-west-1",
      __defaults: [],
    });
    expect(response.getFailuresList().map((failure) => failure.toObject())).to.deep.equal([
      { property: "type", reason: 'Missing required argument: the argument "type" is required.' },
      {
        property: "wrong",
        reason: 'Invalid or unknown key: aws:ssm/parameter:Parameter has no input "wrong".',
      },
    ]);
  });

  it("makes up another name for each resource, even where the engine sends no seed", async () => {
    await start();
    const check = async () => fromStruct((await session.check(urnOf("aws:ecs/cluster:Cluster"), {})).getInputs());
    const [first, second] = [await check(), await check()];
    expect(first["name"]).to.match(/^web-[0-9a-f]{7}$/);
    expect(second["name"]).not.to.equal(first["name"]);
  });

  it("shows the leaves of a flip", async () => {
    await start();
    const actions = (weight: number) => [{ forward: { targetGroups: [{ arn: "a", weight }] } }];
    const urn = urnOf("aws:lb/listenerRule:ListenerRule");
    const response = await session.diff(urn, { actions: actions(100) }, { actions: actions(0) });
    expect(response.toObject().detaileddiffMap).to.deep.equal([
      ["actions[0].forward.targetGroups[0].weight", { kind: messages.PropertyDiff.Kind.UPDATE, inputdiff: true }],
    ]);
  });

  it("calls nothing in a preview", async () => {
    await start();
    const created = await session.create(parameterUrn, parameter, true);
    expect(created).to.deep.equal({
      id: "",
      state: {
        name: "p",
        type: "String",
        insecureValue: "v",
        region: "eu-west-1",
        dataType: unknownValue,
        hasValueWo: unknownValue,
        tier: unknownValue,
        version: unknownValue,
        id: unknownValue,
      },
    });
    expect([session.calls, session.provider.counts()]).to.deep.equal([
      [],
      { live: 0, recorded: 0, urns: { live: [], recorded: [] } },
    ]);
  });

  it("calls nothing in the preview of an update, and knows what the update can't touch", async () => {
    await start();
    const state = {
      name: "p",
      type: "String",
      insecureValue: "v",
      region: "eu-west-1",
      arn: "arn:p",
      version: 1,
      id: "p",
    };
    const news = { ...parameter, insecureValue: "w" };
    const updated = await session.update(parameterUrn, "p", { state, olds: parameter, news, isPreview: true });
    expect(updated).to.deep.equal({ ...state, insecureValue: "w", version: unknownValue });
    expect(session.calls).to.deep.equal([]);
    expect(session.provider.operations).to.deep.equal([
      { operation: "update", subject: parameterUrn, isPreview: true },
    ]);
  });

  it("tells the engine what an update that failed half-way left behind", async () => {
    const deployment = { id: "d1", status: "PRIMARY", rolloutState: "FAILED", rolloutStateReason: "Tasks failed." };
    const service = { serviceArn: "arn:s", serviceName: "web", clusterArn: "arn:c", deployments: [deployment] };
    await start({ "ecs:UpdateService": { service }, "ecs:DescribeServices": { services: [service] } });
    const olds = { cluster: "arn:c", taskDefinition: "arn:t:1", waitForSteadyState: true };
    const news = { ...olds, taskDefinition: "arn:t:2" };
    const error = await session
      .update(urnOf("aws:ecs/service:Service"), "arn:s", { state: { ...olds, arn: "arn:s" }, olds, news })
      .catch((reason: unknown) => reason);
    const [detail] = (error as ServiceError).metadata.get("grpc-status-details-bin");
    const any = Status.deserializeBinary(detail as Buffer).getDetailsList()[0];
    const failure = any?.unpack(
      messages.ErrorResourceInitFailed.deserializeBinary,
      "pulumirpc.ErrorResourceInitFailed",
    );
    expect(failure?.getReasonsList()).to.deep.equal(["The deployment d1 of the service web failed. Tasks failed."]);
    expect(fromStruct(failure?.getProperties())).to.deep.equal({ ...news, arn: "arn:s" });
  });

  it("leads a live resource from creation to deletion, and counts it", async () => {
    await start(parameters);
    const { id, state } = await session.create(parameterUrn, parameter);
    expect([id, state["version"], state["id"], "__defaults" in state]).to.deep.equal(["p", 1, "p", false]);
    expect(session.provider.counts()).to.deep.equal({
      live: 1,
      recorded: 0,
      urns: { live: [parameterUrn], recorded: [] },
    });
    const news = { ...parameter, insecureValue: "w" };
    const updated = await session.update(parameterUrn, id, { state, olds: parameter, news });
    expect(updated["insecureValue"]).to.equal("w");
    await session.delete(parameterUrn, id, updated);
    expect(session.provider.counts().live).to.equal(0);
    expect(session.calls.map(([operation]) => operation)).to.deep.equal([
      "ssm:PutParameter",
      "ssm:GetParameter",
      "ssm:PutParameter",
      "ssm:GetParameter",
      "ssm:DeleteParameter",
    ]);
    expect(session.provider.operations).to.deep.equal(
      ["create", "update", "delete"].map((operation) => ({ operation, subject: parameterUrn, isPreview: false })),
    );
  });

  it("records the rest, asking once whose account it is", async () => {
    await start(identity);
    const urns = ["a", "b"].map((name) => urnOf("aws:iam/role:Role", name));
    const [first] = await Promise.all(urns.map((urn) => session.create(urn, { name: urn.slice(-1) })));
    expect(first).to.deep.include({ id: "a" });
    expect(first?.state["arn"]).to.equal("arn:aws:iam::123456789012:role/a");
    expect(session.calls).to.deep.equal([["sts:GetCallerIdentity", {}]]);
    const change = { state: first?.state ?? {}, olds: { name: "a" }, news: { name: "a", description: "d" } };
    expect(await session.update(urns[0] ?? "", "a", change)).to.deep.equal({ ...first?.state, description: "d" });
    await session.delete(urns[0] ?? "", "a", {});
    expect(session.provider.counts()).to.deep.equal({
      live: 0,
      recorded: 1,
      urns: { live: [], recorded: [urns[1]] },
    });
  });

  it("finds what drifted, what is gone, and knows recorded resources only from the state", async () => {
    const gone = new AwsError("ParameterNotFound", "no");
    await start({ "ssm:GetParameter": [{ Parameter: { ...stored.Parameter, Value: "drifted" } }, gone] });
    const before = { state: { name: "p", insecureValue: "v" }, inputs: parameter };
    const found = await session.read(parameterUrn, "p", before);
    expect(found.inputs["insecureValue"]).to.equal("drifted");
    expect(found.state["insecureValue"]).to.equal("drifted");
    expect((await session.read(parameterUrn, "p", before)).id).to.equal("");
    const role = urnOf("aws:iam/role:Role");
    const known = { state: { arn: "arn:r" }, inputs: { name: "r" } };
    expect(await session.read(role, "r", known)).to.deep.equal({ id: "r", ...known });
    expect(await session.read(role, "r", { state: {}, inputs: {} }).catch(detailsOf)).to.equal(
      "The rehearsal only records resources of type aws:iam/role:Role: it cannot look up r.",
    );
  });

  it("passes on what AWS refuses, with operation and code", async () => {
    await start({ "ssm:PutParameter": [new AwsError("ParameterAlreadyExists", "The parameter already exists.")] });
    const error = await session.create(parameterUrn, parameter).catch((reason: unknown) => reason);
    expect(detailsOf(error)).to.equal(
      "ssm:PutParameter was answered with ParameterAlreadyExists: The parameter already exists.",
    );
    expect((error as ServiceError).metadata.get("grpc-status-details-bin")).to.deep.equal([]);
    expect(session.provider.counts().live).to.equal(0);
  });

  it("tells the engine of a resource that exists although its creation failed", async () => {
    await start({ "ssm:PutParameter": {}, "ssm:GetParameter": [new AwsError("InternalServerError", "Try again.")] });
    const error = await session.create(parameterUrn, parameter).catch((reason: unknown) => reason);
    const [detail] = (error as ServiceError).metadata.get("grpc-status-details-bin");
    const any = Status.deserializeBinary(detail as Buffer).getDetailsList()[0];
    const failure = any?.unpack(
      messages.ErrorResourceInitFailed.deserializeBinary,
      "pulumirpc.ErrorResourceInitFailed",
    );
    expect(failure?.getId()).to.equal("p");
    expect(failure?.getReasonsList()).to.deep.equal([
      "ssm:GetParameter was answered with InternalServerError: Try again.",
    ]);
    expect(fromStruct(failure?.getProperties())).to.include({ insecureValue: "v", id: "p" });
    expect(fromStruct(failure?.getInputs())).to.deep.equal(parameter);
    expect(session.provider.counts().live).to.equal(1);
  });

  it("ends what waits when the engine gives up", async () => {
    await start({ "ecs:CreateCluster": { cluster: { clusterArn: "arn:c" } }, "ecs:DescribeClusters": {} });
    const creation = session.create(urnOf("aws:ecs/cluster:Cluster"), { name: "main" }).catch(detailsOf);
    while (session.calls.length < 2) await new Promise(setImmediate);
    await session.cancel();
    expect(await creation).to.equal("The operation was aborted");
  });

  it("answers data sources, and refuses unknown types and functions by name", async () => {
    await start();
    expect((await session.invoke("aws:index/getRegion:getRegion"))["region"]).to.equal("eu-west-1");
    expect(await session.invoke("aws:ec2/getAmi:getAmi").catch(detailsOf)).to.contain("aws:ec2/getAmi:getAmi");
    expect(await session.create(urnOf("aws:rds/instance:Instance"), {}).catch(detailsOf)).to.contain(
      "The rehearsal does not know the resource type aws:rds/instance:Instance",
    );
  });
});
