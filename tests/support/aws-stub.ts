import http from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsSessionSettings } from "../../clients/aws-session";

/** A request as AWS would get it: the operation's name and its input as sent. */
export interface StubCall {
  readonly operation: string;
  /** JSON members, or the flat fields of the query protocol. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly authorization: string;
}

/** What to answer; `hang` never does. */
export type StubAnswer = { readonly status?: number; readonly body: string } | "hang";

/** A stand-in for AWS on 127.0.0.1: one function answers every operation. */
export interface AwsStub {
  readonly calls: readonly StubCall[];
  /** Where it listens. */
  readonly url: string;
  readonly settings: AwsSessionSettings;
  answer: (call: StubCall) => StubAnswer;
  close(): Promise<void>;
}

export const startAwsStub = async (): Promise<AwsStub> => {
  const calls: StubCall[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const call = parseCall(request, Buffer.concat(chunks).toString("utf8"));
      calls.push(call);
      const answer = stub.answer(call);
      if (answer === "hang") return;
      response.writeHead(answer.status ?? 200, { "content-type": isJson(request) ? jsonType : "text/xml" });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: AwsStub = {
    calls,
    url,
    settings: {
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrEXAMPLE" },
      endpoints: { cloudwatch: url, elbv2: url, ssm: url, sts: url },
      unsupported: [],
    },
    answer: ({ operation }) => ({ status: 400, body: `unexpected ${operation}` }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
};

const jsonType = "application/x-amz-json-1.1";

const isJson = (request: http.IncomingMessage): boolean => request.headers["x-amz-target"] !== undefined;

const parseCall = (request: http.IncomingMessage, body: string): StubCall => {
  const authorization = request.headers.authorization ?? "";
  if (isJson(request)) {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    return { operation, input: JSON.parse(body), authorization };
  }
  const { Action = "", Version: _version, ...input } = Object.fromEntries(new URLSearchParams(body));
  return { operation: Action, input, authorization };
};

/** The answer of `DescribeRules`. */
export const rulesXml = (
  rules: readonly { readonly arn: string; readonly groups: Readonly<Record<string, number>> }[],
  nextMarker?: string,
): string =>
  `<DescribeRulesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeRulesResult><Rules>${rules
    .map(
      ({ arn, groups }) =>
        `<member><RuleArn>${arn}</RuleArn><Actions><member><Type>forward</Type><ForwardConfig><TargetGroups>${Object.entries(
          groups,
        )
          .map(
            ([group, weight]) => `<member><TargetGroupArn>${group}</TargetGroupArn><Weight>${weight}</Weight></member>`,
          )
          .join("")}</TargetGroups></ForwardConfig></member></Actions></member>`,
    )
    .join(
      "",
    )}</Rules>${nextMarker === undefined ? "" : `<NextMarker>${nextMarker}</NextMarker>`}</DescribeRulesResult></DescribeRulesResponse>`;

/** An error of the query protocol. */
export const errorXml = (code: string, message: string): string =>
  `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

/** The answer of `GetCallerIdentity`. */
export const identityXml = (accountId: string): string =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
