import { QueryShapeSerializer, XmlShapeDeserializer } from "@aws-sdk/core/protocols";
import { expect } from "chai";
import fc from "fast-check";
import { ec2QueryProtocol } from "../../../rehearsal/wire/ec2-query";
import type { Protocol } from "../../../rehearsal/wire/protocol";
import { queryProtocol } from "../../../rehearsal/wire/query";
import { findOperation, loadServiceModel } from "../../../rehearsal/wire/service-model";
import type { ServiceKey } from "../../../rehearsal/wire/services";
import { xmlSettings } from "../../../rehearsal/wire/write-xml";
import { arbitraryOf } from "./schema-arbitrary";

/** Structures of every kind that the query protocols have: nested lists, flattened ones, weights, dates, blobs. */
const operations = {
  elbv2: ["CreateRule", "CreateListener", "DescribeTargetHealth", "DescribeLoadBalancers", "DescribeRules"],
  autoscaling: ["DescribePolicies", "DescribeAutoScalingGroups", "PutScalingPolicy", "DescribeScheduledActions"],
  ec2: ["RequestSpotFleet", "CreateLaunchTemplate", "DescribeInstances", "DescribeLaunchTemplateVersions"],
} as const satisfies Partial<Record<ServiceKey, readonly string[]>>;

const cases: { key: keyof typeof operations; name: string; protocol: Protocol; isEc2: boolean }[] = Object.entries(
  operations,
).flatMap(([key, names]) =>
  names.map((name) => ({
    key: key as keyof typeof operations,
    name,
    isEc2: key === "ec2",
    protocol: key === "ec2" ? ec2QueryProtocol : queryProtocol,
  })),
);

/** As the SDK's own protocols set them: @aws-sdk/core, protocols/query. */
const querySettings = { ...xmlSettings, serializeEmptyLists: true };
const ec2Settings = {
  ...querySettings,
  capitalizeKeys: true,
  flattenLists: true,
  serializeEmptyLists: false,
  ec2: true,
};

describe("random structures", () => {
  for (const { key, name, protocol, isEc2 } of cases) {
    it(`reach ${key} ${name} as the SDK's own serializer sent them`, () => {
      const service = loadServiceModel(key);
      const { input: schema } = findOperation(service, name);
      const serializer = new QueryShapeSerializer(isEc2 ? ec2Settings : querySettings);
      fc.assert(
        fc.property(arbitraryOf(schema, { emptyLists: !isEc2, emptyStructures: false }), (sent) => {
          serializer.write(schema, sent);
          const body = Buffer.from(`Action=${name}&Version=1${serializer.flush()}`);
          const decoded = protocol.decode(
            { method: "POST", path: "/", query: new URLSearchParams(), headers: {}, body },
            service,
          );
          expect(decoded.input).to.deep.equal(sent);
        }),
        { numRuns: 10 },
      );
    });

    it(`come back from ${key} ${name} as the SDK's own deserializer reads them`, () => {
      const service = loadServiceModel(key);
      const operation = findOperation(service, name);
      const request = { method: "POST", path: "/", query: new URLSearchParams(), headers: {}, body: new Uint8Array() };
      fc.assert(
        fc.property(arbitraryOf(operation.output, { emptyLists: true, emptyStructures: true }), (answered) => {
          const { body } = protocol.encode(answered as object, operation, { request, service, requestId: "r" });
          const root = isEc2 ? undefined : `${name}Result`;
          const read = new XmlShapeDeserializer(xmlSettings).read(operation.output, Buffer.from(body as string), root);
          expect(read).to.deep.equal(answered);
        }),
        { numRuns: 10 },
      );
    });
  }
});
