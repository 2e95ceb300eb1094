import http from "node:http";
import { expect } from "chai";
import { type Endpoint, startEndpoint } from "../../../rehearsal/wire/endpoint";

/** One call as it came out of the wire. */
export interface ReceivedCall {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

/** What the fake region answers: an output, or an error to throw. */
export type Answer = object | Error;

/** An SDK command whose output type is known to the compiler. */
interface AnyCommand<Output> {
  readonly input: object;
  resolveMiddleware(...parameters: never[]): (parameters: never) => Promise<{ output: Output }>;
}

/** Sends one command; every SDK client is one. */
interface AnyClient {
  send(command: never): Promise<unknown>;
  destroy(): void;
}

/** A command, the whole output that must come back, and the input that must arrive where it isn't the command's own. */
export interface RoundTrip {
  readonly command: AnyCommand<unknown>;
  readonly output: object;
  readonly received?: object;
}

/** A row of a table of round trips; the compiler checks the output against the command. */
export const trip = <Output>(
  command: AnyCommand<Output>,
  output: Omit<Output, "$metadata">,
  received?: object,
): RoundTrip => ({ command, output, ...(received && { received }) });

/** The wire in front of a region that records every call and answers what it is told to. */
export class WireUnderTest {
  public readonly calls: ReceivedCall[] = [];
  public answer: Answer | ((call: ReceivedCall) => Promise<object>) = {};
  private endpoint: Endpoint | undefined;
  private readonly clients: AnyClient[] = [];

  /** The address to send to. */
  public get url(): string {
    return this.endpoint?.url ?? "";
  }

  /** What every SDK client takes: no retries, so that each test sees exactly one call. */
  public get clientConfig() {
    return {
      region: "eu-west-1",
      endpoint: this.url,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      maxAttempts: 1,
    };
  }

  public async start(): Promise<void> {
    this.endpoint = await startEndpoint(async (service, operation, input) => {
      const call = { service, operation, input };
      this.calls.push(call);
      if (typeof this.answer === "function") return this.answer(call);
      if (this.answer instanceof Error) throw this.answer;
      return this.answer;
    });
  }

  public async stop(): Promise<void> {
    for (const client of this.clients.splice(0)) client.destroy();
    await this.endpoint?.close();
  }

  /** Ends the client's connections at {@link stop}. */
  public adopt<Client extends AnyClient>(client: Client): Client {
    this.clients.push(client);
    return client;
  }

  /** Sends the command and asserts both ways as whole values. */
  public async assertRoundTrip(service: string, client: AnyClient, { command, output, received }: RoundTrip) {
    this.calls.length = 0;
    this.answer = output;
    const { $metadata, ...got } = (await client.send(command as never)) as { $metadata: { requestId?: string } };
    expect(got).to.deep.equal(output);
    expect($metadata.requestId).to.match(/^[0-9a-f-]{36}$/);
    const input = received ?? command.input;
    expect(this.calls).to.deep.equal([{ service, operation: operationName(command), input }]);
  }

  /** Sends the command, has it refused, and returns what the SDK client throws. */
  public async refusal(client: AnyClient, command: AnyCommand<unknown>, error: Error): Promise<Refusal> {
    this.answer = error;
    try {
      await client.send(command as never);
    } catch (thrown) {
      const error = thrown as Error & { $metadata: { httpStatusCode: number } };
      const { name, message, $metadata } = error;
      return { name, message, className: error.constructor.name, statusCode: $metadata.httpStatusCode };
    }
    throw new Error("The client threw nothing.");
  }

  /** Sends a raw request, as no SDK client would. */
  public async raw(options: http.RequestOptions, body = ""): Promise<{ statusCode: number; body: string }> {
    return new Promise((resolve, reject) => {
      const request = http.request(this.url, { method: "POST", agent: false, ...options }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ statusCode: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
        );
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}

/** An error as a user of the SDK sees it. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly className: string;
  readonly statusCode: number;
}

/** `DescribeRulesCommand` sends `DescribeRules`. */
export const operationName = (command: object): string => command.constructor.name.replace(/Command$/, "");

/** An `Authorization` header with this service in its credential scope. */
export const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
});
