import { expect } from "chai";
import { listener } from "../../../../../rehearsal/provider/live/elbv2/listener";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/edge-1/d5/c2";
const answer = { Listeners: [{ ListenerArn: arn, Port: 80, Protocol: "HTTP" }] };
const fixedResponse = { contentType: "text/plain", messageBody: "no color", statusCode: "503" };
const inputs = {
  loadBalancerArn: "arn:lb",
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "fixed-response", fixedResponse }],
};
const sent = {
  DefaultActions: [
    {
      Type: "fixed-response",
      Order: 1,
      FixedResponseConfig: { ContentType: "text/plain", MessageBody: "no color", StatusCode: "503" },
    },
  ],
  Port: 80,
  Protocol: "HTTP",
};

describe("aws.lb.Listener", () => {
  it("is created with its default actions", async () => {
    const { context, calls, kept } = scriptedAws({ "elbv2:CreateListener": answer });
    const resource = await listener.create(inputs, context);
    expect(calls).to.deep.equal([["elbv2:CreateListener", { LoadBalancerArn: "arn:lb", ...sent }]]);
    expect(resource).to.deep.equal({ id: arn, outputs: { arn, port: 80, protocol: "HTTP", sslPolicy: undefined } });
    expect(kept).to.deep.equal([resource]);
  });

  it("is created with a certificate and its policy", async () => {
    const { context, calls } = scriptedAws({ "elbv2:CreateListener": answer });
    const https = { ...inputs, port: 443, protocol: "HTTPS", certificateArn: "arn:c", sslPolicy: "p" };
    await listener.create(https, context);
    expect(calls).to.deep.equal([
      [
        "elbv2:CreateListener",
        {
          LoadBalancerArn: "arn:lb",
          ...sent,
          Certificates: [{ CertificateArn: "arn:c" }],
          Port: 443,
          Protocol: "HTTPS",
          SslPolicy: "p",
        },
      ],
    ]);
  });

  it("is updated with everything but its load balancer", async () => {
    const { context, calls } = scriptedAws({ "elbv2:ModifyListener": {} });
    await listener.update({ id: arn, state: {}, olds: { ...inputs, port: 81 }, news: inputs }, context);
    expect(calls).to.deep.equal([["elbv2:ModifyListener", { ListenerArn: arn, ...sent }]]);
  });

  it("is left alone where only tags change", async () => {
    const { context, calls } = scriptedAws({ "elbv2:AddTags": {} });
    const news = { ...inputs, tagsAll: { a: "b" } };
    await listener.update({ id: arn, state: {}, olds: inputs, news }, context);
    expect(calls).to.deep.equal([["elbv2:AddTags", { ResourceArns: [arn], Tags: [{ Key: "a", Value: "b" }] }]]);
  });

  it("refuses attributes that would be lost by name, and sends nothing", async () => {
    const { context, calls } = scriptedAws({});
    const error = await listener.create({ ...inputs, tcpIdleTimeoutSeconds: 60 }, context).catch(String);
    expect(error).to.equal("Error: The rehearsal does not model the property tcpIdleTimeoutSeconds of a listener.");
    expect(calls).to.deep.equal([]);
  });

  it("is read, or found to be gone, and deleted whether it is or not", async () => {
    const gone = new AwsError("ListenerNotFoundException", "no");
    const { context, calls } = scriptedAws({
      "elbv2:DescribeListeners": [answer, gone],
      "elbv2:DeleteListener": [{}, gone],
    });
    const found = await listener.read({ id: arn, state: inputs }, context);
    expect(found?.inputs).to.deep.equal({ defaultActions: inputs.defaultActions });
    expect(await listener.read({ id: arn, state: inputs }, context)).to.equal(undefined);
    await listener.delete({ id: arn, state: inputs }, context);
    await listener.delete({ id: arn, state: inputs }, context);
    expect(calls.slice(2)).to.deep.equal([
      ["elbv2:DeleteListener", { ListenerArn: arn }],
      ["elbv2:DeleteListener", { ListenerArn: arn }],
    ]);
  });
});
