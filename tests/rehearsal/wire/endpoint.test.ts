import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeClustersCommand, ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { startEndpoint } from "../../../rehearsal/wire/endpoint";
import { signedFor, WireUnderTest } from "./wire-under-test";

const target = (operation: string) => ({ "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}` });
const xmlError = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
const jsonError = (code: string, message: string) => JSON.stringify({ __type: code, message, Message: message });

/** What no client of ours sends, and what each gets: status and how the body begins. */
const refused = [
  {
    title: "an unsigned query request",
    headers: {},
    body: "Action=DescribeRules",
    expected: [
      403,
      xmlError("MissingAuthenticationToken", "The request is not signed: it has no Authorization header."),
    ],
  },
  {
    title: "an unsigned JSON request",
    headers: target("DescribeClusters"),
    body: "{}",
    expected: [
      403,
      jsonError("MissingAuthenticationToken", "The request is not signed: it has no Authorization header."),
    ],
  },
  {
    title: "an Authorization header without a credential scope",
    headers: { authorization: "Bearer token" },
    body: "",
    expected: [
      400,
      xmlError(
        "IncompleteSignature",
        "The Authorization header has no credential scope &lt;key&gt;/&lt;date&gt;/&lt;region&gt;/&lt;service&gt;/aws4_request.",
      ),
    ],
  },
  {
    title: "a service that the wire doesn't speak",
    headers: signedFor("iam"),
    body: "Action=CreateRole",
    expected: [
      501,
      `<ErrorResponse><Error><Type>Receiver</Type><Code>NotModelled</Code><Message>The rehearsal's wire doesn't speak the service that signs as "iam"; it speaks autoscaling, `,
    ],
  },
  {
    title: "an unknown query operation",
    headers: signedFor("elasticloadbalancing"),
    body: "Action=Frobnicate",
    expected: [
      501,
      `<ErrorResponse><Error><Type>Receiver</Type><Code>NotModelled</Code><Message>elbv2 has no operation "Frobnicate"`,
    ],
  },
  {
    title: "an unknown JSON operation",
    headers: { ...signedFor("ecs"), ...target("Frobnicate") },
    body: "{}",
    expected: [501, jsonError("NotModelled", 'ecs has no operation "Frobnicate" that the rehearsal\'s wire knows.')],
  },
  {
    title: "a JSON request without a target",
    headers: signedFor("ecs"),
    body: "{}",
    expected: [501, jsonError("NotModelled", 'ecs has no operation "" that the rehearsal\'s wire knows.')],
  },
  {
    title: "an unknown REST path",
    headers: signedFor("lambda"),
    path: "/2015-03-31/nothing?a=b",
    body: "",
    expected: [501, '{"message":"lambda has no operation at POST /2015-03-31/nothing?a=b."'],
  },
  {
    title: "a query request without an action",
    headers: signedFor("elasticloadbalancing"),
    body: "\u0000garbage%%%",
    expected: [400, xmlError("SerializationException", "The request to elbv2 has no field Action.")],
  },
  {
    title: "a word where the query protocol has a number",
    headers: signedFor("elasticloadbalancing"),
    body: "Action=DescribeRules&PageSize=many",
    expected: [400, xmlError("SerializationException", 'PageSize is "many", which is not a number.')],
  },
  {
    title: "a word where EC2 has a boolean",
    headers: signedFor("ec2"),
    body: "Action=DescribeInstances&DryRun=maybe",
    expected: [
      400,
      '<Response><Errors><Error><Code>SerializationException</Code><Message>DryRun is "maybe", which is not true or false.',
    ],
  },
  {
    title: "a body that is no JSON",
    headers: { ...signedFor("ecs"), ...target("DescribeClusters") },
    body: "{garbage",
    expected: [400, '{"__type":"SerializationException","message":"The JSON body can\'t be read: '],
  },
  {
    title: "a body that is JSON but no object",
    headers: { ...signedFor("ecs"), ...target("DescribeClusters") },
    body: "[1]",
    expected: [400, jsonError("SerializationException", "The body must be one JSON object.")],
  },
  {
    title: "a body that is no XML",
    headers: signedFor("s3"),
    path: "/bucket?delete",
    body: "<Delete><Object>",
    expected: [400, "<Error><Code>SerializationException</Code><Message>The XML body can't be read: "],
  },
  {
    title: "a path that isn't percent-encoded",
    headers: signedFor("lambda"),
    path: "/2015-03-31/functions/%ff/invocations",
    body: "",
    expected: [400, '{"message":"FunctionName in the path is \\"%ff\\", which is not percent-encoded UTF-8."'],
  },
  {
    title: "a chunked upload that ends too early",
    headers: { ...signedFor("s3"), "content-encoding": "aws-chunked" },
    path: "/bucket/key",
    body: "ff\r\nshort",
    expected: [
      400,
      "<Error><Code>SerializationException</Code><Message>The body ends within the chunk at byte 0.</Message>",
    ],
  },
] as const;

describe("the endpoint", () => {
  const wire = new WireUnderTest();

  beforeEach(() => wire.start());
  afterEach(() => wire.stop());

  for (const { title, headers, body, expected, ...rest } of refused) {
    it(`refuses ${title} and calls nothing`, async () => {
      wire.calls.length = 0;
      const answer = await wire.raw({ headers, ...rest }, body);
      expect([answer.statusCode, answer.body.slice(0, expected[1].length)]).to.deep.equal(expected);
      expect(wire.calls).to.deep.equal([]);
    });
  }

  it("recognizes a service by X-Amz-Target where the credential scope names none", async () => {
    wire.answer = { clusters: [], failures: [] };
    const headers = { ...signedFor("execute-api"), ...target("DescribeClusters") };
    expect(await wire.raw({ headers }, "{}")).to.deep.equal({ statusCode: 200, body: '{"clusters":[],"failures":[]}' });
  });

  it("takes a presigned query in the place of a header and a body", async () => {
    wire.calls.length = 0;
    wire.answer = { Account: "123456789012" };
    const path =
      "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=A%2F20260101%2Feu-west-1%2Fsts%2Faws4_request";
    expect((await wire.raw({ method: "GET", path })).statusCode).to.equal(200);
    expect(wire.calls).to.deep.equal([{ service: "sts", operation: "GetCallerIdentity", input: {} }]);
  });

  it("tells a fault of the region as AWS's InternalFailure", async () => {
    const ecs = wire.adopt(new ECSClient(wire.clientConfig));
    expect(await wire.refusal(ecs, new DescribeClustersCommand({}), new TypeError("state is broken"))).to.deep.equal({
      name: "InternalFailure",
      message: "state is broken",
      className: "ECSServiceException",
      statusCode: 500,
    });
  });

  it("tells an output that its schema can't hold as AWS's InternalFailure", async () => {
    wire.answer = { LoadBalancers: [{ CreatedTime: {} }] };
    const { statusCode, body } = await wire.raw(
      { headers: signedFor("elasticloadbalancing") },
      "Action=DescribeLoadBalancers",
    );
    expect([statusCode, /<Code>(\w+)</.exec(body)?.[1]]).to.deep.equal([500, "InternalFailure"]);
  });

  it("answers a header that HTTP can't hold with a 500, and the next request as usual", async () => {
    wire.answer = { ETag: "line\nend" };
    const options = { method: "HEAD", path: "/bucket/key", headers: signedFor("s3") };
    expect((await wire.raw(options)).statusCode).to.equal(500);
    wire.answer = { ETag: '"e"' };
    expect((await wire.raw(options)).statusCode).to.equal(200);
  });

  it("outlives a client that goes away in the middle of its request", async () => {
    const socket = net.connect(Number(new URL(wire.url).port), "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
    await sleep(20);
    socket.destroy();
    await sleep(20);
    expect((await wire.raw({})).statusCode).to.equal(403);
  });

  it("answers many requests at once, each with its own output", async () => {
    wire.answer = async ({ input }) => ({ nextToken: (input as { nextToken: string }).nextToken });
    const headers = { ...signedFor("ecs"), ...target("ListTasks") };
    const bodies = Array.from({ length: 50 }, (_, index) => `{"nextToken":"${index}"}`);
    const answers = await Promise.all(bodies.map((body) => wire.raw({ headers }, body)));
    expect(answers).to.deep.equal(bodies.map((body) => ({ statusCode: 200, body })));
  });

  it("closes with connections kept alive and a call under way", async () => {
    const endpoint = await startEndpoint(() => new Promise(() => {}));
    const ecs = wire.adopt(new ECSClient({ ...wire.clientConfig, endpoint: endpoint.url }));
    const failed = ecs.send(new DescribeClustersCommand({})).then(
      () => "answered",
      (error: Error) => error.message,
    );
    const idle = net.connect(Number(new URL(endpoint.url).port), "127.0.0.1");
    const ended = new Promise((resolve) => idle.once("close", resolve));
    idle.on("error", () => {});
    await sleep(50);
    await endpoint.close();
    await ended;
    expect(await failed).to.match(/socket hang up|ECONNRESET/);
    expect(await fetch(endpoint.url).catch(() => "nobody listens")).to.equal("nobody listens");
  });
});
