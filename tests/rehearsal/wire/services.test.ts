import { expect } from "chai";
import { loadServiceModel } from "../../../rehearsal/wire/service-model";
import { type ServiceKey, services } from "../../../rehearsal/wire/services";

/** The parts of a client's configuration that say how it speaks. */
interface Spoken {
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: { readonly serviceTarget?: string };
  readonly defaultSigningName: string;
}

const protocolNames: Readonly<Record<string, string>> = {
  "aws.protocols#awsQuery": "query",
  "aws.protocols#ec2Query": "ec2-query",
  "aws.protocols#awsJson1_0": "json-1.0",
  "aws.protocols#awsJson1_1": "json-1.1",
  "aws.protocols#restJson1": "rest-json",
  "aws.protocols#restXml": "rest-xml",
};

describe("services", () => {
  for (const [key, entry] of Object.entries(services)) {
    it(`says of ${key} what its SDK client says of itself`, () => {
      const isClient = ([name]: [string, unknown]) => /^[A-Z]\w*Client$/.test(name);
      const [, Client] = Object.entries(entry.load() as Record<string, unknown>).find(isClient) ?? [];
      const { config } = new (Client as new (settings: object) => { config: Spoken })({ region: "eu-west-1" });
      const target = "target" in entry ? { target: config.protocolSettings.serviceTarget } : {};
      expect({
        protocol: entry.protocol,
        signingName: entry.signingName,
        ...("target" in entry && { target: entry.target }),
      }).to.deep.equal({
        protocol: protocolNames[config.protocol.getShapeId()],
        signingName: config.defaultSigningName,
        ...target,
      });
    });
  }

  it("has unlike signing names, so that a request is for one service", () => {
    const names = Object.values(services).map(({ signingName }) => signingName);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("describes every operation and exception of a client, read once", () => {
    const key: ServiceKey = "sqs";
    const model = loadServiceModel(key);
    expect(model.operations.get("SendMessage")?.name).to.equal("SendMessage");
    expect(model.errors.get("QueueDoesNotExist")).to.deep.equal({
      shapeId: "com.amazonaws.sqs#QueueDoesNotExist",
      query: ["AWS.SimpleQueueService.NonExistentQueue", 400],
      statusCode: 400,
    });
    expect(loadServiceModel(key)).to.equal(model);
  });
});
