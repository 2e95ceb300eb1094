import { randomBytes } from "node:crypto";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { sendCalls } from "./aws-calls";
import { checkResource } from "./check-resource";
import { invokeDataSource } from "./data-sources";
import { fromStruct, toStruct } from "./property-struct";
import { type ProviderSettings, parseProviderSettings } from "./provider-settings";
import { type ResourceRequest, Resources, type ResourcesOptions } from "./resources";

/** The part of the protocol that has a memory: settings, resources, and what is under way. */
export class ProviderSession {
  private readonly resources: Resources;
  private settings: ProviderSettings | undefined;
  private readonly underWay = new Set<AbortController>();

  public constructor(private readonly options: ResourcesOptions) {
    this.resources = new Resources(options);
  }

  /** Takes the stack's `aws:*` configuration; every engine and every default provider sends it anew. */
  public configure(request: messages.ConfigureRequest): messages.ConfigureResponse {
    const settings = parseProviderSettings(fromStruct(request.getArgs()));
    if (this.settings !== undefined && this.settings.region !== settings.region) {
      throw new Error(
        `The rehearsal simulates one region, ${this.settings.region}: it can't be configured for ${settings.region} too.`,
      );
    }
    this.settings = settings;
    const response = new messages.ConfigureResponse();
    // Secrets come unwrapped, and the engine marks the outputs of secret inputs as secret itself.
    response.setAcceptsecrets(false);
    response.setAcceptresources(false);
    response.setAcceptoutputs(false);
    response.setSupportspreview(true);
    return response;
  }

  /** Completes and checks a resource's inputs. */
  public check(request: messages.CheckRequest): messages.CheckResponse {
    const { type, name } = subjectOf(request);
    const { inputs, problems } = checkResource({
      type,
      logicalName: name,
      news: fromStruct(request.getNews()),
      olds: fromStruct(request.getOlds()),
      randomSeed: seedOf(request),
      ...this.requireSettings(),
    });
    const response = new messages.CheckResponse();
    response.setInputs(toStruct(inputs));
    response.setFailuresList(
      problems.map(({ property, reason }) => {
        const failure = new messages.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        return failure;
      }),
    );
    return response;
  }

  /** Creates a resource. */
  public async create(request: messages.CreateRequest): Promise<messages.CreateResponse> {
    const inputs = fromStruct(request.getProperties());
    const { id, state } = await this.whileUnderWay(request, (details) =>
      this.resources.create(details, inputs, request.getPreview()),
    );
    const response = new messages.CreateResponse();
    response.setId(id);
    response.setProperties(toStruct(state));
    return response;
  }

  /** Looks a resource up; an empty id says that it is gone. */
  public async read(request: messages.ReadRequest): Promise<messages.ReadResponse> {
    const stored = {
      id: request.getId(),
      state: fromStruct(request.getProperties()),
      inputs: fromStruct(request.getInputs()),
    };
    const found = await this.whileUnderWay(request, (details) => this.resources.read(details, stored));
    const response = new messages.ReadResponse();
    if (found === undefined) return response;
    response.setId(found.id);
    response.setProperties(toStruct(found.state));
    response.setInputs(toStruct(found.inputs));
    return response;
  }

  /** Updates a resource. */
  public async update(request: messages.UpdateRequest): Promise<messages.UpdateResponse> {
    const change = {
      id: request.getId(),
      state: fromStruct(request.getOlds()),
      olds: fromStruct(request.getOldInputs()),
      news: fromStruct(request.getNews()),
    };
    const state = await this.whileUnderWay(request, (details) =>
      this.resources.update(details, change, request.getPreview()),
    );
    const response = new messages.UpdateResponse();
    response.setProperties(toStruct(state));
    return response;
  }

  /** Deletes a resource. */
  public async delete(request: messages.DeleteRequest): Promise<Empty> {
    const stored = { id: request.getId(), state: fromStruct(request.getProperties()) };
    await this.whileUnderWay(request, (details) => this.resources.delete(details, stored));
    return new Empty();
  }

  /** Answers a data source. */
  public async invoke(request: messages.InvokeRequest): Promise<messages.InvokeResponse> {
    const { call, registry } = this.options;
    const token = request.getTok();
    registry.operations.push({ operation: "invoke", subject: token, isPreview: request.getPreview() });
    const { region } = this.requireSettings();
    const result = await invokeDataSource(token, fromStruct(request.getArgs()), { send: sendCalls(call), region });
    const response = new messages.InvokeResponse();
    response.setReturn(toStruct(result));
    return response;
  }

  /** The engine gives up: whatever waits ends at once. */
  public cancel(): Empty {
    for (const controller of this.underWay) controller.abort(new Error("The engine cancelled the update."));
    return new Empty();
  }

  private requireSettings(): ProviderSettings {
    if (this.settings !== undefined) return this.settings;
    throw new Error("The provider isn't configured yet: the engine has to call Configure first.");
  }

  private async whileUnderWay<Answer>(
    request: TimedRequest,
    act: (details: ResourceRequest) => Promise<Answer>,
  ): Promise<Answer> {
    const { type, urn } = subjectOf(request);
    const seconds = request.getTimeout();
    const controller = new AbortController();
    this.underWay.add(controller);
    try {
      return await act({
        type,
        urn,
        settings: this.requireSettings(),
        timeoutMs: seconds > 0 ? seconds * 1000 : undefined,
        signal: controller.signal,
      });
    } finally {
      this.underWay.delete(controller);
    }
  }
}

interface Subject {
  getUrn(): string;
}

interface TimedRequest extends Subject {
  getTimeout(): number;
}

/** A URN ends in `<parent types>$<type>::<name>`: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
export const subjectOf = (request: Subject): { readonly urn: string; readonly type: string; readonly name: string } => {
  const urn = request.getUrn();
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { urn, type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
};

const seedOf = (request: messages.CheckRequest): Uint8Array => {
  const seed = request.getRandomseed_asU8();
  return seed.length > 0 ? seed : randomBytes(32);
};
